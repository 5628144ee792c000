import { describe, expect, test } from 'vitest'
import { hasCorpora } from '../../../test/corpora.ts'
import { type Recording, recordings } from '../../../test/recordings.ts'
import { chatAnswers } from '../../../test/support/recorded-answers.ts'
import { collect } from '../../core/collect.ts'
import { type ChatEvent, isTerminal } from '../../core/event.ts'
import type { DecodeContext, EncodeTarget, Provider } from '../../core/provider.ts'
import { chatRequest } from '../../core/request.fixture.ts'
import { readAllowance } from '../../wire/rate-limit-headers.ts'
import { SseParser, sseFrame } from '../../wire/sse.ts'
import { CALLS, TEXT, THOUGHT } from './chat-answer.fixture.ts'
import { FIXTURES } from './index.fixture.ts'
import { ECHO, EVERYTHING, PLAIN, PREFILLED } from './requests.fixture.ts'

const TARGET: EncodeTarget = { model: 'm', maxOutputTokens: 10_000, reasons: true }

describe.each(FIXTURES.map((fixture) => [fixture.provider.kind, fixture] as const))('%s', (_, fixture) => {
  const { provider } = fixture
  const bytes = Buffer.from(fixture.frames.map((data) => sseFrame(data)).join(''))

  test('a whole answer says all that it says', () => {
    expectSaid(provider.decodeBody(fixture.whole, ids()))
  })

  test.each([
    ['whole', bytes.length],
    ['by the byte', 1],
    ['in threes', 3],
    ['by 64', 64],
    ['by 1000', 1000],
  ])('a stream says the same, cut %s', (_name, size) => {
    expectSaid(decode(provider, bytes, size))
  })

  test('lines may end as on Windows, with comments between', () => {
    const text = bytes.toString().replaceAll('\n', '\r\n')
    expectSaid(decode(provider, Buffer.from(`: hello\r\n\r\n${text}`), 50))
  })

  test('a stream cut after any frame ends once, and never as a whole one before its end', () => {
    const parts = fixture.frames.map((data) => ({ event: 'message', data }))
    const ends = parts.map((_frame, cut) => {
      const decoder = provider.createDecoder(ids())
      const events = [...parts.slice(0, cut).flatMap((frame) => decoder.step(frame)), ...decoder.end()]
      expect(events.filter(isTerminal)).toHaveLength(1)
      return events.at(-1)?.type
    })
    expect(ends.slice(0, ends.indexOf('finish'))).not.toContain('finish')
    expect(ends[3]).toBe('error')
  })

  test.each(Object.entries(fixture.finishes))('an end of %s is %s', (raw, reason) => {
    const text = JSON.stringify(fixture.whole)
    const finish = /"finish_reason":"[^"]*"/
    const events = provider.decodeBody(
      JSON.parse(
        text.replace(/,?"tool_calls":\[.*?\](?=[,}])/, '').replace(finish, `"finish_reason":"${raw}"`),
      ),
      ids(),
    )
    expect(events.at(-1)).toMatchObject({ type: 'finish', reason, raw })
  })

  test.each(fixture.reasoning.map((each) => [JSON.stringify(each[0]), each] as const))(
    'asked to reason so: %s',
    (_asked, [reasoning, fields, target]) => {
      const request = chatRequest({ ...PLAIN, reasoning })
      const plain = provider.encode(chatRequest(PLAIN), { ...TARGET, ...target })
      const { body, dropped } = provider.encode(request, { ...TARGET, ...target })
      expect(body).toEqual({ ...plain.body, ...fields })
      expect(dropped).toEqual(fields === null ? ['reasoning'] : [])
    },
  )

  test('thoughts and calls of an earlier turn go back as it takes them', () => {
    const { messages } = provider.encode(chatRequest(ECHO), TARGET).body
    expect(messages).toContainEqual(fixture.echo)
  })

  test('what it cannot be told is named, and nothing else', () => {
    const { body, dropped } = provider.encode(chatRequest(EVERYTHING), { ...TARGET, reasons: false })
    expect([...dropped].sort()).toEqual(fixture.dropped.match(/\w+/g)?.sort() ?? [])
    expect(body.model).toBe('m')
    if (provider.wire === null) return
    const isLossy = dropped.length > 0
    expect(provider.takesNatively?.(chatRequest(EVERYTHING), { ...TARGET, reasons: false }) ?? true).toBe(
      !isLossy && provider.takesNatively?.(chatRequest(PLAIN), { ...TARGET, reasons: false }) !== false,
    )
  })

  test('an answer that was begun goes where it is gone on with', () => {
    const call = { operation: 'chat', model: 'm', stream: true } as const
    const { messages } = provider.encode(chatRequest(PREFILLED), TARGET).body
    expect(messages).toContainEqual(expect.objectContaining({ role: 'assistant' }))
    expect(provider.path({ ...call, isPrefilled: true })).toMatch(/^\/.*chat/)
    if (provider.continuesPrefix?.('m') !== true) return
    expect(provider.takesNatively?.(chatRequest(PREFILLED), TARGET)).toBe(false)
  })

  test.each(fixture.failures.map((each) => [each.status, each.code, each] as const))(
    'a reply of %i means %s',
    (_status, _code, { status, body, headers = {}, code, retryAfterMs = null }) => {
      const fault = provider.classify({ status, headers, body, text: '' })
      expect(fault).toMatchObject({ code, retryAfterMs })
      expect(fault.message).not.toBeNull()
    },
  )

  test('what is left of its limits is read from its headers', () => {
    const { allowance } = fixture
    if (allowance === undefined) return expect(readAllowance({}, 0)).toBeNull()
    expect(readAllowance(allowance.headers, 1_780_000_000_000)).toEqual(allowance.says)
  })

  const { recorded } = fixture
  test.skipIf(!hasCorpora || recorded === undefined)(
    'answers that were recorded are read to their end',
    () => {
      const answers = recordedAnswers(provider, recorded ?? '')
      let partsSeen = 0
      for (const { id, body, bytes: recordedBytes } of answers) {
        const events =
          body === null
            ? decode(provider, recordedBytes ?? Buffer.alloc(0), 100)
            : provider.decodeBody(body, ids())
        const { choices, error, usage } = collect(events)
        if (error !== null) continue
        partsSeen += choices[0]?.parts.length ?? 0
        expect(choices[0]?.finish, id).not.toBeNull()
        expect(usage?.outputTokens, id).toBeGreaterThan(0)
      }
    },
  )

  function expectSaid(events: readonly ChatEvent[]): void {
    const { choices, usage, error } = collect(events)
    expect(error).toBeNull()
    const parts = choices[0]?.parts ?? []
    const said = (type: string) =>
      parts.map((part) => (part.type === type && 'text' in part ? part.text : '')).join('')
    expect(said('reasoning')).toBe(fixture.showsThoughts ? THOUGHT : '')
    expect(said('text')).toBe(TEXT)
    const calls = parts.filter((part) => part.type === 'tool-call')
    expect(calls.map(({ name, arguments: text }) => ({ name, arguments: JSON.parse(text || '{}') }))).toEqual(
      fixture.callsTools ? CALLS.map((call) => ({ ...call, arguments: JSON.parse(call.arguments) })) : [],
    )
    expect(new Set(calls.map(({ id }) => id)).size).toBe(calls.length)
    expect(choices[0]?.finish?.reason).toBe(fixture.callsTools ? 'tool-calls' : 'stop')
    expect(usage).toMatchObject(fixture.usage)
  }
})

/** Those in the family's format, or in the provider's own. */
function recordedAnswers({ wire }: Provider, name: string): readonly Recording[] {
  if (wire !== null) return chatAnswers().filter(({ provider }) => provider === name)
  return recordings((row) => row.provider === name).filter(
    ({ body, frames }) => body?.finish_reason !== undefined || frames?.[0]?.event === 'message-start',
  )
}

function decode(provider: Provider, bytes: Buffer, size: number): ChatEvent[] {
  const parser = new SseParser()
  const decoder = provider.createDecoder(ids())
  const events: ChatEvent[] = []
  for (let at = 0; at < bytes.length; at += size)
    for (const frame of parser.push(bytes.subarray(at, at + size))) events.push(...decoder.step(frame))
  for (const frame of parser.end()) events.push(...decoder.step(frame))
  return [...events, ...decoder.end()]
}

function ids(): DecodeContext {
  let next = 0
  return { newId: (prefix) => `${prefix}_${++next}` }
}
