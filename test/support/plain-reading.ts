import { isJsonObject, type JsonObject, type JsonValue } from '../../src/core/json.ts'
import type { WireFormat } from '../../src/core/request.ts'

/** What an answer says, in whatever format: read from its JSON plainly, and by nothing of the gateway's. */
export interface Reading {
  readonly text: string
  readonly reasoning: string
  /** Name and parsed arguments, in order. */
  readonly calls: readonly (readonly [name: string, args: JsonValue])[]
  /** `stop`, `length`, `tool-calls`, `content-filter`; null where none came. */
  readonly finish: string | null
  /** All input, cached or not, and all output, reasoning included. Null where nothing was reported. */
  readonly usage: readonly [input: number, output: number] | null
  readonly isError: boolean
}

/** The one object of a whole answer, or the data of each event of a stream. */
export function plainReading(wire: WireFormat, values: readonly JsonObject[]): Reading {
  const isError = values.some((value) => value.error !== undefined && value.error !== null)
  return { ...READERS[wire](values), isError }
}

type Reader = (values: readonly JsonObject[]) => Omit<Reading, 'isError'>

const READERS: Readonly<Record<WireFormat, Reader>> = {
  'openai-chat': readChat,
  'openai-responses': readResponses,
  'anthropic-messages': readMessages,
  gemini: readGemini,
}

function readChat(values: readonly JsonObject[]): Omit<Reading, 'isError'> {
  let [content, reasoning, finish] = ['', '', null as string | null]
  let usage: Reading['usage'] = null
  const calls: { id: string; name: string; args: string }[] = []
  for (const value of values) {
    if (isJsonObject(value.usage))
      usage = [number(value.usage.prompt_tokens), number(value.usage.completion_tokens)]
    for (const choice of objects(value.choices).filter(({ index }) => (index ?? 0) === 0)) {
      const message = object(choice.message ?? choice.delta)
      content += Array.isArray(message.content) ? joined(message.content, 'text') : string(message.content)
      reasoning += string(message.reasoning_content) || string(message.reasoning)
      reasoning += objects(message.content)
        .map(({ thinking }) => joined(thinking, 'text'))
        .join('')
      for (const call of objects(message.tool_calls)) addCall(calls, call)
      finish = string(choice.finish_reason) || finish
    }
  }
  return {
    ...{ text: content, reasoning, usage },
    calls: calls.map(({ name, args }) => [name, parsed(args)]),
    finish: finish === null ? null : (FINISHES.get(finish) ?? finish),
  }
}

/** A piece goes on with the call of its index; without one, a piece with another id is a new call. */
function addCall(
  calls: { id: string; index?: JsonValue; name: string; args: string }[],
  call: JsonObject,
): void {
  const called = object(call.function)
  const id = string(call.id)
  const known = calls.findLast(
    (each) => (call.index === undefined || each.index === call.index) && (id === '' || each.id === id),
  )
  if (known === undefined) {
    const index = call.index === undefined ? {} : { index: call.index }
    calls.push({ id, ...index, name: string(called.name), args: argumentText(called.arguments) })
  } else {
    known.args += argumentText(called.arguments)
  }
}

function argumentText(value: JsonValue | undefined): string {
  return isJsonObject(value) ? JSON.stringify(value) : string(value)
}

function readMessages(values: readonly JsonObject[]): Omit<Reading, 'isError'> {
  const blocks = new Map<number, { block: JsonObject; text: string; args: string }>()
  let finish: string | null = null
  let usage: JsonObject = {}
  for (const value of values) {
    const message =
      value.type === 'message_start' ? object(value.message) : value.type === 'message' ? value : {}
    objects(message.content).forEach((block, place) => {
      blocks.set(place, { block, text: '', args: '' })
    })
    const delta = object(value.delta)
    finish = string(message.stop_reason) || string(delta.stop_reason) || finish
    const said = value.usage ?? message.usage
    if (isJsonObject(said)) usage = { ...usage, ...withoutNulls(said) }
    if (value.type === 'content_block_start')
      blocks.set(number(value.index), { block: object(value.content_block), text: '', args: '' })
    const open = blocks.get(number(value.index))
    if (value.type !== 'content_block_delta' || open === undefined) continue
    open.text += string(delta.text) + string(delta.thinking)
    open.args += string(delta.partial_json)
  }
  const all = [...blocks.values()]
  const textOf = (type: string, field: string) =>
    all.map(({ block, text }) => (block.type === type ? string(block[field]) + text : '')).join('')
  return {
    text: textOf('text', 'text'),
    reasoning: textOf('thinking', 'thinking'),
    calls: all
      .filter(({ block }) => block.type === 'tool_use')
      .map(({ block, args }) => [string(block.name), args === '' ? (block.input ?? {}) : parsed(args)]),
    finish: finish === null ? null : (FINISHES.get(finish) ?? finish),
    usage: Object.keys(usage).length === 0 ? null : [inputOf(usage), number(usage.output_tokens)],
  }
}

function inputOf(usage: JsonObject): number {
  const { input_tokens, cache_read_input_tokens, cache_creation_input_tokens } = usage
  return number(input_tokens) + number(cache_read_input_tokens) + number(cache_creation_input_tokens)
}

/** The last of the events holds the whole answer. */
function readResponses(values: readonly JsonObject[]): Omit<Reading, 'isError'> {
  const last = values.at(-1) ?? {}
  const response = isJsonObject(last.response) ? last.response : last
  const items = objects(response.output)
  const contents = items.flatMap(({ content }) => objects(content))
  const textOf = (type: string) =>
    contents.map((each) => (each.type === type ? string(each.text) : '')).join('')
  const calls = items.filter(({ type }) => type === 'function_call')
  const reason = string(object(response.incomplete_details).reason)
  const usage = object(response.usage)
  const finish = reason === '' ? (calls.length > 0 ? 'tool-calls' : 'stop') : reason
  return {
    text: textOf('output_text'),
    reasoning: items.map(({ summary }) => joined(summary, 'text')).join('') + textOf('reasoning_text'),
    calls: calls.map((call) => [string(call.name), parsed(string(call.arguments))]),
    finish: response.status === undefined ? null : (FINISHES.get(finish) ?? finish),
    usage: isJsonObject(response.usage) ? [number(usage.input_tokens), number(usage.output_tokens)] : null,
  }
}

function readGemini(values: readonly JsonObject[]): Omit<Reading, 'isError'> {
  let [content, reasoning, finish] = ['', '', null as string | null]
  let usage: Reading['usage'] = null
  const calls: [string, JsonValue][] = []
  for (const value of values) {
    if (isJsonObject(value.usageMetadata)) {
      const { promptTokenCount, toolUsePromptTokenCount, candidatesTokenCount, thoughtsTokenCount } =
        value.usageMetadata
      const input = number(promptTokenCount) + number(toolUsePromptTokenCount)
      usage = [input, number(candidatesTokenCount) + number(thoughtsTokenCount)]
    }
    const [candidate] = objects(value.candidates)
    for (const part of objects(object(candidate?.content).parts)) {
      if (part.thought === true) reasoning += string(part.text)
      else content += string(part.text)
      const call = object(part.functionCall)
      if (typeof call.name === 'string') calls.push([call.name, call.args ?? {}])
    }
    finish = string(candidate?.finishReason) || finish
  }
  const word = finish === null ? null : (FINISHES.get(finish) ?? finish)
  return {
    text: content,
    reasoning,
    calls,
    usage,
    finish: word === 'stop' && calls.length > 0 ? 'tool-calls' : word,
  }
}

const FINISHES = new Map([
  ['tool_calls', 'tool-calls'],
  ['tool_use', 'tool-calls'],
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop'],
  ['STOP', 'stop'],
  ['max_tokens', 'length'],
  ['MAX_TOKENS', 'length'],
  ['max_output_tokens', 'length'],
  ['content_filter', 'content-filter'],
  ['refusal', 'content-filter'],
  ['SAFETY', 'content-filter'],
  ['PROHIBITED_CONTENT', 'content-filter'],
  ['MODEL_ARMOR', 'content-filter'],
])

function parsed(args: string): JsonValue {
  try {
    return args.trim() === '' || args.trim() === 'null' ? {} : (JSON.parse(args) as JsonValue)
  } catch {
    return args
  }
}

function withoutNulls(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== null))
}

function joined(parts: JsonValue | undefined, field: string): string {
  return objects(parts)
    .map((part) => string(part[field]))
    .join('')
}

function object(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {}
}

function objects(value: JsonValue | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : []
}

function string(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : ''
}

function number(value: JsonValue | undefined): number {
  return typeof value === 'number' ? value : 0
}
