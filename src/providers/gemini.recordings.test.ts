import { describe, expect, test } from 'vitest'
import { corpusLines, hasCorpora } from '../../test/corpora.ts'
import type { Recording } from '../../test/recordings.ts'
import { type GeminiJson, geminiJson, plainGeminiCalls } from '../../test/recordings/plain-gemini.ts'
import { geminiAnswers } from '../../test/support/recorded-answers.ts'
import { type Completion, collect } from '../core/collect.ts'
import type { ChatEvent } from '../core/event.ts'
import type { Part } from '../core/request.ts'
import { SseParser } from '../wire/sse.ts'
import { gemini } from './gemini.ts'

const context = () => {
  let count = 0
  return { newId: (prefix: string) => `${prefix}_${++count}` }
}

const answers = geminiAnswers()
const streams = answers.filter(({ frames }) => frames !== null)

/** Without `alt=sse` a stream comes as one array. */
const arrays = (hasCorpora ? corpusLines('recordings/simonw-llm-gemini/test_gemini.jsonl') : [])
  .map((line) => JSON.parse(line) as { origin: string; seq: number; response: unknown })
  .filter((cassette): cassette is typeof cassette & { response: GeminiJson[] } =>
    Array.isArray(cassette.response),
  )

describe.skipIf(!hasCorpora)('recorded answers', () => {
  test('are all here', () => {
    expect(answers.length - streams.length).toBeGreaterThan(150)
    expect(streams.length).toBeGreaterThan(30)
    expect(arrays.length).toBeGreaterThan(5)
  })

  test.each(arrays)('$origin $seq: an array of chunks in one frame', ({ response }) => {
    const events = decodeFrames([{ event: 'message', data: JSON.stringify(response) }])
    expect(summary(collect(events))).toEqual(plainReading(response))
    expectGrammar(events)
  })

  test.each(answers)('$id: events add up to what a plain reading finds', (recording) => {
    const completion = collect(eventsOf(recording))
    expect(summary(completion)).toEqual(plainReading(geminiJson(recording)))
  })

  test.each(answers)('$id: events keep to their grammar', (recording) => {
    expectGrammar(eventsOf(recording))
  })

  test.each(streams)('$id: every chunking of the bytes gives the same events', ({ bytes }) => {
    const whole = decodeBytes(bytes ?? Buffer.of(), Number.POSITIVE_INFINITY)
    for (const size of [1, 7, 1000]) expect(decodeBytes(bytes ?? Buffer.of(), size)).toEqual(whole)
  })

  test.each(streams)('$id: cut after any frame it ends once, and is whole only when it was', ({ frames }) => {
    for (let cut = 0; cut <= (frames ?? []).length; cut++) {
      const part = (frames ?? []).slice(0, cut)
      const ends = decodeFrames(part).filter(({ type }) => type === 'finish' || type === 'error')
      const isWhole = part.some(({ data }) => data.includes('finishReason'))
      expect(ends).toHaveLength(1)
      expect(ends[0]?.type === 'finish').toBe(isWhole)
    }
  })
})

function eventsOf(recording: Recording): readonly ChatEvent[] {
  if (recording.body !== null) return gemini.decodeBody(recording.body, context())
  return decodeFrames(recording.frames ?? [])
}

function decodeFrames(frames: NonNullable<Recording['frames']>): ChatEvent[] {
  const decoder = gemini.createDecoder(context())
  return [...frames.flatMap((frame) => decoder.step(frame)), ...decoder.end()]
}

function decodeBytes(bytes: Buffer, size: number): ChatEvent[] {
  const parser = new SseParser()
  const decoder = gemini.createDecoder(context())
  const events: ChatEvent[] = []
  for (let at = 0; at < bytes.length; at += Math.min(size, bytes.length)) {
    for (const frame of parser.push(bytes.subarray(at, at + size))) events.push(...decoder.step(frame))
  }
  for (const frame of parser.end()) events.push(...decoder.step(frame))
  return [...events, ...decoder.end()]
}

/** What the answer amounts to, from the events. */
function summary({ choices, usage, error, model, id }: Completion): Record<string, unknown> {
  const parts = choices[0]?.parts ?? []
  return {
    id,
    model,
    text: texts(parts, 'text'),
    reasoning: texts(parts, 'reasoning'),
    calls: parts.flatMap((part) =>
      part.type === 'tool-call' ? [[part.name, JSON.parse(part.arguments) as unknown]] : [],
    ),
    usage: usage && [usage.inputTokens, usage.outputTokens, usage.cacheReadTokens, usage.reasoningTokens],
    signatures: parts.flatMap(signatureOf),
    raw: choices[0]?.finish?.raw ?? null,
    isRefused: error?.code === 'content_filtered',
  }
}

function texts(parts: readonly Part[], type: 'text' | 'reasoning'): string {
  return parts.flatMap((part) => (part.type === type ? [part.text] : [])).join('')
}

function signatureOf(part: Part): string[] {
  if (part.type === 'opaque') {
    const { thoughtSignature } = part.value as { thoughtSignature?: string }
    return thoughtSignature === undefined ? [] : [thoughtSignature]
  }
  return 'proof' in part && part.proof !== undefined ? [part.proof.value] : []
}

/** The same, from the recorded JSON, read as simply as can be. */
function plainReading(chunks: readonly GeminiJson[]): Record<string, unknown> {
  const candidates = chunks.flatMap((chunk) => chunk.candidates ?? [])
  const parts = candidates.flatMap((candidate) => candidate.content?.parts ?? [])
  const usage = chunks.findLast((chunk) => chunk.usageMetadata?.promptTokenCount)?.usageMetadata ?? null
  return {
    id: chunks[0]?.responseId,
    model: chunks[0]?.modelVersion,
    text: parts.map((part) => (part.thought ? '' : (part.text ?? ''))).join(''),
    reasoning: parts.map((part) => (part.thought ? part.text : '')).join(''),
    calls: plainGeminiCalls(parts),
    usage: usage && [
      (usage.promptTokenCount ?? 0) + (usage.toolUsePromptTokenCount ?? 0),
      (usage.candidatesTokenCount ?? 0) + (usage.thoughtsTokenCount ?? 0),
      usage.cachedContentTokenCount ?? 0,
      usage.thoughtsTokenCount ?? 0,
    ],
    signatures: parts.map((part) => part.thoughtSignature).filter(Boolean),
    raw: candidates.findLast((candidate) => candidate.finishReason)?.finishReason ?? null,
    isRefused: chunks.some((chunk) => chunk.promptFeedback?.blockReason),
  }
}

function expectGrammar(events: readonly ChatEvent[]): void {
  expect(events[0]?.type).toBe('start')
  const open = new Set<number>()
  const ids: string[] = []
  let started = 0
  for (const event of events) {
    if (event.type === 'part-start') {
      expect(event.index).toBe(started++)
      open.add(event.index)
      if (event.part === 'tool-call') ids.push(event.id ?? '')
    } else if (event.type === 'part-delta' || event.type === 'part-data') {
      expect(open.has(event.index)).toBe(true)
      if (event.type === 'part-delta') expect(event.text).not.toBe('')
    } else if (event.type === 'part-end') expect(open.delete(event.index)).toBe(true)
  }
  expect(open.size).toBe(0)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids).not.toContain('')
  expect(events.filter(({ type }) => type === 'finish' || type === 'error')).toEqual([events.at(-1)])
}
