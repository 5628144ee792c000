import type { PathFields } from '../../core/dialect.ts'
import type { JsonObject } from '../../core/json.ts'
import type {
  CacheHints,
  ChatRequest,
  Message,
  Output,
  OutputFormat,
  RequestMetadata,
  Sampling,
} from '../../core/request.ts'
import { defined } from '../../wire/openai-chat.ts'
import { Fields, invalid } from './fields.ts'
import { MessageParser } from './parse-message.ts'
import { parseReasoning } from './parse-reasoning.ts'
import { parseMark } from './parse-part.ts'
import { parseToolChoice, parseTools } from './parse-tools.ts'

/**
 * A Chat Completions request: https://platform.openai.com/docs/api-reference/chat/create
 * with the fields that OpenRouter, LiteLLM and DeepSeek add. What has no canonical word is kept in the extras.
 */
export function parseRequest(body: JsonObject, inPath?: PathFields): ChatRequest {
  const fields = new Fields(body, '')
  const model = fields.required('model', fields.string('model') ?? inPath?.model, 'a string')
  if (model === '') throw invalid('model', 'the name of a model', model)
  const messages = parseMessages(fields)
  const tools = parseTools(fields)
  const toolChoice = parseToolChoice(fields)
  const format = parseFormat(fields)
  const reasoning = parseReasoning(fields)
  const streamOptions = fields.nested('stream_options')
  const request = {
    model,
    messages,
    tools,
    toolChoice: toolChoice.choice,
    sampling: parseSampling(fields),
    output: parseOutput(fields, format ?? { type: 'text' }),
    reasoning: reasoning.reasoning,
    cache: parseCache(fields),
    metadata: parseMetadata(fields),
    stream: fields.boolean('stream') ?? false,
    includeUsage: streamOptions.boolean('include_usage') ?? asksOpenRouterUsage(body),
  }
  const unread = {
    ...fields.rest(),
    ...defined({
      stream_options: streamOptions.rest(),
      reasoning: reasoning.rest,
      reasoning_effort: reasoning.unknownEffort,
      response_format: format === undefined ? (body.response_format ?? undefined) : undefined,
      tool_choice: toolChoice.unknown,
    }),
  }
  return { ...request, extras: Object.keys(unread).length === 0 ? {} : { 'openai-chat': unread } }
}

function parseMessages(fields: Fields): readonly Message[] {
  const list = fields.list('messages', 'an object with a role')
  if (list.length === 0) throw fields.refuse('messages', 'an array of at least one message')
  const parser = new MessageParser()
  return list.map((message) => parser.parse(message))
}

function parseSampling(fields: Fields): Sampling {
  return defined({
    temperature: fields.number('temperature'),
    topP: fields.number('top_p'),
    topK: fields.number('top_k'),
    minP: fields.number('min_p'),
    frequencyPenalty: fields.number('frequency_penalty'),
    presencePenalty: fields.number('presence_penalty'),
    repetitionPenalty: fields.number('repetition_penalty'),
    seed: fields.number('seed'),
    stop: parseStop(fields),
    logitBias: fields.object('logit_bias'),
    logprobs: fields.boolean('logprobs'),
    topLogprobs: fields.number('top_logprobs'),
    n: fields.count('n'),
  })
}

function parseStop(fields: Fields): readonly string[] | undefined {
  const value = fields.take('stop')
  if (typeof value === 'string') return [value]
  if (value !== undefined && !Array.isArray(value))
    throw invalid('stop', 'a string or an array of strings', value)
  const values = fields.strings('stop')
  return values?.length === 0 ? undefined : values
}

function parseOutput(fields: Fields, format: OutputFormat): Output {
  const maxTokens = parseMaxTokens(fields)
  return defined({
    maxTokens,
    maxTokensFrom: maxTokens === undefined ? undefined : ('caller' as const),
    format,
    modalities: fields.strings('modalities'),
    verbosity: fields.string('verbosity'),
    audio: fields.object('audio'),
  })
}

function parseCache(fields: Fields): CacheHints {
  return defined({
    key: fields.string('prompt_cache_key'),
    retention: fields.string('prompt_cache_retention'),
    automatic: parseMark(fields),
  })
}

function parseMetadata(fields: Fields): RequestMetadata {
  return defined({
    user: fields.string('user'),
    serviceTier: fields.string('service_tier'),
    store: fields.boolean('store'),
    tags: fields.object('metadata'),
  })
}

/** `max_tokens` is the older name, and still the only one for most of OpenAI's imitators. */
function parseMaxTokens(fields: Fields): number | undefined {
  const older = fields.count('max_tokens')
  return fields.count('max_completion_tokens') ?? older
}

/** Undefined for a format that is not OpenAI's, such as OpenRouter's `grammar`. */
function parseFormat(fields: Fields): OutputFormat | undefined {
  const value = fields.object('response_format')
  if (value === undefined) return { type: 'text' }
  const format = new Fields(value, 'response_format')
  switch (format.string('type')) {
    case 'text':
      return { type: 'text' }
    case 'json_object':
      return { type: 'json' }
    case 'json_schema': {
      const schema = format.nested('json_schema')
      return {
        type: 'json-schema',
        name: schema.string('name') ?? 'response',
        schema: schema.object('schema') ?? {},
        ...defined({ description: schema.string('description'), strict: schema.boolean('strict') }),
      }
    }
    case undefined:
      throw invalid('response_format.type', 'text, json_object or json_schema', value.type)
    default:
      return undefined
  }
}

/** OpenRouter once took `usage: { include: true }` for the same wish. */
function asksOpenRouterUsage(body: JsonObject): boolean {
  const usage = body.usage
  return typeof usage === 'object' && usage !== null && 'include' in usage && usage.include === true
}
