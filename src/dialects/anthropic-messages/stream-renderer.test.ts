import fc from 'fast-check'
import { expect, test } from 'vitest'
import { collect } from '../../core/collect.ts'
import type { RenderContext } from '../../core/dialect.ts'
import type { ChatEvent } from '../../core/event.ts'
import { type JsonObject, parseJsonObject } from '../../core/json.ts'
import { usageOf } from '../../core/usage.ts'
import { toolInput } from '../../wire/anthropic-tool-input.ts'
import { SseParser } from '../../wire/sse.ts'
import { renderCompletion } from './render-completion.ts'
import { AnthropicStreamRenderer } from './stream-renderer.ts'

const CONTEXT: RenderContext = {
  exchangeId: 'exc_1',
  createdMs: 0,
  requestedModel: 'asked',
  choices: 1,
  includeUsage: true,
  excludeReasoning: false,
}
const START: ChatEvent = { type: 'start', id: 'msg_1', model: 'm' }
const FINISH: ChatEvent = { type: 'finish', choice: 0, reason: 'stop', raw: 'stop' }
const GEMINI = { owner: 'gemini', value: 'c2ln' } as const

function framesOf(events: readonly ChatEvent[], context = CONTEXT): JsonObject[] {
  const renderer = new AnthropicStreamRenderer(context)
  const frames = new SseParser().push(Buffer.from(events.map((event) => renderer.push(event)).join('')))
  return frames.map(({ event, data }) => {
    const value = parseJsonObject(data) ?? {}
    expect(value.type).toBe(event)
    return value
  })
}

function part(index: number, start: object, ...middle: object[]): ChatEvent[] {
  const at = { choice: 0, index }
  // The pieces are event literals without the place that all share.
  return [
    { type: 'part-start', ...at, ...start },
    ...middle.map((event) => ({ ...at, ...event })),
    { type: 'part-end', ...at },
  ] as ChatEvent[]
}

const words = fc.array(fc.string({ minLength: 1 }), { maxLength: 4 })
const deltas = words.map((texts) => texts.map((text) => ({ type: 'part-delta', text })))
const proof = fc.option(fc.constant({ type: 'part-data', data: { type: 'proof', proof: GEMINI } }))
const partKind = fc.constantFrom('text', 'reasoning', 'tool-call')
const somePart = fc.tuple(partKind, deltas, proof)
const someParts = fc
  .array(somePart, { maxLength: 5 })
  .map((parts) =>
    parts.map(([kind, pieces, signed], index) =>
      part(
        index,
        { part: kind, ...(kind === 'tool-call' ? { id: `c${index}`, name: 't' } : {}) },
        ...pieces,
        ...(signed === null ? [] : [signed]),
      ),
    ),
  )

test('however parts interleave, blocks come one after another and say what the whole answer says', () => {
  fc.assert(
    fc.property(someParts, fc.infiniteStream(fc.nat()), (parts, draws) => {
      const events = [START, ...interleaved(parts, draws), FINISH]
      const frames = framesOf(events)
      expect(accumulated(frames)).toEqual(renderCompletion(collect(events), CONTEXT).content)
    }),
  )
})

/** The order of starts is kept, since it numbers the parts; all else is mixed. */
function interleaved(parts: readonly ChatEvent[][], draws: Iterator<number>): ChatEvent[] {
  const mixed: ChatEvent[] = []
  const open: ChatEvent[][] = []
  const waiting = parts.map((events) => [...events])
  while (open.length > 0 || waiting.length > 0) {
    const draw = Number(draws.next().value) % (open.length + 1)
    const next = open[draw] ?? waiting.shift() ?? open[0]
    if (next === undefined) break
    if (!open.includes(next)) open.push(next)
    const event = next.shift()
    if (event !== undefined) mixed.push(event)
    if (next.length === 0) open.splice(open.indexOf(next), 1)
  }
  return mixed
}

/** Reads frames as Anthropic's clients do, and holds them to the order of blocks. */
function accumulated(frames: readonly JsonObject[]): JsonObject[] {
  const blocks: Record<string, unknown>[] = []
  let open: number | null = null
  for (const frame of frames) {
    if (frame.type === 'content_block_start') {
      expect(open).toBeNull()
      expect(frame.index).toBe(blocks.length)
      open = blocks.length
      blocks.push({ ...(frame.content_block as object), json: '' })
    } else if (frame.type === 'content_block_delta') {
      expect(frame.index).toBe(open)
      const { text, thinking, signature, partial_json } = frame.delta as Record<string, string>
      const block = blocks.at(-1) ?? {}
      if (text !== undefined) block.text += text
      if (thinking !== undefined) block.thinking += thinking
      if (signature !== undefined) block.signature = signature
      if (partial_json !== undefined) block.json += partial_json
    } else if (frame.type === 'content_block_stop') {
      expect(frame.index).toBe(open)
      open = null
    }
  }
  expect(open).toBeNull()
  return blocks.map(({ json, ...block }) =>
    json === '' ? block : { ...block, input: toolInput(String(json)) },
  ) as JsonObject[]
}

test('tells the usage known at the start, and all of it at the end', () => {
  const early: ChatEvent = {
    type: 'usage',
    usage: usageOf({ inputTokens: 12, cacheReadTokens: 2, outputTokens: 1 }),
  }
  const late: ChatEvent = {
    type: 'usage',
    usage: usageOf({ inputTokens: 12, cacheReadTokens: 2, outputTokens: 9 }),
  }
  const frames = framesOf([START, early, late, { ...FINISH, stopSequence: 'END' }])
  expect(frames[0]).toMatchObject({
    message: { usage: { input_tokens: 10, cache_read_input_tokens: 2, output_tokens: 1 } },
  })
  expect(frames[1]).toMatchObject({
    type: 'message_delta',
    delta: { stop_reason: 'stop_sequence', stop_sequence: 'END' },
    usage: { input_tokens: 10, output_tokens: 9 },
  })
  expect(frames.at(-1)).toEqual({ type: 'message_stop' })
})

test('an answer that breaks ends with an error and nothing after it', () => {
  const error: ChatEvent = { type: 'error', code: 'stream_interrupted', message: 'Cut.' }
  const frames = framesOf([
    START,
    ...part(0, { part: 'text' }, { type: 'part-delta', text: 'Hel' }),
    error,
    FINISH,
  ])
  expect(frames.at(-1)).toMatchObject({
    type: 'error',
    error: { type: 'api_error', message: 'Cut.' },
    request_id: 'exc_1',
  })
  expect(frames.some(({ type }) => type === 'message_stop')).toBe(false)
})

test('reasoning that is not wanted leaves only its signature', () => {
  const signed = {
    type: 'part-data',
    data: { type: 'proof', proof: { owner: 'anthropic-messages', value: 'sig' } },
  }
  const thought = part(0, { part: 'reasoning' }, { type: 'part-delta', text: 'hm' }, signed)
  const unsigned = part(1, { part: 'reasoning' }, { type: 'part-delta', text: 'hm' })
  const frames = framesOf([START, ...thought, ...unsigned, FINISH], { ...CONTEXT, excludeReasoning: true })
  expect(accumulated(frames)).toEqual([{ type: 'thinking', thinking: '', signature: 'sig' }])
})

test('of several choices only the first is told, and the stream ends after the last', () => {
  const other = part(0, { part: 'text' }, { type: 'part-delta', text: 'two' }).map((event) => ({
    ...event,
    choice: 1,
  }))
  const first = part(0, { part: 'text' }, { type: 'part-delta', text: 'one' })
  const events = [START, ...first, FINISH, ...(other as ChatEvent[]), { ...FINISH, choice: 1 }]
  const frames = framesOf(events, { ...CONTEXT, choices: 2 })
  expect(accumulated(frames)).toEqual([{ type: 'text', text: 'one' }])
  expect(frames.filter(({ type }) => type === 'message_stop')).toHaveLength(1)
})
