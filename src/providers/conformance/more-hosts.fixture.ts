import { ark } from '../ark.ts'
import { deepinfra } from '../deepinfra.ts'
import { fireworks } from '../fireworks.ts'
import { novita } from '../novita.ts'
import { nvidia } from '../nvidia.ts'
import { sambanova } from '../sambanova.ts'
import { chatFixture, CONTENT_FILTER, ECHO_CONTENT, ECHO_REASONING } from './chat-fixture.fixture.ts'
import type { ProviderFixture } from './provider.fixture.ts'

/** Those who serve other people’s models, the smaller ones. */
export const MORE_HOSTS: readonly ProviderFixture[] = [
  chatFixture({
    provider: ark,
    page: 'https://www.volcengine.com/docs/82379/1494384',
    form: {
      model: 'doubao-seed-2-0',
      thoughts: 'reasoning_content',
      usage: {
        prompt_tokens: 20,
        completion_tokens: 30,
        total_tokens: 50,
        prompt_tokens_details: { cached_tokens: 4 },
        completion_tokens_details: { reasoning_tokens: 9 },
      },
    },
    finishes: CONTENT_FILTER,
    usage: { inputTokens: 20, outputTokens: 30, cacheReadTokens: 4, reasoningTokens: 9 },
    reasoning: [
      [{ effort: 'high' }, { thinking: { type: 'enabled' } }],
      [{ effort: 'none' }, { thinking: { type: 'disabled' } }],
    ],
    echoes: ECHO_CONTENT,
    dropped: `name topK minP repetitionPenalty seed n modalities verbosity audio cacheKey cacheRetention user
      store tags`,
    failures: [
      {
        status: 429,
        body: {
          error: {
            message: 'The request exceeded the rate limit',
            type: 'TooManyRequests',
            code: 'RateLimitExceeded.EndpointRPMExceeded',
          },
        },
        code: 'provider_rate_limited',
      },
      {
        status: 403,
        body: {
          error: {
            message: 'Your account has an overdue balance',
            type: 'Forbidden',
            code: 'AccountOverdueError',
          },
        },
        code: 'provider_unauthorized',
      },
      {
        status: 400,
        body: {
          error: {
            message: 'The request failed because the input text may contain sensitive information',
            type: 'BadRequest',
            code: 'InputTextSensitiveContentDetected',
          },
        },
        code: 'content_filtered',
      },
    ],
  }),
  chatFixture({
    provider: fireworks,
    page: 'https://docs.fireworks.ai/api-reference/post-chatcompletions',
    form: {
      model: 'accounts/fireworks/models/glm-5p3',
      thoughts: 'reasoning_content',
      usage: {
        prompt_tokens: 20,
        completion_tokens: 30,
        total_tokens: 50,
        prompt_tokens_details: { cached_tokens: 4 },
      },
      usageAt: 'finish',
    },
    usage: { inputTokens: 20, outputTokens: 30, cacheReadTokens: 4 },
    reasoning: [
      [{ effort: 'max' }, { reasoning_effort: 'high' }],
      [{ effort: 'none' }, { reasoning_effort: 'none' }],
    ],
    echoes: ECHO_CONTENT,
    dropped: 'modalities verbosity audio cacheKey cacheRetention serviceTier store tags',
    failures: [
      {
        status: 400,
        body: {
          error: {
            message: 'The prompt is too long: 140000, model maximum context length: 131071',
            type: 'invalid_request_error',
          },
        },
        code: 'context_length_exceeded',
      },
      {
        status: 404,
        body: {
          error: {
            message: 'Model not found, inaccessible, and/or not deployed',
            type: 'error',
            code: 'NOT_FOUND',
          },
        },
        code: 'provider_model_missing',
      },
      {
        status: 429,
        body: {
          error: { message: 'Request didn’t generate first token before the given deadline', type: 'error' },
        },
        code: 'provider_rate_limited',
      },
    ],
    allowance: {
      headers: {
        'x-ratelimit-remaining-requests': '599',
        'x-ratelimit-remaining-tokens-prompt': '59000',
        'x-ratelimit-remaining-tokens-generated': '5900',
      },
      says: { requests: { left: 599, resetMs: null }, tokens: { left: 5900, resetMs: 60_000 } },
    },
  }),
  chatFixture({
    provider: deepinfra,
    page: 'https://docs.deepinfra.com/chat/overview',
    form: {
      model: 'zai-org/GLM-5.2',
      thoughts: 'reasoning_content',
      usage: {
        prompt_tokens: 20,
        completion_tokens: 30,
        total_tokens: 50,
        prompt_tokens_details: { cached_tokens: 4 },
        estimated_cost: 0.00002,
      },
    },
    usage: { inputTokens: 20, outputTokens: 30, cacheReadTokens: 4 },
    reasoning: [
      [{ effort: 'max' }, { reasoning_effort: 'high' }],
      [{ effort: 'none' }, { reasoning_effort: 'none' }],
    ],
    echoes: ECHO_CONTENT,
    dropped: `strictTools toolChoice logitBias logprobs topLogprobs modalities verbosity audio cacheKey
      cacheRetention serviceTier store tags parallelToolCalls`,
    failures: [
      {
        status: 429,
        body: { detail: { error: 'Rate limited' }, error: { message: 'Rate limited' } },
        code: 'provider_rate_limited',
      },
      {
        status: 422,
        body: { detail: [{ loc: ['body', 'messages'], msg: 'field required', type: 'value_error.missing' }] },
        code: 'invalid_request',
      },
    ],
  }),
  chatFixture({
    provider: nvidia,
    page: 'https://docs.api.nvidia.com/nim/reference/llm-apis',
    form: {
      model: 'nvidia/nemotron-3-super',
      thoughts: 'reasoning_content',
      usage: { prompt_tokens: 20, completion_tokens: 30, total_tokens: 50 },
    },
    usage: { inputTokens: 20, outputTokens: 30 },
    reasoning: [
      [{ effort: 'low' }, { chat_template_kwargs: { enable_thinking: true } }],
      [{ enabled: false }, { chat_template_kwargs: { enable_thinking: false } }],
    ],
    echoes: ECHO_CONTENT,
    dropped: `strictTools minP repetitionPenalty logitBias n modalities verbosity audio cacheKey
      cacheRetention user serviceTier store tags`,
    failures: [
      {
        status: 402,
        body: {
          type: 'urn:kaizen:problem-details:payment-required',
          title: 'Payment Required',
          status: 402,
          detail: 'Account out of credits',
        },
        code: 'provider_unauthorized',
      },
      {
        status: 404,
        body: { status: 404, title: 'Not Found', detail: 'Function not found for account' },
        code: 'provider_model_missing',
      },
    ],
  }),
  chatFixture({
    provider: sambanova,
    page: 'https://docs.sambanova.ai/docs/en/features/openai-compatibility',
    form: {
      model: 'gpt-oss-120b',
      thoughts: 'reasoning',
      usage: { prompt_tokens: 20, completion_tokens: 30, total_tokens: 50 },
    },
    usage: { inputTokens: 20, outputTokens: 30 },
    reasoning: [
      [{ effort: 'low' }, { chat_template_kwargs: { enable_thinking: true } }],
      [{ enabled: false }, { chat_template_kwargs: { enable_thinking: false } }],
    ],
    echoes: ECHO_REASONING,
    dropped: `strictTools minP frequencyPenalty presencePenalty repetitionPenalty seed logitBias logprobs
      topLogprobs n modalities verbosity audio cacheKey cacheRetention serviceTier store tags`,
    failures: [
      {
        status: 429,
        body: {
          error: { message: 'Rate limit exceeded', type: 'rate_limit_exceeded', code: 'rate_limit_exceeded' },
        },
        code: 'provider_rate_limited',
      },
      {
        status: 400,
        body: {
          error: {
            message: 'Input tokens exceed the maximum context length',
            type: 'invalid_request_error',
            code: 'context_length_exceeded',
          },
        },
        code: 'context_length_exceeded',
      },
    ],
    allowance: {
      headers: {
        'x-ratelimit-remaining-requests': '19',
        'x-ratelimit-reset-requests': '12',
        'x-ratelimit-remaining-requests-day': '380',
        'x-ratelimit-reset-requests-day': '3600',
      },
      says: { requests: { left: 19, resetMs: 12_000 }, tokens: null },
    },
  }),
  chatFixture({
    provider: novita,
    page: 'https://novita.ai/docs/api-reference/model-apis-llm-create-chat-completion',
    form: {
      model: 'deepseek/deepseek-r1',
      thoughts: 'tags',
      usage: { prompt_tokens: 20, completion_tokens: 30, total_tokens: 50 },
    },
    usage: { inputTokens: 20, outputTokens: 30 },
    reasoning: [
      [{ effort: 'high' }, { enable_thinking: true }],
      [{ effort: 'none' }, { enable_thinking: false }],
    ],
    echoes: ECHO_CONTENT,
    dropped:
      'modalities verbosity audio cacheKey cacheRetention user serviceTier store tags parallelToolCalls',
    failures: [
      {
        status: 403,
        body: { code: 403, reason: 'NOT_ENOUGH_BALANCE', message: 'not enough balance' },
        code: 'provider_unauthorized',
      },
      {
        status: 429,
        body: { code: 429, reason: 'RATE_LIMIT_EXCEEDED', message: 'rate limit exceeded' },
        code: 'provider_rate_limited',
      },
    ],
  }),
]
