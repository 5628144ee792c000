import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hasCorpora } from '../../../test/corpora.ts'
import type { Recording } from '../../../test/recordings.ts'
import { chatAnswers } from '../../../test/support/recorded-answers.ts'
import { type Completion, collect } from '../../core/collect.ts'
import type { RenderContext } from '../../core/dialect.ts'
import { type ChatEvent, isTerminal } from '../../core/event.ts'
import type { DecodeContext, Provider } from '../../core/provider.ts'
import { openaiChat } from '../../dialects/openai-chat/index.ts'
import { SseParser } from '../../wire/sse.ts'
import { openaiCompatible } from '../openai-compatible.ts'

const chat = chatAnswers()
const streams = chat.filter(({ frames }) => frames !== null)
const wholes = chat.filter(({ body }) => body !== null)

describe.skipIf(!hasCorpora)('recorded answers', () => {
  test('there are enough of them to mean something', () => {
    expect(streams.length).toBeGreaterThan(25)
    expect(wholes.length).toBeGreaterThan(200)
    expect(new Set(chat.map(({ provider }) => provider)).size).toBeGreaterThan(14)
  })

  test.each(streams.map((recording) => [recording.id, recording] as const))(
    '%s: any chunking is the same',
    (_, recording) => {
      const byFrame = decodeFrames(openaiCompatible, recording)
      expect(byFrame.filter(isTerminal).length).toBeGreaterThan(0)
      const { bytes } = recording
      if (bytes === null) throw new Error('A stream has bytes.')
      fc.assert(
        fc.property(fc.array(fc.integer({ min: 1, max: 4096 }), { maxLength: 30 }), (sizes) => {
          expect(decodeBytes(openaiCompatible, bytes, sizes)).toEqual(byFrame)
        }),
        { numRuns: 5 },
      )
      expect(decodeBytes(openaiCompatible, bytes, [1, 1, 1])).toEqual(byFrame)
    },
  )

  test.each(streams.map((recording) => [recording.id, recording] as const))(
    '%s: keeps the grammar of events',
    (_, recording) => {
      expectGrammar(decodeFrames(openaiCompatible, recording))
    },
  )

  test.each(chat.map((recording) => [recording.id, recording] as const))(
    '%s: reads and is read again the same',
    (_, recording) => {
      const events = decode(recording)
      const completion = collect(events)
      if (completion.error !== null) return
      const context = contextFor(completion)
      const whole = openaiCompatible.decodeBody(openaiChat.renderCompletion(completion, context), ids())
      expect(substance(collect(whole))).toEqual(substance(completion))
      const streamed = decodeBytes(openaiCompatible, Buffer.from(rendered(events, context)), [])
      expectGrammar(streamed)
      expect(substance(collect(streamed))).toEqual(substance(completion))
    },
  )
})

function decode(recording: Recording): readonly ChatEvent[] {
  return recording.body === null
    ? decodeFrames(openaiCompatible, recording)
    : openaiCompatible.decodeBody(recording.body, ids())
}

function decodeFrames(provider: Provider, { frames }: Recording): ChatEvent[] {
  const decoder = provider.createDecoder(ids())
  return [...(frames ?? []).flatMap((frame) => decoder.step(frame)), ...decoder.end()]
}

/** The bytes in pieces of these sizes, over and over; in one piece where there are none. */
function decodeBytes(provider: Provider, bytes: Buffer, sizes: readonly number[]): ChatEvent[] {
  const parser = new SseParser()
  const decoder = provider.createDecoder(ids())
  const events: ChatEvent[] = []
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? bytes.length
    for (const frame of parser.push(bytes.subarray(at, at + size))) events.push(...decoder.step(frame))
    at += size
  }
  for (const frame of parser.end()) events.push(...decoder.step(frame))
  return [...events, ...decoder.end()]
}

function ids(): DecodeContext {
  let next = 0
  return { newId: (prefix) => `${prefix}_${++next}` }
}

function contextFor(completion: Completion): RenderContext {
  return {
    exchangeId: 'exc_1',
    createdMs: 1_700_000_000_000,
    requestedModel: 'smart',
    choices: completion.choices.length,
    includeUsage: true,
    excludeReasoning: false,
  }
}

function rendered(events: readonly ChatEvent[], context: RenderContext): string {
  const renderer = openaiChat.createRenderer(context)
  return events.map((event) => renderer.push(event)).join('')
}

/** What a caller cares for; the number of text parts is not part of it. */
function substance(completion: Completion): unknown {
  return completion.choices.map(({ parts, finish, logprobs }) => ({
    text: parts.map((part) => (part.type === 'text' ? part.text : '')).join(''),
    citations: parts
      .flatMap((part) => (part.type === 'text' ? (part.citations ?? []) : []))
      .map(({ url }) => url),
    reasoning: parts.map((part) => (part.type === 'reasoning' ? part.text : '')).join(''),
    proofs: parts.flatMap((part) => ('proof' in part && part.proof !== undefined ? [part.proof] : [])),
    calls: parts.filter((part) => part.type === 'tool-call'),
    media: parts.filter((part) => part.type === 'image' || part.type === 'audio'),
    refusal: parts.map((part) => (part.type === 'refusal' ? part.text : '')).join(''),
    finish: finish?.reason,
    raw: finish?.raw ?? finish?.reason,
    logprobs,
    usage: completion.usage,
  }))
}

function expectGrammar(events: readonly ChatEvent[]): void {
  const open = new Set<string>()
  const ended = new Set<string>()
  let isOver = false
  for (const [place, event] of events.entries()) {
    expect(isOver && event.type !== 'finish').toBe(false)
    if (event.type === 'start') expect(place).toBe(0)
    if (event.type === 'part-start') {
      expect(ended.has(`${event.choice}/${event.index}`)).toBe(false)
      open.add(`${event.choice}/${event.index}`)
      if (event.part === 'tool-call') expect(event.id).toBeTruthy()
    }
    if (event.type === 'part-delta' || event.type === 'part-data')
      expect(open.has(`${event.choice}/${event.index}`)).toBe(true)
    if (event.type === 'part-delta') expect(event.text).not.toBe('')
    if (event.type === 'part-end') {
      expect(open.delete(`${event.choice}/${event.index}`)).toBe(true)
      ended.add(`${event.choice}/${event.index}`)
    }
    if (isTerminal(event)) isOver = true
  }
  expect(isOver).toBe(true)
  if (events.at(-1)?.type !== 'error') expect(open.size).toBe(0)
}
