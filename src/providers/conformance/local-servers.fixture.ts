import { llamacpp } from '../llamacpp.ts'
import { lmstudio } from '../lmstudio.ts'
import { ollama } from '../ollama.ts'
import { tgi } from '../tgi.ts'
import { vllm } from '../vllm.ts'
import { chatFixture, ECHO_CONTENT, ECHO_NOTHING, ECHO_REASONING } from './chat-fixture.fixture.ts'
import type { ProviderFixture } from './provider.fixture.ts'

/** Servers of one’s own. */
export const LOCAL_SERVERS: readonly ProviderFixture[] = [
  chatFixture({
    provider: ollama,
    page: 'https://docs.ollama.com/api/openai-compatibility',
    recorded: 'ollama',
    form: {
      model: 'gpt-oss:20b',
      thoughts: 'reasoning',
      usage: { prompt_tokens: 20, completion_tokens: 30, total_tokens: 50 },
      hasWholeCalls: false,
    },
    usage: { inputTokens: 20, outputTokens: 30 },
    reasoning: [
      [{ effort: 'xhigh' }, { reasoning_effort: 'high' }],
      [{ effort: 'none' }, { reasoning_effort: 'none' }],
    ],
    echoes: ECHO_REASONING,
    dropped: `toolChoice topK minP repetitionPenalty logitBias n modalities verbosity audio cacheKey
      cacheRetention user serviceTier store tags parallelToolCalls`,
    failures: [
      {
        status: 404,
        body: { error: { message: 'model "x" not found, try pulling it first', type: 'api_error' } },
        code: 'provider_model_missing',
      },
      {
        status: 503,
        body: {
          error: {
            message: 'server busy, please try again. maximum pending requests exceeded',
            type: 'api_error',
          },
        },
        code: 'provider_overloaded',
      },
    ],
  }),
  chatFixture({
    provider: lmstudio,
    page: 'https://lmstudio.ai/docs/developer/openai-compat/chat-completions',
    form: {
      model: 'qwen/qwen3-32b',
      thoughts: 'tags',
      usage: {
        prompt_tokens: 20,
        completion_tokens: 30,
        total_tokens: 50,
        completion_tokens_details: { reasoning_tokens: 9 },
      },
    },
    usage: { inputTokens: 20, outputTokens: 30, reasoningTokens: 9 },
    reasoning: [
      [{ effort: 'high' }, { reasoning_effort: 'high' }],
      [{ effort: 'none' }, null],
    ],
    echoes: ECHO_CONTENT,
    dropped: `minP n modalities verbosity audio cacheKey cacheRetention user serviceTier store tags
      parallelToolCalls`,
    failures: [
      {
        status: 400,
        body: {
          error:
            'Trying to keep the first 9000 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens',
        },
        code: 'context_length_exceeded',
      },
      {
        status: 404,
        body: {
          error: {
            message: 'No models loaded. Please load a model',
            type: 'invalid_request_error',
            code: 'model_not_found',
          },
        },
        code: 'provider_model_missing',
      },
    ],
  }),
  chatFixture({
    provider: vllm,
    page: 'https://docs.vllm.ai/en/latest/serving/openai_compatible_server/',
    form: {
      model: 'qwen/qwen3-32b',
      thoughts: 'reasoning',
      usage: {
        prompt_tokens: 20,
        completion_tokens: 30,
        total_tokens: 50,
        prompt_tokens_details: { cached_tokens: 4 },
      },
    },
    usage: { inputTokens: 20, outputTokens: 30, cacheReadTokens: 4 },
    reasoning: [
      [{ effort: 'low' }, { chat_template_kwargs: { enable_thinking: true } }],
      [{ enabled: false }, { chat_template_kwargs: { enable_thinking: false } }],
      [{ effort: 'xhigh' }, { reasoning_effort: 'high' }, { model: 'openai/gpt-oss-20b' }],
    ],
    echoes: ECHO_REASONING,
    dropped: 'modalities verbosity audio cacheKey cacheRetention serviceTier store tags',
    failures: [
      {
        status: 400,
        body: {
          object: 'error',
          message: "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens",
          type: 'BadRequestError',
          code: 400,
        },
        code: 'context_length_exceeded',
      },
      {
        status: 404,
        body: { error: { message: 'The model `x` does not exist.', type: 'NotFoundError' } },
        code: 'provider_model_missing',
      },
    ],
  }),
  chatFixture({
    provider: llamacpp,
    page: 'https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md',
    form: {
      model: 'gpt-oss-20b',
      thoughts: 'reasoning_content',
      usage: {
        prompt_tokens: 20,
        completion_tokens: 30,
        total_tokens: 50,
        prompt_tokens_details: { cached_tokens: 2 },
      },
      beside: { timings: { predicted_n: 30 } },
    },
    usage: { inputTokens: 20, outputTokens: 30, cacheReadTokens: 2 },
    reasoning: [
      [{ effort: 'low' }, { chat_template_kwargs: { enable_thinking: true } }],
      [{ enabled: false }, { chat_template_kwargs: { enable_thinking: false } }],
    ],
    echoes: ECHO_CONTENT,
    dropped: 'n modalities verbosity audio cacheKey cacheRetention user serviceTier store tags',
    failures: [
      {
        status: 400,
        body: {
          error: {
            code: 400,
            message: 'the request exceeds the available context size',
            type: 'exceed_context_size_error',
            n_ctx: 4096,
          },
        },
        code: 'context_length_exceeded',
      },
      {
        status: 503,
        body: { error: { code: 503, message: 'Loading model', type: 'unavailable_error' } },
        code: 'provider_overloaded',
      },
    ],
  }),
  chatFixture({
    provider: tgi,
    page: 'https://huggingface.co/docs/text-generation-inference/reference/api_reference',
    form: {
      model: 'tgi',
      thoughts: 'tags',
      usage: { prompt_tokens: 20, completion_tokens: 30, total_tokens: 50 },
    },
    finishes: { eos_token: 'stop', stop_sequence: 'stop' },
    usage: { inputTokens: 20, outputTokens: 30 },
    reasoning: [[{ effort: 'high' }, null]],
    echoes: ECHO_NOTHING,
    dropped: `strictTools topK minP repetitionPenalty modalities verbosity audio cacheKey cacheRetention user
      serviceTier store tags parallelToolCalls`,
    failures: [
      {
        status: 429,
        body: { error: 'Model is overloaded', error_type: 'overloaded' },
        code: 'provider_overloaded',
      },
      {
        status: 422,
        body: {
          error: 'Input validation error: `inputs` must have less than 4096 tokens. Given: 5000',
          error_type: 'validation',
        },
        code: 'context_length_exceeded',
      },
    ],
  }),
]
