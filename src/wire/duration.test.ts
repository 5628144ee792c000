import { expect, test } from 'vitest'
import { durationMs } from './duration.ts'

test.each([
  ['20ms', 20],
  ['8.64s', 8_640],
  ['6m0s', 360_000],
  ['1h2m3.5s', 3_723_500],
  ['2m59.56s', 179_560],
  ['0s', 0],
  ['1d', 86_400_000],
  ['', null],
  ['soon', null],
  ['5', null],
  ['-5s', null],
  ['2026-11-22T10:00:00Z', null],
])('%s is %s ms', (text, expected) => {
  expect(durationMs(text)).toBe(expected)
})
