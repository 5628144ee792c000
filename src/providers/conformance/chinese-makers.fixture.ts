import { minimax } from '../minimax.ts'
import { qwen } from '../qwen.ts'
import { zhipu } from '../zhipu.ts'
import { THOUGHT } from './chat-answer.fixture.ts'
import { chatFixture, CONTENT_FILTER, ECHO_CONTENT } from './chat-fixture.fixture.ts'
import type { ProviderFixture } from './provider.fixture.ts'

/** Those who serve models of their own, from China. */
export const CHINESE_MAKERS: readonly ProviderFixture[] = [
  chatFixture({
    provider: qwen,
    page: 'https://www.alibabacloud.com/help/en/model-studio/qwen-api-reference',
    recorded: 'alibaba',
    form: {
      model: 'qwen3.8-max',
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
      [{ budgetTokens: 2000 }, { enable_thinking: true, thinking_budget: 2000 }],
      [{ effort: 'high' }, { enable_thinking: true }],
      [{ effort: 'none' }, { enable_thinking: false }],
    ],
    echoes: ECHO_CONTENT,
    dropped: `toolChoice minP frequencyPenalty logitBias verbosity cacheKey cacheRetention user serviceTier
      store tags`,
    failures: [
      {
        status: 400,
        body: {
          error: { code: 'data_inspection_failed', message: 'Input data may contain inappropriate content.' },
        },
        code: 'content_filtered',
      },
      {
        status: 400,
        body: {
          error: {
            code: 'Arrearage',
            message: 'Access denied, please make sure your account is in good standing.',
          },
        },
        code: 'provider_unauthorized',
      },
      {
        status: 429,
        body: { error: { code: 'limit_requests', message: 'You exceeded your current requests list.' } },
        code: 'provider_rate_limited',
      },
    ],
  }),
  chatFixture({
    provider: zhipu,
    page: 'https://docs.z.ai/api-reference/llm/chat-completion',
    recorded: 'zai',
    form: {
      model: 'glm-5.3',
      thoughts: 'reasoning_content',
      usage: {
        prompt_tokens: 20,
        completion_tokens: 30,
        total_tokens: 50,
        prompt_tokens_details: { cached_tokens: 4 },
      },
      usageAt: 'finish',
      beside: { request_id: 'r1' },
    },
    finishes: { sensitive: 'content-filter', model_context_window_exceeded: 'context-length' },
    usage: { inputTokens: 20, outputTokens: 30, cacheReadTokens: 4 },
    reasoning: [
      [{ effort: 'max' }, { thinking: { type: 'enabled' }, reasoning_effort: 'max' }, { model: 'glm-5.3' }],
      [{ effort: 'high' }, { thinking: { type: 'enabled' } }, { model: 'glm-4.7' }],
      [{ effort: 'none' }, { thinking: { type: 'disabled' } }, { model: 'glm-4.7' }],
    ],
    echoes: ECHO_CONTENT,
    dropped: `toolChoice name topK minP frequencyPenalty presencePenalty repetitionPenalty seed logitBias
      logprobs topLogprobs n modalities verbosity audio cacheKey cacheRetention serviceTier store tags
      jsonSchema parallelToolCalls`,
    failures: [
      {
        status: 429,
        body: {
          error: { code: '1113', message: 'Insufficient balance or no resource package. Please recharge.' },
        },
        code: 'provider_unauthorized',
      },
      {
        status: 429,
        body: { error: { code: '1302', message: 'High concurrency usage of this API' } },
        code: 'provider_rate_limited',
      },
      {
        status: 400,
        body: { error: { code: '1301', message: 'System detected potentially unsafe or sensitive content' } },
        code: 'content_filtered',
      },
      {
        status: 400,
        body: { error: { code: '1261', message: 'Prompt exceeds max length' } },
        code: 'context_length_exceeded',
      },
    ],
  }),
  chatFixture({
    provider: minimax,
    page: 'https://platform.minimax.io/docs/api-reference/text-openai-api',
    form: {
      model: 'MiniMax-M3',
      thoughts: 'reasoning_details',
      usage: { prompt_tokens: 20, completion_tokens: 30, total_tokens: 50 },
      repeatsWhole: true,
      beside: { base_resp: { status_code: 0, status_msg: '' } },
    },
    usage: { inputTokens: 20, outputTokens: 30 },
    reasoning: [
      [{ effort: 'high' }, {}],
      [{ effort: 'none' }, null],
    ],
    echoes: { reasoning_details: [{ type: 'reasoning.text', text: THOUGHT, format: null, index: 0 }] },
    dropped: `toolChoice topK minP frequencyPenalty presencePenalty repetitionPenalty seed logitBias logprobs
      topLogprobs n modalities verbosity audio cacheKey cacheRetention user serviceTier store tags
      parallelToolCalls`,
    failures: [
      {
        status: 200,
        body: { base_resp: { status_code: 1002, status_msg: 'rate limit' } },
        code: 'provider_rate_limited',
      },
      {
        status: 401,
        body: { type: 'error', error: { type: 'authorized_error', message: 'login fail', http_code: '401' } },
        code: 'provider_unauthorized',
      },
      {
        status: 200,
        body: { base_resp: { status_code: 1008, status_msg: 'insufficient balance' } },
        code: 'provider_unauthorized',
      },
    ],
  }),
]
