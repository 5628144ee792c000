import { expect, test } from 'vitest'
import { readForm } from './multipart.ts'

const TYPE = 'multipart/form-data; boundary=edge'

function form(...parts: readonly string[]): Buffer {
  return Buffer.from(`${parts.map((part) => `--edge\r\n${part}`).join('\r\n')}\r\n--edge--\r\n`)
}

const field = (name: string, value: string) =>
  `Content-Disposition: form-data; name="${name}"\r\n\r\n${value}`

test('parts with their names and places', () => {
  const file = `Content-Disposition: form-data; name="file"; filename="a.wav"\r\nContent-Type: audio/wav\r\n\r\n\0\r\n--ed\r\n`
  const bytes = form(field('model', 'm'), file, field('empty', ''))
  const parts = readForm(bytes, TYPE)
  expect(
    parts.map(({ name, fileName, start, end }) => [name, fileName, bytes.toString('utf8', start, end)]),
  ).toEqual([
    ['model', null, 'm'],
    ['file', 'a.wav', '\0\r\n--ed\r\n'],
    ['empty', null, ''],
  ])
})

test('a boundary in quotes', () => {
  expect(readForm(form(field('a', 'b')), 'multipart/form-data; boundary="edge"')).toHaveLength(1)
})

test.each([
  ['another type', form(field('a', 'b')), 'application/json'],
  ['no boundary', form(field('a', 'b')), 'multipart/form-data'],
  ['two boundaries', form(field('a', 'b')), `${TYPE}; boundary=other`],
  ['something before the first', Buffer.concat([Buffer.from('x\r\n'), form(field('a', 'b'))]), TYPE],
  ['no end', form(field('a', 'b')).subarray(0, -8), TYPE],
  ['no name', form('Content-Type: text/plain\r\n\r\nx'), TYPE],
  ['a name with an escape', form(field('mo\\"del', 'x')), TYPE],
  ['a name without quotes', form('Content-Disposition: form-data; name=model\r\n\r\nx'), TYPE],
  ['two names', form('Content-Disposition: form-data; name="a"; name="model"\r\n\r\nx'), TYPE],
  ['two dispositions', form(`Content-Disposition: form-data; name="a"\r\n${field('model', 'x')}`), TYPE],
  ['an encoding', form(`Content-Transfer-Encoding: base64\r\n${field('model', 'x')}`), TYPE],
  ['a head without an end', form('Content-Disposition: form-data; name="a"'), TYPE],
])('%s is refused', (_, bytes, type) => {
  expect(() => readForm(bytes, type)).toThrow(expect.objectContaining({ code: 'invalid_request' }))
})

test('cut anywhere it is refused', () => {
  const bytes = form(field('model', 'm'), field('b', 'c'))
  for (let length = 0; length < bytes.length - 2; length++) {
    expect(() => readForm(bytes.subarray(0, length), TYPE)).toThrow()
  }
})
