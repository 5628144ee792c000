import { expect, test } from 'vitest'
import { ResponseReader } from './response-reader.ts'

const COUNTED = 'HTTP/1.1 200 OK\r\nContent-Length: 11\r\ncontent-type: application/json\r\n\r\n{"a":"\\n"}\n'
const CHUNKED =
  'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n' +
  'b\r\ndata: {}\n\nd\r\n14\r\nata: {"b":1}\n\ndata: \r\n8\r\n[DONE]\n\n\r\n0\r\n\r\n'

test('an answer reads the same wherever its bytes are cut', () => {
  for (const [text, payloadBytes, events] of [
    [COUNTED, 11, 0],
    [CHUNKED, 11 + 20 + 8, 3],
  ] as const) {
    const bytes = Buffer.from(text)
    for (let first = 1; first < bytes.length; first++) {
      for (let second = first; second < bytes.length; second++) {
        const reader = new ResponseReader()
        const ends = [bytes.subarray(0, first), bytes.subarray(first, second), bytes.subarray(second)]
          .filter(({ length }) => length > 0)
          .map((piece) => reader.push(piece))
        expect(ends.lastIndexOf(true)).toBe(ends.length - 1)
        expect(ends.indexOf(true)).toBe(ends.length - 1)
        expect(reader).toMatchObject({ status: 200, payloadBytes, events })
      }
    }
  }
})

test('an empty body is whole with its head', () => {
  const reader = new ResponseReader()
  expect(reader.push(Buffer.from('HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n'))).toBe(true)
  expect(reader.status).toBe(503)
})

test('bytes behind the answer, and an answer without a measure, are faults', () => {
  expect(() => new ResponseReader().push(Buffer.from(`${COUNTED}HTTP/1.1`))).toThrow('behind')
  expect(() => new ResponseReader().push(Buffer.from('HTTP/1.1 200 OK\r\n\r\nhello'))).toThrow(
    'where it ends',
  )
})
