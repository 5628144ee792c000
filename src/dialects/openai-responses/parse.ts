import type { PathFields } from '../../core/dialect.ts'
import { GatewayError } from '../../core/error.ts'
import type { JsonObject } from '../../core/json.ts'
import type { ChatRequest, Effort, Message, Output, OutputFormat, Reasoning } from '../../core/request.ts'
import { defined } from '../../wire/openai-chat.ts'
import { Fields, invalid } from '../openai-chat/fields.ts'
import { ItemParser } from './parse-items.ts'
import { parseToolChoice, parseTools } from './parse-tools.ts'

/** https://platform.openai.com/docs/api-reference/responses/create */
export function parseRequest(body: JsonObject, inPath?: PathFields): ChatRequest {
  const fields = new Fields(body, '')
  refuseConversations(fields)
  const model = fields.required('model', fields.string('model') ?? inPath?.model, 'a string')
  const messages = [...parseInstructions(fields), ...parseInput(fields)]
  const toolChoice = parseToolChoice(fields)
  const text = fields.nested('text')
  const reasoning = fields.nested('reasoning')
  const include = parseInclude(fields)
  const request = {
    model,
    messages,
    tools: parseTools(fields),
    toolChoice: toolChoice.choice,
    sampling: parseSampling(fields, include.logprobs),
    output: parseOutput(fields, text),
    reasoning: parseReasoning(reasoning),
    cache: defined({
      key: fields.string('prompt_cache_key'),
      retention: fields.string('prompt_cache_retention'),
    }),
    metadata: defined({
      user: fields.string('user') ?? fields.string('safety_identifier'),
      serviceTier: fields.string('service_tier'),
      tags: fields.object('metadata'),
    }),
    stream: fields.boolean('stream') ?? false,
    includeUsage: true,
    echo: body,
  }
  takeOwn(fields)
  const unread = {
    ...fields.rest(),
    ...defined({
      include: include.rest,
      text: text.rest(),
      reasoning: reasoning.rest(),
      tool_choice: toolChoice.unknown,
    }),
  }
  return { ...request, extras: Object.keys(unread).length === 0 ? {} : { 'openai-responses': unread } }
}

/** What the gateway does itself, or what says no more than the default: nobody has to be told of it. */
function takeOwn(fields: Fields): void {
  for (const name of ['store', 'background']) fields.boolean(name)
  fields.string('previous_response_id')
  fields.object('stream_options')
  if (fields.raw.truncation === 'disabled') fields.take('truncation')
}

/** They are kept by OpenAI for the account, and so for all callers of this gateway together. */
function refuseConversations({ raw }: Fields): void {
  if (raw.conversation === undefined || raw.conversation === null) return
  throw new GatewayError(
    'unsupported_parameter',
    'Conversations are not kept here; leave conversation out and use previous_response_id.',
    { param: 'conversation' },
  )
}

function parseInstructions(fields: Fields): Message[] {
  const text = fields.string('instructions') ?? ''
  return text === '' ? [] : [{ role: 'system', parts: [{ type: 'text', text }] }]
}

function parseInput(fields: Fields): readonly Message[] {
  const input = fields.take('input')
  if (typeof input === 'string') return [{ role: 'user', parts: [{ type: 'text', text: input }] }]
  // A prompt that is kept at OpenAI can stand for the whole input.
  if (input === undefined && fields.raw.prompt != null) return []
  if (!Array.isArray(input)) throw invalid('input', 'a string or an array of items', input)
  if (input.length === 0 && fields.raw.prompt == null)
    throw fields.refuse('input', 'text or at least one item')
  const parser = new ItemParser()
  for (const item of fields.list('input', 'an object')) parser.push(item)
  return parser.messages()
}

function parseSampling(fields: Fields, logprobs: boolean) {
  const topLogprobs = fields.number('top_logprobs')
  const asksLogprobs = logprobs || (topLogprobs !== undefined && topLogprobs > 0)
  return defined({
    temperature: fields.number('temperature'),
    topP: fields.number('top_p'),
    logprobs: asksLogprobs ? true : undefined,
    topLogprobs: topLogprobs === 0 ? undefined : topLogprobs,
  })
}

/** Of the things that can be included, these two mean something to every provider. */
function parseInclude(fields: Fields): { logprobs: boolean; rest: readonly string[] | undefined } {
  const all = fields.strings('include') ?? []
  const rest = all.filter((name) => name !== LOGPROBS && name !== 'reasoning.encrypted_content')
  return { logprobs: all.includes(LOGPROBS), rest: rest.length === 0 ? undefined : rest }
}

const LOGPROBS = 'message.output_text.logprobs'

function parseOutput(fields: Fields, text: Fields): Output {
  const maxTokens = fields.count('max_output_tokens')
  return defined({
    maxTokens,
    maxTokensFrom: maxTokens === undefined ? undefined : ('caller' as const),
    format: parseFormat(text),
    verbosity: text.string('verbosity'),
  })
}

function parseFormat(text: Fields): OutputFormat {
  const value = text.object('format')
  if (value === undefined) return { type: 'text' }
  const format = new Fields(value, 'text.format')
  switch (format.string('type')) {
    case 'text':
      return { type: 'text' }
    case 'json_object':
      return { type: 'json' }
    case 'json_schema':
      return {
        type: 'json-schema',
        name: format.string('name') ?? 'response',
        schema: format.required('schema', format.object('schema'), 'a JSON schema'),
        ...defined({ description: format.string('description'), strict: format.boolean('strict') }),
      }
    default:
      throw invalid('text.format.type', 'text, json_object or json_schema', value.type)
  }
}

const EFFORTS: ReadonlySet<string> = new Set(['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'])

function parseReasoning(fields: Fields): Reasoning | undefined {
  const effort = fields.string('effort')
  if (effort !== undefined && !isEffort(effort))
    throw fields.refuse('effort', `one of ${[...EFFORTS].join(', ')}`)
  const older = fields.string('generate_summary')
  const reasoning = defined({ effort, summary: fields.string('summary') ?? older })
  return Object.keys(reasoning).length === 0 ? undefined : reasoning
}

function isEffort(word: string): word is Effort {
  return EFFORTS.has(word)
}
