import { expect, test } from 'vitest'
import { momentAfter, momentBefore } from './moment.ts'

const NOW = Date.parse('2026-03-31T12:00:00Z')

test('a span counts from now, a time stands for itself', () => {
  expect(momentBefore('7d', NOW)).toBe('2026-03-24T12:00:00.000Z')
  expect(momentBefore('90m', NOW)).toBe('2026-03-31T10:30:00.000Z')
  expect(momentBefore('2026-03-01', NOW)).toBe('2026-03-01T00:00:00.000Z')
  expect(momentAfter('30d', NOW)).toBe('2026-04-30T12:00:00.000Z')
  expect(momentAfter('2026-04-01T00:00:00+02:00', NOW)).toBe('2026-03-31T22:00:00.000Z')
})

test.each(['', 'soon', '7', '7w', '-7d', '1.5d', '2026-13-01', '2026-03-01T10:00', '03/01/2026'])(
  'refuses %j',
  (text) => {
    expect(() => momentBefore(text, NOW)).toThrow('Write a span')
    expect(() => momentAfter(text, NOW)).toThrow('Write a span')
  },
)

test('a time that is over is no time to end', () => {
  expect(() => momentAfter('2026-03-31T11:59:59Z', NOW)).toThrow('That time is over.')
})
