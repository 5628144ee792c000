import { expect, test } from 'vitest'
import { safePattern } from './safe-pattern.ts'

test.each([
  ['^eu-', 'eu-west'],
  ['^gpt-4(o|-turbo)?$', 'gpt-4-turbo'],
  ['\\d{4}-\\d{2}-\\d{2}', 'on 2026-10-07'],
  ['.*@example\\.com$', 'ann@example.com'],
  ['^(?:a|b)[*+?{}()|]$', 'a+'],
  ['[^\\]]+x', 'aax'],
  ['(?<name>ab){3}', 'ababab'],
])('%s is taken', (source, text) => {
  expect(safePattern(source, 'p').test(text)).toBe(true)
})

test.each([
  '(a+)+$',
  '(a|aa)+$',
  '((a?)b)*',
  '(.*a){20}',
  '(a|b|ab)*c',
  '(?=a)b',
  '(?<!a)b',
  '(a)\\1',
  '(?<n>a)\\k<n>',
  'a*a*a*b',
  'a?a?a?a?a?aaaaa',
  '.{1,999}.{1,999}.{1,999}x',
  '(',
  'x'.repeat(257),
])('%s is refused', (source) => {
  expect(() => safePattern(source, 'p')).toThrow(/^p /)
})

test('the slowest that is taken is done with the longest text in no time to speak of', () => {
  const text = 'a'.repeat(128)
  for (const source of ['a*a*b', 'a?a?a*a*b', '(aa)*a*(b)', '.{0,99}.{0,99}b', '\\w+\\w+[^\\w]']) {
    const pattern = safePattern(source, 'p')
    const beganMs = performance.now()
    expect(pattern.test(text)).toBe(false)
    expect(performance.now() - beganMs).toBeLessThan(200)
  }
})
