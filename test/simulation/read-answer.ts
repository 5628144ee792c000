import { isJsonObject, type JsonObject, type JsonValue } from '../../src/core/json.ts'
import { plainReading } from '../support/plain-reading.ts'
import type { RandomRequest } from './random-callers.ts'
import type { SimulatedCaller } from './simulated-caller.ts'

/** What a caller makes of his answer: read from its bytes plainly, and by nothing of the gateway's. */
export interface ReadAnswer {
  readonly text: string
  /** The arguments of all tool calls, as they came. */
  readonly args: string
  /** Marks of a normal end, and errors, in their order. Nothing may follow one. */
  readonly terminals: readonly Terminal[]
  readonly hasMoreAfterTerminal: boolean
  /** Events that are no JSON, and bytes that are no event. */
  readonly unreadable: readonly string[]
}

export type Terminal = { readonly type: 'finish' } | { readonly type: 'error'; readonly code: string }

export function readAnswer({ dialect }: RandomRequest, caller: SimulatedCaller): ReadAnswer {
  const isStream = String(caller.headers['content-type'] ?? '').startsWith('text/event-stream')
  return isStream ? readStream(dialect, caller.text) : readWhole(dialect, caller)
}

function readWhole(dialect: RandomRequest['dialect'], { text, endings }: SimulatedCaller): ReadAnswer {
  const value = parsed(text)
  const unreadable = text === '' || value !== null ? [] : [text]
  if (value === null || endings === 0) return { ...NOTHING, unreadable }
  const terminal: Terminal = isJsonObject(value.error) ? errorOf(value) : { type: 'finish' }
  return { ...NOTHING, ...contentOf(dialect, [value]), terminals: [terminal], unreadable }
}

function readStream(dialect: RandomRequest['dialect'], stream: string): ReadAnswer {
  const values: JsonObject[] = []
  const terminals: Terminal[] = []
  const unreadable: string[] = []
  let hasMoreAfterTerminal = false
  const blocks = stream.split(/\r\n\r\n|\n\n/)
  const rest = blocks.pop() ?? ''
  if (rest !== '') unreadable.push(rest)
  for (const block of blocks) {
    const data = dataOf(block)
    if (data === null) continue
    hasMoreAfterTerminal ||= terminals.length > 0
    const value = data === '[DONE]' ? null : parsed(data)
    if (value !== null) values.push(value)
    else if (data !== '[DONE]') unreadable.push(data)
    if (isJsonObject(value?.error)) terminals.push(errorOf(value))
    else if (data === '[DONE]' || value?.type === 'message_stop') terminals.push({ type: 'finish' })
  }
  return { ...contentOf(dialect, values), terminals, hasMoreAfterTerminal, unreadable }
}

const NOTHING: ReadAnswer = {
  text: '',
  args: '',
  terminals: [],
  hasMoreAfterTerminal: false,
  unreadable: [],
}

/** The raw text of arguments, which a stream that broke off may end in the midst of. */
function contentOf(dialect: RandomRequest['dialect'], values: readonly JsonObject[]) {
  const wire = dialect === 'openai' ? 'openai-chat' : 'anthropic-messages'
  const { text, calls } = plainReading(wire, values)
  return {
    text,
    args: calls.map(([, args]) => (typeof args === 'string' ? args : JSON.stringify(args))).join(''),
  }
}

function dataOf(block: string): string | null {
  const line = block.split(/\r?\n/).find((each) => each.startsWith('data:'))
  return line === undefined ? null : line.slice('data:'.length).trim()
}

function errorOf(value: JsonObject): Terminal {
  const error = isJsonObject(value.error) ? value.error : {}
  const own = isJsonObject(error.portolan) ? error.portolan.code : undefined
  return { type: 'error', code: textOf(error.code) || textOf(own) }
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : ''
}

function parsed(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text)
    return isJsonObject(value) ? value : null
  } catch {
    return null
  }
}
