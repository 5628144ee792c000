import { cerebras } from '../cerebras.ts'
import { groq } from '../groq.ts'
import { together } from '../together.ts'
import { chatFixture, ECHO_REASONING } from './chat-fixture.fixture.ts'
import type { ProviderFixture } from './provider.fixture.ts'

/** Those who serve other people's models. */
export const HOSTS: readonly ProviderFixture[] = [
  chatFixture({
    provider: groq,
    page: 'https://console.groq.com/docs/api-reference#chat-create',
    recorded: 'groq',
    form: {
      model: 'openai/gpt-oss-120b',
      thoughts: 'reasoning',
      usage: {
        queue_time: 0.03,
        prompt_tokens: 20,
        completion_tokens: 30,
        total_tokens: 50,
        completion_tokens_details: { reasoning_tokens: 9 },
      },
      usageAt: 'x_groq',
    },
    usage: { inputTokens: 20, outputTokens: 30, reasoningTokens: 9 },
    reasoning: [
      [{ effort: 'max' }, { reasoning_effort: 'high' }, { model: 'openai/gpt-oss-120b' }],
      [{ effort: 'none' }, null, { model: 'openai/gpt-oss-120b' }],
      [{ effort: 'none' }, { reasoning_effort: 'none' }, { model: 'qwen/qwen3-32b' }],
      [{ effort: 'low' }, { reasoning_effort: 'default' }, { model: 'qwen/qwen3-32b' }],
    ],
    echoes: ECHO_REASONING,
    dropped: `name topK minP repetitionPenalty logitBias logprobs topLogprobs n modalities verbosity audio
      cacheKey cacheRetention`,
    failures: [
      {
        status: 429,
        headers: { 'retry-after': '2' },
        body: { error: { message: 'Rate limit reached', type: 'tokens', code: 'rate_limit_exceeded' } },
        code: 'provider_rate_limited',
        retryAfterMs: 2000,
      },
      {
        status: 498,
        body: { error: { message: 'Flex tier capacity exceeded', type: 'capacity', code: 'flex' } },
        code: 'provider_overloaded',
      },
      {
        status: 400,
        body: {
          error: {
            message: 'Failed to call a function.',
            type: 'invalid_request_error',
            code: 'tool_use_failed',
            failed_generation: '<tool',
          },
        },
        code: 'invalid_request',
      },
    ],
    allowance: {
      headers: {
        'x-ratelimit-remaining-requests': '14370',
        'x-ratelimit-remaining-tokens': '17997',
        'x-ratelimit-reset-requests': '2m59.56s',
        'x-ratelimit-reset-tokens': '7.66s',
      },
      says: { requests: { left: 14_370, resetMs: 179_560 }, tokens: { left: 17_997, resetMs: 7660 } },
    },
  }),
  chatFixture({
    provider: cerebras,
    page: 'https://inference-docs.cerebras.ai/api-reference/chat-completions',
    recorded: 'cerebras',
    form: {
      model: 'gpt-oss-120b',
      thoughts: 'reasoning',
      usage: {
        prompt_tokens: 20,
        completion_tokens: 30,
        total_tokens: 50,
        prompt_tokens_details: { cached_tokens: 0 },
        completion_tokens_details: { reasoning_tokens: 9 },
      },
      usageAt: 'finish',
      beside: { time_info: { queue_time: 0.0001 } },
    },
    usage: { inputTokens: 20, outputTokens: 30, reasoningTokens: 9 },
    reasoning: [[{ effort: 'xhigh' }, { reasoning_effort: 'high' }]],
    echoes: ECHO_REASONING,
    dropped: `topK minP frequencyPenalty presencePenalty repetitionPenalty logitBias n modalities verbosity
      audio cacheRetention serviceTier store tags parallelToolCalls`,
    failures: [
      {
        status: 429,
        body: {
          message: 'Tokens per minute limit exceeded',
          type: 'too_many_tokens_error',
          code: 'token_quota_exceeded',
        },
        code: 'provider_rate_limited',
      },
      {
        status: 429,
        body: {
          message: "We're experiencing high traffic",
          type: 'too_many_requests_error',
          code: 'queue_exceeded',
        },
        code: 'provider_overloaded',
      },
    ],
    allowance: {
      headers: {
        'x-ratelimit-remaining-requests-day': '14399',
        'x-ratelimit-reset-requests-day': '33011.38',
        'x-ratelimit-remaining-tokens-minute': '59900',
        'x-ratelimit-reset-tokens-minute': '11.38',
      },
      says: { requests: { left: 14_399, resetMs: 33_011_380 }, tokens: { left: 59_900, resetMs: 11_380 } },
    },
  }),
  chatFixture({
    provider: together,
    page: 'https://docs.together.ai/reference/chat-completions-1',
    form: {
      model: 'deepseek-ai/DeepSeek-R1',
      thoughts: 'tags',
      usage: { prompt_tokens: 20, completion_tokens: 30, total_tokens: 50, cached_tokens: 3 },
      usageAt: 'finish',
    },
    finishes: { eos: 'stop' },
    usage: { inputTokens: 20, outputTokens: 30, cacheReadTokens: 3 },
    reasoning: [
      [{ effort: 'high' }, { reasoning: { enabled: true } }],
      [{ effort: 'none' }, { reasoning: { enabled: false } }],
      [{ effort: 'high' }, { reasoning_effort: 'high' }, { model: 'openai/gpt-oss-20b' }],
    ],
    echoes: ECHO_REASONING,
    dropped: `strictTools modalities verbosity audio cacheKey cacheRetention user serviceTier store tags
      parallelToolCalls`,
    failures: [
      {
        status: 429,
        headers: { 'retry-after': '3' },
        body: { error: { message: 'You have been rate limited.', type: 'credit_limit', code: 'rate_limit' } },
        code: 'provider_rate_limited',
        retryAfterMs: 3000,
      },
      {
        status: 422,
        body: {
          error: {
            message: 'Input validation error: `inputs` tokens + `max_new_tokens` must be <= 8193',
            type: 'invalid_request_error',
          },
        },
        code: 'context_length_exceeded',
      },
    ],
    allowance: {
      headers: {
        'x-ratelimit-remaining': '59',
        'x-ratelimit-reset': '1',
        'x-tokenlimit-remaining': '179000',
      },
      says: { requests: { left: 59, resetMs: 1000 }, tokens: { left: 179_000, resetMs: 1000 } },
    },
  }),
]
