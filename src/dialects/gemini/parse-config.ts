import type { JsonObject } from '../../core/json.ts'
import type { Effort, Output, OutputFormat, Reasoning, Sampling } from '../../core/request.ts'
import { defined } from '../../wire/openai-chat.ts'
import type { Fields } from '../openai-chat/fields.ts'
import { nestedFields } from './fields.ts'
import { jsonSchema } from './schema.ts'

export interface ParsedConfig {
  readonly sampling: Sampling
  readonly output: Output
  readonly reasoning: Reasoning | undefined
  readonly hidesReasoning: boolean
  /** What the canonical form has no word for. */
  readonly rest: JsonObject | undefined
}

/** https://ai.google.dev/api/generate-content#generationconfig */
export function parseConfig(config: Fields): ParsedConfig {
  const thinking = nestedFields(config, 'thinkingConfig')
  const hidesReasoning = thinking.boolean('includeThoughts') !== true
  const reasoning = parseThinking(thinking, hidesReasoning)
  const format = parseFormat(config)
  const maxTokens = config.count('maxOutputTokens')
  const modalities = config.strings('responseModalities')?.map((modality) => modality.toLowerCase())
  const output = defined({
    maxTokens,
    maxTokensFrom: maxTokens === undefined ? undefined : ('caller' as const),
    format: format.format,
    modalities,
  })
  const sampling = parseSampling(config)
  const rest = { ...config.rest(), ...format.rest, ...defined({ thinkingConfig: thinking.rest() }) }
  return {
    sampling,
    output,
    reasoning,
    hidesReasoning,
    rest: Object.keys(rest).length === 0 ? undefined : rest,
  }
}

function parseSampling(config: Fields): Sampling {
  const stop = config.strings('stopSequences')
  return defined({
    temperature: config.number('temperature'),
    topP: config.number('topP'),
    topK: config.number('topK'),
    frequencyPenalty: config.number('frequencyPenalty'),
    presencePenalty: config.number('presencePenalty'),
    seed: config.number('seed'),
    stop: stop?.length === 0 ? undefined : stop,
    logprobs: config.boolean('responseLogprobs'),
    topLogprobs: config.number('logprobs'),
    n: config.count('candidateCount'),
  })
}

/** A type of answer that is neither text nor JSON, such as `text/x.enum`, is for Google alone. */
function parseFormat(config: Fields): { readonly format: OutputFormat; readonly rest: JsonObject } {
  const mimeType = config.string('responseMimeType')
  const ownSchema = config.object('responseSchema')
  const standard = config.object('responseJsonSchema') ?? config.object('_responseJsonSchema')
  const schema = standard ?? (ownSchema === undefined ? undefined : jsonSchema(ownSchema))
  const isJson = mimeType === 'application/json' || (mimeType === undefined && schema !== undefined)
  if (isJson && schema !== undefined)
    return { format: { type: 'json-schema', name: 'response', schema }, rest: {} }
  if (isJson) return { format: { type: 'json' }, rest: {} }
  const isText = mimeType === undefined || mimeType === 'text/plain'
  const rest = isText ? {} : { responseMimeType: mimeType, ...defined({ responseSchema: ownSchema }) }
  return { format: { type: 'text' }, rest }
}

/** Gemini 2.5 has budgets, of which -1 leaves it to the model and 0 is none; Gemini 3 has levels. */
function parseThinking(thinking: Fields, exclude: boolean): Reasoning | undefined {
  const budget = thinking.number('thinkingBudget')
  const effort = LEVELS.get(thinking.string('thinkingLevel')?.toUpperCase() ?? '')
  const shown = exclude ? { exclude } : {}
  if (effort !== undefined) return { effort, ...shown }
  if (budget === undefined) return exclude ? undefined : { enabled: true }
  if (budget === 0) return { enabled: false }
  return budget < 0
    ? { enabled: true, adaptive: true, ...shown }
    : { enabled: true, budgetTokens: budget, ...shown }
}

const LEVELS: ReadonlyMap<string, Effort> = new Map([
  ['MINIMAL', 'minimal'],
  ['LOW', 'low'],
  ['MEDIUM', 'medium'],
  ['HIGH', 'high'],
])
