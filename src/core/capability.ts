/** What models differ in besides their price: closed lists of words that files, requests and filters share. */

/** Kinds of input. */
export const MODALITIES = ['text', 'image', 'audio', 'video', 'file'] as const
export type Modality = (typeof MODALITIES)[number]

/** Parameters that not every model takes. https://openrouter.ai/docs/overview/models#supported-parameters */
export const PARAMETERS = [
  'tools',
  'tool_choice',
  'parallel_tool_calls',
  'response_format',
  'structured_outputs',
  'reasoning',
  'verbosity',
  'logprobs',
  'top_logprobs',
  'logit_bias',
  'seed',
  'n',
  'top_k',
  'min_p',
  'frequency_penalty',
  'presence_penalty',
  'repetition_penalty',
] as const
export type Parameter = (typeof PARAMETERS)[number]

/**
 * How coarsely the weights of a model are stored. `unknown` is for filters alone: it admits what nobody has stated.
 * https://openrouter.ai/docs/features/provider-routing#quantization
 */
export const QUANTIZATIONS = [
  'int4',
  'int8',
  'fp4',
  'mxfp4',
  'nvfp4',
  'fp6',
  'fp8',
  'mxfp8',
  'fp16',
  'bf16',
  'fp32',
  'unknown',
] as const
export type Quantization = (typeof QUANTIZATIONS)[number]
