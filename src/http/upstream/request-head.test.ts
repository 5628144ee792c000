import { expect, test } from 'vitest'
import { BadRequest, requestHead } from './request-head.ts'

test('a head has what the caller set, and all that is needed besides', () => {
  expect(requestHead('example.com:81', '/v1/chat?a=b', { 'X-Key': 'a b\t\xe9', 'x-empty': '' })).toBe(
    'POST /v1/chat?a=b HTTP/1.1\r\nhost: example.com:81\r\nX-Key: a b\t\xe9\r\nx-empty: \r\n' +
      'accept-encoding: identity\r\n',
  )
})

test('whoever wants packed answers may say so', () => {
  const head = requestHead('a', '/', { 'Accept-Encoding': 'gzip' })
  expect(head.match(/accept-encoding/gi)).toHaveLength(1)
})

test.each(['', 'a', '//a b', '/a\r\nx: y', '/a\tb', '/é', '/\0', '/\x7f', 'http://other/'])(
  'the path %j is refused',
  (path) => {
    expect(() => requestHead('a', path, {})).toThrow(BadRequest)
  },
)

test.each(['b\r\nc: d', 'b\nc: d', 'b\rc', 'b\0', '\x7f', 'snow ☃', '\u010a'])(
  'the value %j is refused',
  (value) => {
    expect(() => requestHead('a', '/', { 'x-a': value })).toThrow(BadRequest)
  },
)

test.each(['', 'x a', 'x:', 'x\r\ny', 'x\0', 'é', 'x('])('the name %j is refused', (name) => {
  expect(() => requestHead('a', '/', { [name]: 'b' })).toThrow(BadRequest)
})

test.each([
  'Host',
  'connection',
  'Content-Length',
  'transfer-encoding',
  'te',
  'upgrade',
  'Expect',
  'keep-alive',
])('the header %s is not for callers to set', (name) => {
  expect(() => requestHead('a', '/', { [name]: '1' })).toThrow(BadRequest)
})
