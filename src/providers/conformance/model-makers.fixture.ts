import { deepseek } from '../deepseek.ts'
import { mistral } from '../mistral.ts'
import { moonshot } from '../moonshot.ts'
import { xai } from '../xai.ts'
import { THOUGHT } from './chat-answer.fixture.ts'
import { chatFixture, CONTENT_FILTER, ECHO_CONTENT, ECHO_NOTHING } from './chat-fixture.fixture.ts'
import type { ProviderFixture } from './provider.fixture.ts'

/** Those who serve models of their own. */
export const MODEL_MAKERS: readonly ProviderFixture[] = [
  chatFixture({
    provider: mistral,
    page: 'https://docs.mistral.ai/api/endpoint/chat',
    recorded: 'mistral',
    form: {
      model: 'magistral-medium-latest',
      thoughts: 'thinking',
      usage: { prompt_tokens: 20, completion_tokens: 30, total_tokens: 50, num_cached_tokens: 16 },
      usageAt: 'finish',
      hasWholeCalls: true,
      callIds: ['gSIMJiOkT', 'hTJNKjPlU'],
    },
    finishes: { model_length: 'length' },
    usage: { inputTokens: 20, outputTokens: 30, cacheReadTokens: 16 },
    reasoning: [
      [{ effort: 'low' }, { reasoning_effort: 'high' }],
      [{ effort: 'none' }, { reasoning_effort: 'none' }],
    ],
    echoes: { content: [{ type: 'thinking', thinking: [{ type: 'text', text: THOUGHT }] }] },
    echoedId: '494e6ce05',
    dropped: `name topK minP repetitionPenalty logitBias logprobs topLogprobs modalities verbosity audio
      cacheRetention user store`,
    failures: [
      {
        status: 422,
        body: { object: 'error', message: { detail: [{ type: 'extra_forbidden', msg: 'Extra inputs' }] } },
        code: 'invalid_request',
      },
      {
        status: 429,
        body: { object: 'error', message: 'Rate limit exceeded', type: 'rate_limited', code: '1300' },
        code: 'provider_rate_limited',
      },
      {
        status: 400,
        body: { object: 'error', message: 'Invalid model: mistral-x', type: 'invalid_model', code: '1500' },
        code: 'provider_model_missing',
      },
    ],
    allowance: {
      headers: {
        'x-ratelimit-limit-req-minute': '60',
        'x-ratelimit-remaining-req-minute': '12',
        'x-ratelimit-remaining-tokens-minute': '4000',
      },
      says: { requests: { left: 12, resetMs: 60_000 }, tokens: { left: 4000, resetMs: 60_000 } },
    },
  }),
  chatFixture({
    provider: deepseek,
    page: 'https://api-docs.deepseek.com/api/create-chat-completion',
    recorded: 'deepseek',
    form: {
      model: 'deepseek-v4-pro',
      thoughts: 'reasoning_content',
      usage: {
        prompt_tokens: 20,
        completion_tokens: 30,
        total_tokens: 50,
        prompt_cache_hit_tokens: 12,
        prompt_cache_miss_tokens: 8,
        completion_tokens_details: { reasoning_tokens: 9 },
      },
      usageAt: 'finish',
    },
    finishes: CONTENT_FILTER,
    usage: { inputTokens: 20, outputTokens: 30, cacheReadTokens: 12, reasoningTokens: 9 },
    reasoning: [
      [{ effort: 'medium' }, { thinking: { type: 'enabled' }, reasoning_effort: 'high' }],
      [{ effort: 'max' }, { thinking: { type: 'enabled' }, reasoning_effort: 'max' }],
      [{ enabled: false }, { thinking: { type: 'disabled' } }],
    ],
    echoes: ECHO_CONTENT,
    dropped: `topK minP repetitionPenalty seed logitBias n modalities verbosity audio cacheKey cacheRetention
      user serviceTier store tags jsonSchema parallelToolCalls`,
    failures: [
      {
        status: 402,
        body: {
          error: { message: 'Insufficient Balance', type: 'unknown_error', code: 'invalid_request_error' },
        },
        code: 'provider_unauthorized',
      },
      {
        status: 400,
        body: {
          error: {
            message:
              "This model's maximum context length is 131072 tokens. However, you requested 140000 tokens",
            type: 'invalid_request_error',
          },
        },
        code: 'context_length_exceeded',
      },
      {
        status: 400,
        body: { error: { message: 'Content Exists Risk', type: 'invalid_request_error' } },
        code: 'content_filtered',
      },
    ],
  }),
  chatFixture({
    provider: moonshot,
    page: 'https://platform.kimi.ai/docs/api/chat',
    recorded: 'moonshotai',
    form: {
      model: 'kimi-k2.6',
      thoughts: 'reasoning_content',
      usage: { prompt_tokens: 20, completion_tokens: 30, total_tokens: 50, cached_tokens: 10 },
      usageAt: 'choice',
      callIds: ['weather:0', 'tide:1'],
    },
    finishes: CONTENT_FILTER,
    usage: { inputTokens: 20, outputTokens: 30, cacheReadTokens: 10 },
    reasoning: [
      [{ effort: 'high' }, { thinking: { type: 'enabled' } }],
      [{ effort: 'none' }, { thinking: { type: 'disabled' } }],
      [{ effort: 'max' }, { reasoning_effort: 'max' }, { model: 'kimi-k3' }],
    ],
    echoes: ECHO_CONTENT,
    dropped: `strictTools toolChoice topK minP repetitionPenalty seed logitBias logprobs topLogprobs
      modalities verbosity audio cacheRetention user serviceTier store tags parallelToolCalls`,
    failures: [
      {
        status: 429,
        body: { error: { message: 'The engine is currently overloaded', type: 'engine_overloaded_error' } },
        code: 'provider_overloaded',
      },
      {
        status: 429,
        body: {
          error: {
            message: 'Your account reached organization max RPM: 3, please try again after 1 seconds',
            type: 'rate_limit_reached_error',
          },
        },
        code: 'provider_rate_limited',
        retryAfterMs: 1000,
      },
      {
        status: 429,
        body: { error: { message: 'You exceeded your current quota', type: 'exceeded_current_quota_error' } },
        code: 'provider_unauthorized',
      },
    ],
  }),
  chatFixture({
    provider: xai,
    page: 'https://docs.x.ai/developers/rest-api-reference/inference/chat',
    recorded: 'xai',
    form: {
      model: 'grok-4.3',
      thoughts: 'reasoning_content',
      // It counts the tokens of thoughts apart from the completion's.
      usage: {
        prompt_tokens: 20,
        completion_tokens: 21,
        total_tokens: 50,
        prompt_tokens_details: { cached_tokens: 5 },
        completion_tokens_details: { reasoning_tokens: 9 },
      },
      hasWholeCalls: false,
    },
    usage: { inputTokens: 20, outputTokens: 30, cacheReadTokens: 5, reasoningTokens: 9 },
    reasoning: [
      [{ effort: 'xhigh' }, { reasoning_effort: 'high' }],
      [{ effort: 'none' }, { reasoning_effort: 'none' }],
    ],
    echoes: ECHO_NOTHING,
    dropped: 'topK minP repetitionPenalty logitBias modalities verbosity audio store tags',
    failures: [
      {
        status: 400,
        body: { code: 'Client specified an invalid argument', error: 'Incorrect API key provided: xa***ey.' },
        code: 'provider_unauthorized',
      },
      {
        status: 404,
        body: { code: 'Some requested entity was not found', error: 'The model grok-x does not exist' },
        code: 'provider_model_missing',
      },
    ],
    allowance: {
      headers: { 'x-ratelimit-remaining-requests': '479', 'x-ratelimit-remaining-tokens': '1999000' },
      says: { requests: { left: 479, resetMs: null }, tokens: { left: 1_999_000, resetMs: null } },
    },
  }),
]
