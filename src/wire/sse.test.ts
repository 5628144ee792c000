import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { corpusJson, hasCorpora } from '../../test/corpora.ts'
import type { SseFrame } from '../core/provider.ts'
import { readBlock, SseOverflow, SseParser, SseSplitter, sseFrame } from './sse.ts'

function parse(pieces: readonly Uint8Array[]): SseFrame[] {
  const parser = new SseParser()
  return pieces.flatMap((piece) => parser.push(piece))
}

function bytewise(bytes: Buffer): Buffer[] {
  return [...bytes].map((byte) => Buffer.from([byte]))
}

/** Cuts `bytes` at the given fractions of its length. */
function cutAt(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const places = [0, ...cuts.map((cut) => Math.floor(cut * bytes.length)).sort((a, b) => a - b), bytes.length]
  return places.slice(1).map((end, index) => bytes.subarray(places[index], end))
}

const lineEnd = fc.constantFrom('\n', '\r\n', '\r')
const line = fc.oneof(
  fc.string({ unit: 'binary' }).map((text) => `data: ${text.replaceAll(/[\r\n]/g, ' ')}`),
  fc.constantFrom(': comment', 'event: ping', 'id: 7', 'data', 'data:x', 'unknown: y', ''),
)
const stream = fc
  .array(fc.tuple(line, lineEnd), { maxLength: 30 })
  .map((lines) => Buffer.from(lines.map(([text, end]) => text + end).join('')))
const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 })

test('any cutting of the bytes gives the same events', () => {
  fc.assert(
    fc.property(stream, cuts, (bytes, at) => {
      const whole = parse([bytes])
      expect(parse(cutAt(bytes, at))).toEqual(whole)
      expect(parse(bytewise(bytes))).toEqual(whole)
    }),
  )
})

test('the blocks and the rest, joined, are the stream', () => {
  fc.assert(
    fc.property(stream, cuts, (bytes, at) => {
      const terminated = Buffer.concat([bytes, Buffer.from('\n\n\n')])
      const splitter = new SseSplitter()
      const blocks = cutAt(terminated, at).flatMap((piece) => splitter.push(piece))
      const joined = Buffer.concat(blocks).toString().replaceAll(/\r\n?/g, '\n')
      const expected = terminated.toString().replaceAll(/\r\n?/g, '\n')
      expect(expected.startsWith(joined)).toBe(true)
      expect(expected.slice(joined.length).replaceAll('\n', '')).toBe('')
    }),
  )
})

test('CRLF stays CRLF, also where it is cut in two', () => {
  const bytes = Buffer.from('data: a\r\n\r\nevent: b\r\ndata: b\r\n\r\n')
  const splitter = new SseSplitter()
  const blocks = bytewise(bytes).flatMap((piece) => splitter.push(piece))
  expect(Buffer.concat(blocks).toString()).toBe(bytes.toString())
})

test('a byte-order mark is dropped once, also when it comes byte by byte', () => {
  const bytes = Buffer.from('\uFEFFdata: a\n\n\uFEFFdata: b\n\ndata: c\n\n')
  expect(parse([bytes]).map(({ data }) => data)).toEqual(['a', 'c'])
  expect(parse(bytewise(bytes)).map(({ data }) => data)).toEqual(['a', 'c'])
})

test('a character cut in the middle of its bytes is read whole', () => {
  const bytes = Buffer.from('data: 海図\n\n')
  for (let cut = 0; cut <= bytes.length; cut++) {
    expect(parse([bytes.subarray(0, cut), bytes.subarray(cut)])).toEqual([{ event: 'message', data: '海図' }])
  }
})

test('a last event without its blank line counts only when it is whole', () => {
  const left = (text: string) => {
    const parser = new SseParser()
    parser.push(Buffer.from(text))
    return parser.end().map(({ data }) => data)
  }
  expect(left('data: [DONE]')).toEqual(['[DONE]'])
  expect(left('data: {"a":1}\n')).toEqual(['{"a":1}'])
  expect(left('data: {"a":')).toEqual([])
  expect(left('data: half a wo')).toEqual([])
})

test('an event above the bound is refused', () => {
  const splitter = new SseSplitter(64)
  expect(() => splitter.push(Buffer.alloc(65, 'x'))).toThrow(SseOverflow)
})

test('what is framed is read back', () => {
  expect(readBlock(Buffer.from(sseFrame('{"a":1}')))).toEqual({ event: 'message', data: '{"a":1}' })
  expect(readBlock(Buffer.from(sseFrame('{}', 'ping')))).toEqual({ event: 'ping', data: '{}' })
})

describe.skipIf(!hasCorpora)('public suites', () => {
  interface Case {
    readonly name: string
    readonly input_utf8_base64: string
    readonly expected_events: readonly { event?: string; data: string }[]
  }
  interface Vector {
    readonly name: string
    readonly chunks: readonly string[]
    readonly portable: boolean
    readonly expected_events: readonly { event?: string; data: string }[]
  }
  // This suite writes the byte-order mark as three Latin-1 characters.
  const vectorBytes = (chunk: string) =>
    chunk.startsWith('\u00ef\u00bb\u00bf') ? Buffer.from(`\uFEFF${chunk.slice(3)}`) : Buffer.from(chunk)
  const frames = (expected: Case['expected_events']) =>
    expected.map(({ event, data }) => ({ event: event ?? 'message', data }))

  test('web-platform-tests, whole and bytewise', () => {
    const { cases } = corpusJson('sse/wpt-eventsource-format.json') as { cases: Case[] }
    expect(cases.length).toBeGreaterThan(10)
    for (const { name, input_utf8_base64, expected_events } of cases) {
      const bytes = Buffer.from(input_utf8_base64, 'base64')
      expect(parse([bytes]), name).toEqual(frames(expected_events))
      expect(parse(bytewise(bytes)), `${name}, bytewise`).toEqual(frames(expected_events))
    }
  })

  test('the vectors of eventsource-parser', () => {
    const vectors = corpusJson('sse/eventsource-parser-vectors.json') as Vector[]
    const portable = vectors.filter((vector) => vector.portable)
    expect(portable.length).toBeGreaterThan(30)
    for (const { name, chunks, expected_events } of portable) {
      expect(parse(chunks.map(vectorBytes)), name).toEqual(frames(expected_events))
    }
  })
})
