import { describe, expect, test } from 'vitest'
import { collect } from '../../src/core/collect.ts'
import type { RenderContext } from '../../src/core/dialect.ts'
import { type ChatEvent, isTerminal } from '../../src/core/event.ts'
import type { DecodeContext, SseFrame } from '../../src/core/provider.ts'
import { anthropicMessages } from '../../src/dialects/anthropic-messages/index.ts'
import { anthropic } from '../../src/providers/anthropic/index.ts'
import { SseParser } from '../../src/wire/sse.ts'
import { hasCorpora } from '../corpora.ts'
import { anthropicAnswers } from '../support/recorded-answers.ts'
import { counts, plain } from './native.ts'
import { streamed } from './sdk.ts'

const CONTEXT: RenderContext = {
  exchangeId: 'exc_1',
  createdMs: 0,
  requestedModel: 'asked',
  choices: 1,
  includeUsage: true,
  excludeReasoning: false,
}

const all = anthropicAnswers()
const streams = all.filter(({ frames }) => frames?.some(({ event }) => event === 'message_start') === true)
const bodies = all.filter(({ body }) => body?.type === 'message')

describe.skipIf(!hasCorpora)('recorded answers of Anthropic', () => {
  test('are there', () => {
    expect(streams.length).toBeGreaterThan(50)
    expect(bodies.length).toBeGreaterThan(180)
  })

  test.each(streams)('$id: the same events however the bytes are cut', ({ bytes, frames }) => {
    const whole = decode(frames ?? [])
    expect(whole.filter(isTerminal)).toHaveLength(1)
    for (const size of [1, 7, 1021]) expect(decode(framesOf(bytes ?? Buffer.alloc(0), size))).toEqual(whole)
  })

  test.each(streams)(
    '$id: cut after any frame, it ends exactly once, and only whole ones finish',
    ({ frames }) => {
      const list = frames ?? []
      for (let cut = 0; cut < list.length; cut++) {
        const events = decode(list.slice(0, cut))
        expect(events.filter(isTerminal)).toHaveLength(1)
        const isWhole = list.slice(0, cut).some(({ event }) => event === 'message_stop')
        expect(events.at(-1)?.type).toBe(isWhole ? 'finish' : 'error')
      }
    },
  )

  // The SDK refuses a second `message_start`, which we mend.
  const readable = streams.filter(({ id }) => !id.includes('duplicate-message-start'))
  test.each(readable)(
    '$id: the SDK reads our rendering as it reads the original',
    async ({ bytes, frames }) => {
      const original = plain(await streamed(bytes ?? ''))
      const ours = plain(await streamed(render(decode(frames ?? []))))
      expect(comparable(ours)).toEqual(comparable(original))
      expect(counts(ours)).toEqual(counts(original))
    },
  )

  // A fallback names the model that took over in a block; the stream has named the first one before.
  const steady = readable.filter(({ id }) => !id.includes('anthropic-fallback'))
  test.each(steady)('$id: the same whole as in a stream', async ({ bytes, frames }) => {
    const whole = plain(await streamed(bytes ?? ''))
    const unary = anthropicMessages.renderCompletion(
      collect(anthropic.decodeBody(whole, decodeContext())),
      CONTEXT,
    )
    const folded = anthropicMessages.renderCompletion(collect(decode(frames ?? [])), CONTEXT)
    expect(comparable(plain(folded))).toEqual(comparable(plain(unary)))
    expect(counts(folded)).toEqual(counts(unary))
  })

  test.each(bodies)('$id: rendered as it came', ({ body }) => {
    const events = anthropic.decodeBody(body ?? {}, decodeContext())
    const ours = anthropicMessages.renderCompletion(collect(events), CONTEXT)
    const { usage: oursUsage, ...rest } = plain(ours)
    const { usage, ...original } = plain(body)
    expect(rest).toEqual(original)
    expect(oursUsage).toMatchObject(usage as object)
  })
})

function decode(frames: readonly SseFrame[]): ChatEvent[] {
  const decoder = anthropic.createDecoder(decodeContext())
  return [...frames.flatMap((frame) => decoder.step(frame)), ...decoder.end()]
}

function decodeContext(): DecodeContext {
  let count = 0
  return { newId: (prefix) => `${prefix}_${count++}` }
}

function framesOf(bytes: Buffer, size: number): SseFrame[] {
  const parser = new SseParser()
  const frames: SseFrame[] = []
  for (let at = 0; at < bytes.length; at += size) frames.push(...parser.push(bytes.subarray(at, at + size)))
  return [...frames, ...parser.end()]
}

function render(events: readonly ChatEvent[]): string {
  const renderer = anthropicMessages.createRenderer(CONTEXT)
  return events.map((event) => renderer.push(event)).join('')
}

/** All but the usage, whose figures are compared apart: the SDK keeps only some of what the end adds to it. */
function comparable(message: ReturnType<typeof plain>): object {
  const { usage: _, ...rest } = message
  return rest
}
