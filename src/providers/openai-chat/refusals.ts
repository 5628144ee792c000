import type { FieldName } from './fields.ts'

/** What hardly anybody but OpenAI takes. */
export const OPENAI_ALONE = [
  'modalities',
  'verbosity',
  'audio',
  'cacheRetention',
  'store',
  'tags',
] as const satisfies readonly FieldName[]

/** The knobs of open models, which OpenAI never had. */
export const OPEN_SAMPLING = ['topK', 'minP', 'repetitionPenalty'] as const satisfies readonly FieldName[]

export const LOG_PROBABILITIES = ['logprobs', 'topLogprobs'] as const satisfies readonly FieldName[]
