import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cutAt, readResponse } from './read-response.fixture.ts'
import { ResponseParser } from './response-parser.ts'

const OK = 'HTTP/1.1 200 OK\r\n'
const CHUNKED = `${OK}transfer-encoding: chunked\r\n\r\n`
const COMPLETE = { status: 200, ending: 'complete', isReusable: true }

interface Valid {
  readonly what: string
  readonly response: string
  readonly means: object
  readonly closes?: true
}

const VALID: readonly Valid[] = [
  { what: 'a length', response: `${OK}content-length: 3\r\n\r\nabc`, means: { ...COMPLETE, text: 'abc' } },
  { what: 'no body', response: `${OK}content-length: 0\r\n\r\n`, means: { ...COMPLETE, text: '' } },
  { what: 'a code alone', response: 'HTTP/1.1 200\r\ncontent-length: 0\r\n\r\n', means: COMPLETE },
  {
    what: 'chunks',
    response: `${CHUNKED}3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n`,
    means: { ...COMPLETE, text: 'abcde' },
  },
  {
    what: 'chunks that hold line ends and zeros',
    response: `${CHUNKED}00a\r\n\r\n0\r\n\r\n0\r\n\r\n0\r\n\r\n`,
    means: { ...COMPLETE, text: '\r\n0\r\n\r\n0\r\n' },
  },
  {
    what: 'extensions and trailers',
    response: `${CHUNKED}3;a="b;c"\r\nabc\r\n1 ; x\r\nd\r\n0;last\r\nx-sum: 1\r\nx-more: 2\r\n\r\n`,
    means: { ...COMPLETE, text: 'abcd' },
  },
  {
    what: 'letters in any case',
    response: `${OK}Transfer-ENCODING: Chunked\r\n\r\nA\r\n0123456789\r\nb\r\n0123456789a\r\n0\r\n\r\n`,
    means: { ...COMPLETE, text: '01234567890123456789a' },
  },
  {
    what: 'interim responses first',
    response: `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nlink: x\r\n\r\n${OK}content-length: 1\r\n\r\na`,
    means: { ...COMPLETE, text: 'a', headers: { 'content-length': '1' } },
  },
  { what: '204', response: 'HTTP/1.1 204 No Content\r\n\r\n', means: { ...COMPLETE, status: 204, text: '' } },
  {
    what: '304 with the length of what it stands for',
    response: 'HTTP/1.1 304 x\r\ncontent-length: 99\r\n\r\n',
    means: { ...COMPLETE, status: 304, text: '' },
  },
  {
    what: 'the end of the connection',
    response: `${OK}content-type: text/plain\r\n\r\nall there is`,
    closes: true,
    means: { status: 200, ending: 'complete', isReusable: false, text: 'all there is' },
  },
  {
    what: 'headers several times, blanks around values, bytes above ASCII',
    response: `${OK}X-A:1\r\nx-a: \t2 3\t \r\nx-a:\r\nconstructor: y\r\nx-b: \xa0\xff\r\ncontent-length: 0\r\n\r\n`,
    means: {
      ...COMPLETE,
      headers: { 'x-a': ['1', '2 3', ''], constructor: 'y', 'x-b': '\xa0\xff', 'content-length': '0' },
    },
  },
]

describe.each(VALID)('a response with $what', ({ response, means, closes = false }) => {
  const bytes = Buffer.from(response, 'latin1')

  test('is read in one piece', () => {
    expect(readResponse([bytes], { closes })).toMatchObject(means)
  })

  test('means the same when it is cut anywhere', () => {
    for (let place = 1; place < bytes.length; place++) {
      expect(readResponse(cutAt(bytes, [place]), { closes })).toMatchObject(means)
    }
    expect(readResponse(cutAt(bytes, [...bytes.keys()].slice(1)), { closes })).toMatchObject(means)
    const places = fc.array(fc.integer({ min: 1, max: bytes.length - 1 }))
    fc.assert(
      fc.property(places, (cuts) => {
        expect(readResponse(cutAt(bytes, cuts), { closes })).toMatchObject(means)
      }),
    )
  })
})

test.each(VALID.filter(({ closes }) => closes !== true))(
  'a response with $what is not complete before its last byte, and a closing there cuts it',
  ({ response }) => {
    const bytes = Buffer.from(response, 'latin1')
    for (let length = 0; length < bytes.length; length++) {
      const part = [bytes.subarray(0, length)]
      expect(readResponse(part).ending).toBe('incomplete')
      expect(readResponse(part, { closes: true }).ending).toBe('RESPONSE_CUT')
    }
  },
)

test('any body in any chunks is handed on as it was', () => {
  const body = fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { maxLength: 12 })
  fc.assert(
    fc.property(body, fc.array(fc.nat(5_000)), (parts, cuts) => {
      const chunks = parts.flatMap((part) => [`${part.length.toString(16)}\r\n`, Buffer.from(part), '\r\n'])
      const bytes = Buffer.concat([CHUNKED, ...chunks, '0\r\n\r\n'].map((part) => Buffer.from(part)))
      const places = cuts.filter((place) => place > 0 && place < bytes.length)
      const text = Buffer.concat(parts).toString('latin1')
      expect(readResponse(cutAt(bytes, places))).toMatchObject({ ...COMPLETE, text })
    }),
  )
})

/** What two readers could understand in two ways, what is not HTTP, and what has no end. */
const REFUSED: readonly (readonly [what: string, response: string, code: string])[] = [
  [
    'length and chunks',
    `${OK}content-length: 3\r\ntransfer-encoding: chunked\r\n\r\nabc`,
    'LENGTH_AMBIGUOUS',
  ],
  [
    'chunks and length',
    `${OK}transfer-encoding: chunked\r\ncontent-length: 3\r\n\r\nabc`,
    'LENGTH_AMBIGUOUS',
  ],
  ['two lengths', `${OK}content-length: 3\r\ncontent-length: 4\r\n\r\nabc`, 'LENGTH_AMBIGUOUS'],
  ['the same length twice', `${OK}content-length: 3\r\nContent-Length: 3\r\n\r\nabc`, 'LENGTH_AMBIGUOUS'],
  ['a list of lengths', `${OK}content-length: 3, 3\r\n\r\nabc`, 'LENGTH_AMBIGUOUS'],
  ['an empty length', `${OK}content-length:\r\n\r\n`, 'LENGTH_AMBIGUOUS'],
  ['a signed length', `${OK}content-length: +3\r\n\r\nabc`, 'LENGTH_AMBIGUOUS'],
  ['a negative length', `${OK}content-length: -1\r\n\r\n`, 'LENGTH_AMBIGUOUS'],
  ['a hexadecimal length', `${OK}content-length: 0x3\r\n\r\nabc`, 'LENGTH_AMBIGUOUS'],
  ['a length beside a blank', `${OK}content-length: \xa03\r\n\r\nabc`, 'LENGTH_AMBIGUOUS'],
  ['a length above 2^53', `${OK}content-length: 9007199254740992\r\n\r\n`, 'LENGTH_AMBIGUOUS'],
  ['another coding', `${OK}transfer-encoding: gzip, chunked\r\n\r\n`, 'LENGTH_AMBIGUOUS'],
  ['no coding by name', `${OK}transfer-encoding: identity\r\n\r\n`, 'LENGTH_AMBIGUOUS'],
  ['a hidden coding', `${OK}transfer-encoding: xchunked\r\n\r\n`, 'LENGTH_AMBIGUOUS'],
  [
    'two codings',
    `${OK}transfer-encoding: chunked\r\ntransfer-encoding: chunked\r\n\r\n`,
    'LENGTH_AMBIGUOUS',
  ],
  ['chunks in the old version', 'HTTP/1.0 200 OK\r\ntransfer-encoding: chunked\r\n\r\n', 'LENGTH_AMBIGUOUS'],
  ['a blank before the colon', `${OK}content-length : 3\r\n\r\nabc`, 'HEAD_INVALID'],
  ['a folded line', `${OK}x-a: b\r\n c\r\ncontent-length: 0\r\n\r\n`, 'HEAD_INVALID'],
  ['a blank before the first field', `${OK} x-a: b\r\ncontent-length: 0\r\n\r\n`, 'HEAD_INVALID'],
  ['a field without a name', `${OK}: b\r\ncontent-length: 0\r\n\r\n`, 'HEAD_INVALID'],
  ['a field without a colon', `${OK}x-a\r\ncontent-length: 0\r\n\r\n`, 'HEAD_INVALID'],
  ['a NUL in a value', `${OK}x-a: b\0c\r\ncontent-length: 0\r\n\r\n`, 'HEAD_INVALID'],
  ['a NUL in a name', `${OK}x-\0a: b\r\ncontent-length: 0\r\n\r\n`, 'HEAD_INVALID'],
  ['a bare CR', `${OK}x-a: b\rcontent-length: 9\r\ncontent-length: 0\r\n\r\n`, 'HEAD_INVALID'],
  ['a bare LF in a value', `${OK}x-a: b\ncontent-length: 9\r\ncontent-length: 0\r\n\r\n`, 'HEAD_INVALID'],
  ['bare LFs alone', 'HTTP/1.1 200 OK\ncontent-length: 0\n\n', 'HEAD_INVALID'],
  ['a status of two digits', 'HTTP/1.1 20 OK\r\ncontent-length: 0\r\n\r\n', 'HEAD_INVALID'],
  ['a status of four digits', 'HTTP/1.1 2000 OK\r\ncontent-length: 0\r\n\r\n', 'HEAD_INVALID'],
  ['a status below 100', 'HTTP/1.1 099 OK\r\ncontent-length: 0\r\n\r\n', 'HEAD_INVALID'],
  ['HTTP/1.2', 'HTTP/1.2 200 OK\r\ncontent-length: 0\r\n\r\n', 'HEAD_INVALID'],
  ['HTTP/2', 'HTTP/2.0 200 OK\r\ncontent-length: 0\r\n\r\n', 'NOT_HTTP'],
  ['another protocol', '220 mail.example.com ESMTP\r\n', 'NOT_HTTP'],
  ['an empty line first', `\r\n${OK}content-length: 0\r\n\r\n`, 'NOT_HTTP'],
  ['a change of protocol', 'HTTP/1.1 101 Switching\r\nupgrade: x\r\n\r\n', 'INFORMATIONAL'],
  ['endless interim responses', 'HTTP/1.1 102 x\r\n\r\n'.repeat(17), 'INFORMATIONAL'],
  ['too many fields', `${OK}${'a: b\r\n'.repeat(201)}\r\n`, 'HEAD_TOO_LARGE'],
  ['a head too large', `${OK}a: ${'b'.repeat(65 * 1024)}\r\n\r\n`, 'HEAD_TOO_LARGE'],
  ['a head without an end', `${OK}a: ${'b'.repeat(65 * 1024)}`, 'HEAD_TOO_LARGE'],
  ['a chunk without a size', `${CHUNKED}\r\nabc`, 'CHUNK_INVALID'],
  ['a chunk with an extension alone', `${CHUNKED};a\r\nabc`, 'CHUNK_INVALID'],
  ['a chunk of a negative size', `${CHUNKED}-3\r\nabc`, 'CHUNK_INVALID'],
  ['a chunk with a prefix', `${CHUNKED}0x3\r\nabc`, 'CHUNK_INVALID'],
  ['a blank before a size', `${CHUNKED} 3\r\nabc`, 'CHUNK_INVALID'],
  ['a size of 2^53', `${CHUNKED}20000000000000\r\nabc`, 'CHUNK_INVALID'],
  ['a size that would wrap around', `${CHUNKED}10000000000000003\r\nabc`, 'CHUNK_INVALID'],
  ['a size that ends in LF', `${CHUNKED}3\nabc\r\n0\r\n\r\n`, 'CHUNK_INVALID'],
  ['a size that ends in CR', `${CHUNKED}3\rabc\r\n0\r\n\r\n`, 'CHUNK_INVALID'],
  ['a chunk longer than its size', `${CHUNKED}3\r\nabcd\r\n0\r\n\r\n`, 'CHUNK_INVALID'],
  ['a chunk that ends in LF', `${CHUNKED}3\r\nabc\n0\r\n\r\n`, 'CHUNK_INVALID'],
  ['an LF in an extension', `${CHUNKED}3;a\nb\r\nabc\r\n0\r\n\r\n`, 'CHUNK_INVALID'],
  ['an LF in a trailer', `${CHUNKED}0\r\na: b\nc\r\n\r\n`, 'CHUNK_INVALID'],
  ['a trailer that ends in CR', `${CHUNKED}0\r\na: b\rc\r\n\r\n`, 'CHUNK_INVALID'],
  ['an end in LF', `${CHUNKED}0\r\n\n`, 'CHUNK_INVALID'],
  ['endless zeros', `${CHUNKED}${'0'.repeat(5_000)}`, 'TRAILER_TOO_LARGE'],
  ['an endless extension', `${CHUNKED}3;${'a'.repeat(5_000)}`, 'TRAILER_TOO_LARGE'],
  ['endless trailers', `${CHUNKED}0\r\n${'a: b\r\n'.repeat(5_000)}`, 'TRAILER_TOO_LARGE'],
]

test.each(REFUSED)('%s: refused', (_, response, code) => {
  const bytes = Buffer.from(response, 'latin1')
  expect(readResponse([bytes]).ending).toBe(`RESPONSE_${code}`)
  expect(readResponse(cutAt(bytes, [...bytes.keys()].slice(1))).ending).toBe(`RESPONSE_${code}`)
})

test('the largest chunk that can be counted is waited for', () => {
  expect(readResponse([Buffer.from(`${CHUNKED}1fffffffffffff\r\nabc`)])).toMatchObject({
    ending: 'incomplete',
    text: 'abc',
  })
})

test.each([
  ['it says so', `${OK}connection: close\r\ncontent-length: 0\r\n\r\n`],
  ['it says so among others', `${OK}connection: x-a, Close\r\ncontent-length: 0\r\n\r\n`],
  ['it says so in a second header', `${OK}connection: x-a\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`],
  ['it is of the old version', 'HTTP/1.0 200 OK\r\ncontent-length: 0\r\n\r\n'],
  ['more came than its length', `${OK}content-length: 1\r\n\r\nab`],
  ['more came than its chunks', `${CHUNKED}0\r\n\r\n\r\n`],
  ['a second response came', `${OK}content-length: 0\r\n\r\n${OK}content-length: 0\r\n\r\n`],
  ['a body was announced that must not be', 'HTTP/1.1 204 x\r\ncontent-length: 2\r\n\r\n'],
  ['chunks were announced that must not be', 'HTTP/1.1 204 x\r\ntransfer-encoding: chunked\r\n\r\n'],
])('a connection is not used again after a response when %s', (_, response) => {
  expect(readResponse([Buffer.from(response)])).toMatchObject({ ending: 'complete', isReusable: false })
})

test('the old version may keep its connection', () => {
  const response = 'HTTP/1.0 200 OK\r\nconnection: Keep-Alive\r\ncontent-length: 0\r\n\r\n'
  expect(readResponse([Buffer.from(response)])).toMatchObject(COMPLETE)
})

test('one parser reads one response after another', () => {
  const parser = new ResponseParser()
  const responses = VALID.filter(({ closes }) => closes !== true)
  for (const { response, means } of [...responses, ...responses.toReversed()]) {
    expect(readResponse([Buffer.from(response, 'latin1')], { parser })).toMatchObject(means)
    parser.reset()
  }
})

test('whatever comes, it is read, refused or waited for', () => {
  const bytes = VALID.map(({ response }) => Buffer.from(response, 'latin1'))
  const damaged = fc
    .tuple(fc.constantFrom(...bytes), fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { maxLength: 4 }))
    .map(([valid, changes]) => {
      const copy = Buffer.from(valid)
      for (const [place, byte] of changes) copy[place % copy.length] = byte
      return copy
    })
  const garbage = fc.uint8Array({ maxLength: 400 }).map((random) => Buffer.from(random))
  fc.assert(
    fc.property(fc.oneof(damaged, garbage), fc.array(fc.nat(400)), (input, cuts) => {
      const places = cuts.filter((place) => place > 0 && place < input.length)
      const whole = readResponse([input], { closes: true })
      const pieces = readResponse(cutAt(input, places), { closes: true })
      expect(pieces.ending).toBe(whole.ending)
      if (whole.ending === 'complete') expect(pieces).toEqual(whole)
    }),
    { numRuns: 2_000 },
  )
})
