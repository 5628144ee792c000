import { litellm } from '../litellm.ts'
import { openrouter } from '../openrouter.ts'
import { portkey } from '../portkey.ts'
import { tokenmix } from '../tokenmix.ts'
import { vercel } from '../vercel.ts'
import { THOUGHT } from './chat-answer.fixture.ts'
import { chatFixture, CONTENT_FILTER, ECHO_CONTENT } from './chat-fixture.fixture.ts'
import type { ProviderFixture } from './provider.fixture.ts'

/** Gateways like this one. */
export const GATEWAYS: readonly ProviderFixture[] = [
  chatFixture({
    provider: openrouter,
    page: 'https://openrouter.ai/docs/api-reference/chat-completion',
    recorded: 'openrouter',
    form: {
      model: 'deepseek/deepseek-v4',
      thoughts: 'reasoning_details',
      usage: {
        prompt_tokens: 20,
        completion_tokens: 30,
        total_tokens: 50,
        prompt_tokens_details: { cached_tokens: 4 },
        completion_tokens_details: { reasoning_tokens: 9 },
        cost: 0.00014,
      },
      beside: { provider: 'DeepSeek' },
    },
    finishes: CONTENT_FILTER,
    usage: { inputTokens: 20, outputTokens: 30, cacheReadTokens: 4, reasoningTokens: 9 },
    reasoning: [
      [{ effort: 'max' }, { reasoning: { effort: 'max' } }],
      [{ budgetTokens: 2000 }, { reasoning: { max_tokens: 2000 } }],
    ],
    echoes: { reasoning_details: [{ type: 'reasoning.text', text: THOUGHT, format: null, index: 0 }] },
    dropped: '',
    failures: [
      {
        status: 429,
        body: {
          error: {
            code: 429,
            message: 'Provider returned error',
            metadata: { raw: 'x is temporarily rate-limited upstream', retry_after: 7 },
          },
        },
        code: 'provider_rate_limited',
        retryAfterMs: 7000,
      },
      {
        status: 403,
        body: {
          error: {
            code: 403,
            message: 'Your chosen model requires moderation',
            metadata: { reasons: ['violence'], flagged_input: 'x' },
          },
        },
        code: 'content_filtered',
      },
      {
        status: 402,
        body: { error: { code: 402, message: 'Insufficient credits' } },
        code: 'provider_unauthorized',
      },
    ],
    allowance: {
      headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1780000030000' },
      says: { requests: { left: 0, resetMs: 30_000 }, tokens: null },
    },
  }),
  chatFixture({
    provider: tokenmix,
    page: 'https://tokenmix.ai/docs/chat-completions',
    form: {
      model: 'deepseek-v4-flash',
      thoughts: 'reasoning_content',
      usage: {
        prompt_tokens: 20,
        completion_tokens: 30,
        total_tokens: 50,
        prompt_tokens_details: { cached_tokens: 4 },
      },
    },
    finishes: CONTENT_FILTER,
    usage: { inputTokens: 20, outputTokens: 30, cacheReadTokens: 4 },
    reasoning: [[{ effort: 'high' }, { reasoning_effort: 'high' }]],
    echoes: ECHO_CONTENT,
    dropped: '',
    failures: [
      {
        status: 402,
        body: { error: { message: 'Insufficient balance', type: 'insufficient_quota' } },
        code: 'provider_unauthorized',
      },
      {
        status: 429,
        body: { error: { message: 'Too many requests', type: 'rate_limit_error' } },
        code: 'provider_rate_limited',
      },
    ],
  }),
  chatFixture({
    provider: portkey,
    page: 'https://portkey.ai/docs/api-reference/inference-api/chat',
    form: {
      model: '@openai/gpt-5.4',
      thoughts: 'reasoning_content',
      usage: {
        prompt_tokens: 20,
        completion_tokens: 30,
        total_tokens: 50,
        prompt_tokens_details: { cached_tokens: 4 },
      },
      beside: { provider: 'openai' },
    },
    usage: { inputTokens: 20, outputTokens: 30, cacheReadTokens: 4 },
    reasoning: [[{ effort: 'high' }, { reasoning_effort: 'high' }]],
    echoes: ECHO_CONTENT,
    dropped: '',
    failures: [
      {
        status: 401,
        body: {
          status: 'failure',
          message: 'Portkey Error: Invalid API Key. Error Code: 03',
          success: false,
        },
        code: 'provider_unauthorized',
      },
      {
        status: 412,
        body: { error: { message: 'Model is not allowed', type: 'model_not_allowed_error' } },
        code: 'invalid_request',
      },
    ],
  }),
  chatFixture({
    provider: litellm,
    page: 'https://docs.litellm.ai/docs/proxy/user_keys',
    form: {
      model: 'claude-sonnet-4.6',
      thoughts: 'reasoning_content',
      usage: {
        prompt_tokens: 20,
        completion_tokens: 30,
        total_tokens: 50,
        cache_creation_input_tokens: 3,
        cache_read_input_tokens: 4,
        prompt_tokens_details: { cached_tokens: 4 },
      },
    },
    usage: { inputTokens: 20, outputTokens: 30, cacheReadTokens: 4 },
    reasoning: [[{ effort: 'high' }, { reasoning_effort: 'high' }]],
    echoes: ECHO_CONTENT,
    dropped: '',
    failures: [
      {
        status: 400,
        body: {
          error: {
            message: 'Budget has been exceeded! Current cost: 1.2, Max budget: 1.0',
            type: 'budget_exceeded',
            code: '400',
          },
        },
        code: 'provider_unauthorized',
      },
      {
        status: 429,
        body: {
          error: {
            message: 'No deployments available for selected model, Try again in 5 seconds.',
            type: 'None',
            code: '429',
          },
        },
        code: 'provider_rate_limited',
        retryAfterMs: 5000,
      },
    ],
  }),
  chatFixture({
    provider: vercel,
    page: 'https://vercel.com/docs/ai-gateway/sdks-and-apis/openai-chat-completions',
    form: {
      model: 'anthropic/claude-sonnet-5.5',
      thoughts: 'reasoning_details',
      usage: {
        prompt_tokens: 20,
        completion_tokens: 30,
        total_tokens: 50,
        prompt_tokens_details: { cached_tokens: 4 },
        completion_tokens_details: { reasoning_tokens: 9 },
        cost: 0.0001,
        market_cost: 0.0001,
      },
    },
    usage: { inputTokens: 20, outputTokens: 30, cacheReadTokens: 4, reasoningTokens: 9 },
    reasoning: [[{ effort: 'low' }, { reasoning: { effort: 'low' } }]],
    echoes: { reasoning_details: [{ type: 'reasoning.text', text: THOUGHT, format: null, index: 0 }] },
    dropped: '',
    failures: [
      {
        status: 402,
        body: {
          error: {
            message: 'Insufficient funds. Please add credits to your account.',
            type: 'insufficient_funds',
          },
        },
        code: 'provider_unauthorized',
      },
      {
        status: 404,
        body: { error: { message: 'Model x not found', type: 'model_not_found', code: 'model_not_found' } },
        code: 'provider_model_missing',
      },
    ],
  }),
]
