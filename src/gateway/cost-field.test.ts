import { expect, test } from 'vitest'
import { withCost } from './cost-field.ts'

test.each([
  [
    'data: {"usage":{"a":1}}\n\ndata: [DONE]\n\n',
    'data: {"usage":{"cost":0.0000015,"a":1}}\n\ndata: [DONE]\n\n',
  ],
  ['data: {"usage" : { "a":1}}\n\n', 'data: {"usage" : { "cost":0.0000015,"a":1}}\n\n'],
  ['data: {"usage":{}}\n\n', 'data: {"usage":{"cost":0.0000015}}\n\n'],
  ['data: [DONE]\n\n', 'data: [DONE]\n\n'],
  ['data: {"usage":null}\n\n', 'data: {"usage":null}\n\n'],
  ['{"usage":{"x":1}}{"usage":{"y":2}}', '{"usage":{"x":1}}{"usage":{"cost":0.0000015,"y":2}}'],
])('%j', (end, expected) => {
  expect(withCost(Buffer.from(end), 1_500)?.toString()).toBe(expected)
})

test('an unknown cost is not written, and nothing is made of no end', () => {
  const end = Buffer.from('data: {"usage":{}}\n\n')
  expect(withCost(end, null)).toBe(end)
  expect(withCost(null, 1_500)).toBeNull()
})
