import { azureOpenAI } from '../azure-openai.ts'
import { chatFixture, CONTENT_FILTER, ECHO_NOTHING } from './chat-fixture.fixture.ts'
import type { ProviderFixture } from './provider.fixture.ts'

/** Clouds that sell the models of others. */
export const CLOUDS: readonly ProviderFixture[] = [
  chatFixture({
    provider: azureOpenAI,
    page: 'https://learn.microsoft.com/azure/ai-services/openai/reference',
    recorded: 'azure',
    form: {
      model: 'gpt-5.4-2026-03-05',
      thoughts: 'reasoning_content',
      usage: {
        prompt_tokens: 20,
        completion_tokens: 30,
        total_tokens: 50,
        prompt_tokens_details: { cached_tokens: 4 },
        completion_tokens_details: { reasoning_tokens: 9 },
      },
      beside: {
        prompt_filter_results: [{ prompt_index: 0, content_filter_results: { hate: { filtered: false } } }],
      },
    },
    finishes: CONTENT_FILTER,
    usage: { inputTokens: 20, outputTokens: 30, cacheReadTokens: 4, reasoningTokens: 9 },
    reasoning: [[{ effort: 'high' }, { reasoning_effort: 'high' }]],
    echoes: ECHO_NOTHING,
    dropped: 'topK minP repetitionPenalty verbosity cacheKey cacheRetention serviceTier',
    failures: [
      {
        status: 401,
        body: { error: { code: '401', message: 'Access denied due to invalid subscription key.' } },
        code: 'provider_unauthorized',
      },
      {
        status: 404,
        body: {
          error: {
            code: 'DeploymentNotFound',
            message: 'The API deployment for this resource does not exist.',
          },
        },
        code: 'provider_model_missing',
      },
      {
        status: 400,
        body: {
          error: {
            message: "The response was filtered due to the prompt triggering Azure OpenAI's policy.",
            type: null,
            param: 'prompt',
            code: 'content_filter',
            status: 400,
            innererror: {
              code: 'ResponsibleAIPolicyViolation',
              content_filter_result: { violence: { filtered: true, severity: 'high' } },
            },
          },
        },
        code: 'content_filtered',
      },
      {
        status: 429,
        body: {
          error: { code: '429', message: 'Requests have exceeded token rate limit. Retry after 7 seconds.' },
        },
        headers: { 'retry-after': '7' },
        code: 'provider_rate_limited',
        retryAfterMs: 7000,
      },
    ],
    allowance: {
      headers: { 'x-ratelimit-remaining-requests': '9', 'x-ratelimit-remaining-tokens': '8000' },
      says: { requests: { left: 9, resetMs: null }, tokens: { left: 8000, resetMs: null } },
    },
  }),
]
