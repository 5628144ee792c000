import { cloudflare } from '../cloudflare.ts'
import { databricks } from '../databricks.ts'
import { githubModels } from '../github-models.ts'
import { huggingface } from '../huggingface.ts'
import { hyperbolic } from '../hyperbolic.ts'
import { perplexity } from '../perplexity.ts'
import { snowflake } from '../snowflake.ts'
import { chatFixture, CONTENT_FILTER, ECHO_CONTENT, ECHO_NOTHING } from './chat-fixture.fixture.ts'
import type { ProviderFixture } from './provider.fixture.ts'

/** Those who serve other people’s models with little more than a server. */
export const OPEN_HOSTS: readonly ProviderFixture[] = [
  chatFixture({
    provider: huggingface,
    page: 'https://huggingface.co/docs/inference-providers/tasks/chat-completion',
    recorded: 'huggingface',
    form: {
      model: 'deepseek-ai/DeepSeek-R1',
      thoughts: 'tags',
      usage: { prompt_tokens: 20, completion_tokens: 30, total_tokens: 50 },
    },
    finishes: { eos_token: 'stop' },
    usage: { inputTokens: 20, outputTokens: 30 },
    reasoning: [
      [{ effort: 'max' }, { reasoning_effort: 'high' }],
      [{ effort: 'none' }, { reasoning_effort: 'none' }],
    ],
    echoes: ECHO_CONTENT,
    dropped: `topK minP repetitionPenalty modalities verbosity audio cacheKey cacheRetention user serviceTier
      store tags parallelToolCalls`,
    failures: [
      {
        status: 402,
        body: { error: 'You have exceeded your monthly included credits for Inference Providers.' },
        code: 'provider_unauthorized',
      },
      {
        status: 400,
        body: {
          error: {
            message: 'The requested model does not exist',
            type: 'invalid_request_error',
            code: 'model_not_found',
          },
        },
        code: 'provider_model_missing',
      },
    ],
  }),
  chatFixture({
    provider: hyperbolic,
    page: 'https://docs.hyperbolic.xyz/docs/rest-api',
    form: {
      model: 'deepseek-ai/DeepSeek-R1',
      thoughts: 'tags',
      usage: { prompt_tokens: 20, completion_tokens: 30, total_tokens: 50 },
      hasNoTools: true,
    },
    usage: { inputTokens: 20, outputTokens: 30 },
    reasoning: [[{ effort: 'high' }, null]],
    echoes: ECHO_NOTHING,
    dropped: 'tools modalities verbosity audio cacheKey cacheRetention serviceTier store tags',
    failures: [
      { status: 401, body: { detail: 'Could not validate credentials' }, code: 'provider_unauthorized' },
      { status: 429, body: { detail: 'Rate limit exceeded' }, code: 'provider_rate_limited' },
    ],
  }),
  chatFixture({
    provider: perplexity,
    page: 'https://docs.perplexity.ai/api-reference/sonar-post',
    recorded: 'perplexity',
    form: {
      model: 'sonar-reasoning-pro',
      thoughts: 'tags',
      usage: {
        prompt_tokens: 20,
        completion_tokens: 30,
        total_tokens: 50,
        search_context_size: 'low',
        cost: { total_cost: 0.006 },
      },
      usageAt: 'each',
      hasNoTools: true,
      beside: {
        citations: ['https://example.com/lake'],
        search_results: [{ title: 'Lake', url: 'https://example.com/lake' }],
      },
    },
    usage: { inputTokens: 20, outputTokens: 30 },
    reasoning: [
      [{ effort: 'minimal' }, { reasoning_effort: 'minimal' }],
      [{ effort: 'none' }, null],
    ],
    echoes: ECHO_NOTHING,
    dropped: `tools name minP repetitionPenalty seed stop logitBias logprobs topLogprobs n modalities
      verbosity audio cacheKey cacheRetention user serviceTier store tags`,
    failures: [
      {
        status: 401,
        body: { error: { message: 'Invalid API key provided', type: 'invalid_api_key', code: '401' } },
        code: 'provider_unauthorized',
      },
      {
        status: 400,
        body: {
          error: {
            message: "Invalid model 'x'. Permitted models can be found in the documentation",
            type: 'invalid_model',
            code: '400',
          },
        },
        code: 'provider_model_missing',
      },
    ],
  }),
  chatFixture({
    provider: githubModels,
    page: 'https://docs.github.com/en/rest/models/inference',
    form: {
      model: 'openai/gpt-4.1',
      usage: {
        prompt_tokens: 20,
        completion_tokens: 30,
        total_tokens: 50,
        prompt_tokens_details: { cached_tokens: 2 },
      },
    },
    finishes: CONTENT_FILTER,
    usage: { inputTokens: 20, outputTokens: 30, cacheReadTokens: 2 },
    reasoning: [[{ effort: 'high' }, { reasoning_effort: 'high' }]],
    echoes: ECHO_NOTHING,
    dropped: `topK minP repetitionPenalty logitBias logprobs topLogprobs n modalities verbosity audio cacheKey
      cacheRetention user serviceTier store tags`,
    failures: [
      {
        status: 429,
        headers: { 'retry-after': '12' },
        body: {
          error: {
            message:
              'Rate limit of 10 per 60s exceeded for UserByModelByMinute. Please wait 12 seconds before retrying.',
            code: 'RateLimitReached',
          },
        },
        code: 'provider_rate_limited',
        retryAfterMs: 12000,
      },
      {
        status: 400,
        body: { error: { message: 'Unknown model: x', code: 'unknown_model' } },
        code: 'provider_model_missing',
      },
      {
        status: 413,
        body: {
          error: {
            message: 'Request body too large for gpt-4.1 model. Max size: 8000 tokens.',
            code: 'tokens_limit_reached',
          },
        },
        code: 'context_length_exceeded',
      },
    ],
    allowance: {
      headers: { 'x-ratelimit-remaining-requests': '9', 'x-ratelimit-remaining-tokens': '7000' },
      says: { requests: { left: 9, resetMs: null }, tokens: { left: 7000, resetMs: null } },
    },
  }),
  chatFixture({
    provider: cloudflare,
    page: 'https://developers.cloudflare.com/workers-ai/configuration/open-ai-compatibility/',
    form: {
      model: '@cf/openai/gpt-oss-120b',
      thoughts: 'reasoning_content',
      usage: { prompt_tokens: 20, completion_tokens: 30, total_tokens: 50 },
    },
    usage: { inputTokens: 20, outputTokens: 30 },
    reasoning: [
      [{ effort: 'high' }, { reasoning_effort: 'high' }],
      [{ effort: 'none' }, null],
    ],
    echoes: ECHO_CONTENT,
    dropped: `minP logitBias logprobs topLogprobs n modalities verbosity audio cacheKey cacheRetention user
      serviceTier store tags`,
    failures: [
      {
        status: 429,
        body: {
          success: false,
          errors: [{ code: 3036, message: 'You have used up your daily free allocation of 10,000 neurons' }],
          result: {},
        },
        code: 'provider_rate_limited',
      },
      {
        status: 400,
        body: { success: false, errors: [{ code: 5007, message: 'No such model @cf/x or task' }] },
        code: 'provider_model_missing',
      },
    ],
  }),
  chatFixture({
    provider: databricks,
    page: 'https://docs.databricks.com/aws/en/machine-learning/foundation-model-apis/api-reference',
    form: {
      model: 'databricks-claude-sonnet-4-6',
      thoughts: 'summary',
      usage: { prompt_tokens: 20, completion_tokens: 30, total_tokens: 50 },
    },
    usage: { inputTokens: 20, outputTokens: 30 },
    reasoning: [
      [
        { effort: 'low' },
        { thinking: { type: 'enabled', budget_tokens: 2048 } },
        { model: 'databricks-claude-sonnet-4-6' },
      ],
      [{ effort: 'low' }, { reasoning_effort: 'low' }, { model: 'databricks-gpt-oss-120b' }],
      [{ effort: 'none' }, null],
    ],
    echoes: ECHO_NOTHING,
    dropped: `name minP frequencyPenalty presencePenalty repetitionPenalty seed logitBias modalities verbosity
      audio cacheKey cacheRetention user serviceTier store tags parallelToolCalls`,
    failures: [
      {
        status: 429,
        body: {
          error_code: 'REQUEST_LIMIT_EXCEEDED',
          message: 'Exceeded workspace input tokens per minute rate limit',
        },
        code: 'provider_rate_limited',
      },
      {
        status: 404,
        body: { error_code: 'RESOURCE_DOES_NOT_EXIST', message: 'The given endpoint does not exist' },
        code: 'provider_model_missing',
      },
    ],
  }),
  chatFixture({
    provider: snowflake,
    page: 'https://docs.snowflake.com/en/user-guide/snowflake-cortex/cortex-rest-api',
    recorded: 'snowflake',
    form: {
      model: 'llama3.3-70b',
      usage: {
        prompt_tokens: 20,
        completion_tokens: 30,
        total_tokens: 50,
        prompt_tokens_details: { cached_tokens: 0 },
        completion_tokens_details: { reasoning_tokens: 0 },
      },
      finish: '',
    },
    finishes: { '': 'stop' },
    usage: { inputTokens: 20, outputTokens: 30 },
    reasoning: [[{ effort: 'high' }, { reasoning_effort: 'high' }]],
    echoes: ECHO_CONTENT,
    dropped: `topK minP repetitionPenalty seed stop logitBias logprobs topLogprobs n modalities verbosity
      audio cacheKey cacheRetention user serviceTier store tags parallelToolCalls`,
    failures: [
      {
        status: 403,
        body: { message: 'Not allowed to access this endpoint.', error_code: '395001', request_id: 'r1' },
        code: 'provider_unauthorized',
      },
      {
        status: 429,
        body: { message: 'too many requests', request_id: 'r1' },
        code: 'provider_rate_limited',
      },
    ],
  }),
]
