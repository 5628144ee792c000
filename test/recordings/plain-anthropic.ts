import type { FinishReason } from '../../src/core/event.ts'
import type { JsonObject, JsonValue } from '../../src/core/json.ts'
import { list, object, objectsIn, type Recorded, string } from './plain-json.ts'
import { type Counts, counted, input, type Substance } from './substance.ts'

/** The plainest reading of a message: its blocks as the events fill them in, then every string of the one kind. */
export function plainAnthropic(recorded: Recorded): Substance {
  const message = recorded.body ?? grown(objectsIn(recorded))
  const blocks = list(message.content)
  const of = (type: string, field: string) =>
    blocks.map((block) => (block.type === type ? string(block[field]) : '')).join('')
  return {
    text: of('text', 'text'),
    reasoning: of('thinking', 'thinking'),
    refusal: '',
    calls: blocks
      .filter(({ type }) => type === 'tool_use')
      .map((block) => [
        string(block.name),
        string(block.partial) === '' ? (block.input ?? {}) : input(string(block.partial)),
      ]),
    finish: message.error === undefined ? (FINISHES[string(message.stop_reason)] ?? 'other') : null,
    usage: usage(object(message.usage)),
  }
}

const FINISHES: Readonly<Record<string, FinishReason>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  max_tokens: 'length',
  tool_use: 'tool-calls',
  refusal: 'refusal',
  pause_turn: 'pause',
  compaction: 'pause',
  model_context_window_exceeded: 'context-length',
}

/** A message put together from its events. The argument text of a call is kept as `partial`. */
function grown(events: readonly JsonObject[]): JsonObject {
  const blocks: Record<string, JsonValue | undefined>[] = []
  const byIndex = new Map<unknown, Record<string, JsonValue | undefined>>()
  let usage: JsonObject = {}
  let rest: JsonObject = {}
  for (const event of events) {
    const delta = object(event.delta)
    if (event.type === 'message_start') {
      const { content, usage: first, ...fields } = object(event.message)
      if (blocks.length === 0) blocks.push(...list(content).map((block) => ({ ...block })))
      usage = { ...usage, ...said(object(first)) }
      rest = { ...rest, ...fields }
    } else if (event.type === 'content_block_start') {
      const block = { ...object(event.content_block) }
      blocks.push(block)
      byIndex.set(event.index, block)
    } else if (event.type === 'content_block_delta') {
      const block = byIndex.get(event.index)
      for (const [from, to] of GROWING) {
        if (block !== undefined && delta[from] !== undefined)
          block[to] = string(block[to]) + string(delta[from])
      }
    } else if (event.type === 'message_delta') {
      usage = { ...usage, ...said(object(event.usage)) }
      rest = { ...rest, ...delta }
    } else if (event.type === 'error') rest = { ...rest, error: true }
  }
  return { ...rest, usage, content: blocks }
}

const GROWING = [
  ['text', 'text'],
  ['thinking', 'thinking'],
  ['partial_json', 'partial'],
] as const

function usage(found: JsonObject): Counts | null {
  const read = Number(found.cache_read_input_tokens ?? 0)
  const written = Number(found.cache_creation_input_tokens ?? 0)
  return counted({
    input: Number(found.input_tokens ?? 0) + read + written,
    output: found.output_tokens,
    cacheRead: read,
    cacheWrite: written,
    reasoning: object(found.output_tokens_details).thinking_tokens,
  })
}

function said(figures: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(figures).filter(([, figure]) => figure !== null))
}
