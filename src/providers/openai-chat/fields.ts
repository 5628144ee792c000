import type { JsonValue } from '../../core/json.ts'
import type { ChatRequest } from '../../core/request.ts'

/** One field whose value passes as it is. */
export interface Field {
  /** OpenAI's name. */
  readonly wire: string
  /** What everybody does unasked, so that nothing is lost where the field is refused. */
  readonly usual?: JsonValue
  read(request: ChatRequest): JsonValue | undefined
}

/** By the canonical name, by which a field is reported when it is dropped. */
export const FIELDS = {
  temperature: { wire: 'temperature', read: ({ sampling }) => sampling.temperature },
  topP: { wire: 'top_p', read: ({ sampling }) => sampling.topP },
  topK: { wire: 'top_k', read: ({ sampling }) => sampling.topK },
  minP: { wire: 'min_p', read: ({ sampling }) => sampling.minP },
  frequencyPenalty: { wire: 'frequency_penalty', read: ({ sampling }) => sampling.frequencyPenalty },
  presencePenalty: { wire: 'presence_penalty', read: ({ sampling }) => sampling.presencePenalty },
  repetitionPenalty: { wire: 'repetition_penalty', read: ({ sampling }) => sampling.repetitionPenalty },
  seed: { wire: 'seed', read: ({ sampling }) => sampling.seed },
  stop: { wire: 'stop', read: ({ sampling }) => sampling.stop },
  logitBias: { wire: 'logit_bias', read: ({ sampling }) => sampling.logitBias },
  logprobs: { wire: 'logprobs', read: ({ sampling }) => sampling.logprobs },
  topLogprobs: { wire: 'top_logprobs', read: ({ sampling }) => sampling.topLogprobs },
  n: { wire: 'n', usual: 1, read: ({ sampling }) => sampling.n },
  // A limit that was filled in for providers that insist on one says nothing here.
  maxTokens: {
    wire: 'max_tokens',
    read: ({ output }) => (output.maxTokensFrom === 'catalogue' ? undefined : output.maxTokens),
  },
  modalities: { wire: 'modalities', read: ({ output }) => output.modalities },
  verbosity: { wire: 'verbosity', read: ({ output }) => output.verbosity },
  audio: { wire: 'audio', read: ({ output }) => output.audio },
  cacheKey: { wire: 'prompt_cache_key', read: ({ cache }) => cache.key },
  cacheRetention: { wire: 'prompt_cache_retention', read: ({ cache }) => cache.retention },
  user: { wire: 'user', read: ({ metadata }) => metadata.user },
  serviceTier: { wire: 'service_tier', read: ({ metadata }) => metadata.serviceTier },
  store: { wire: 'store', read: ({ metadata }) => metadata.store },
  tags: { wire: 'metadata', read: ({ metadata }) => metadata.tags },
} satisfies Readonly<Record<string, Field>>

export type FieldName = keyof typeof FIELDS

// `Object.entries` widens the names of a constant object to text.
export const FIELD_ENTRIES = Object.entries(FIELDS) as readonly (readonly [FieldName, Field])[]
