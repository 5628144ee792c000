import { expect, test } from 'vitest'
import { nearestNames } from './nearest.ts'

const NAMES = [
  'anthropic/claude-opus-5',
  'anthropic/claude-sonnet-4.5',
  'anthropic/claude-sonnet-4.6',
  'deepseek/deepseek-chat',
  'google/gemini-2.5-flash',
  'google/gemini-2.5-flash-lite',
  'openai/gpt-5.4',
  'openai/gpt-5.4-mini',
  'openai/o1',
]

test.each([
  ['anthropic/claude-sonet-4.6', 'anthropic/claude-sonnet-4.6'],
  ['claude-sonnet-4-6', 'anthropic/claude-sonnet-4.6'],
  ['Claude-Sonnet-4.6', 'anthropic/claude-sonnet-4.6'],
  ['gpt5.4', 'openai/gpt-5.4'],
  ['gtp-5.4', 'openai/gpt-5.4'],
  ['gemini-2.5', 'google/gemini-2.5-flash'],
  ['deepseek', 'deepseek/deepseek-chat'],
  ['openai/o11', 'openai/o1'],
])('%s: did you mean %s', (wrong, right) => {
  expect(nearestNames(wrong, NAMES, 3)[0]).toBe(right)
})

test('the nearest comes first, and never more than asked for', () => {
  const found = nearestNames('claude-sonnet-4.6', NAMES, 2)
  expect(found).toEqual(['anthropic/claude-sonnet-4.6', 'anthropic/claude-sonnet-4.5'])
})

test('nothing is better than something far-fetched', () => {
  expect(nearestNames('completely-unknown', NAMES, 3)).toEqual([])
  expect(nearestNames('', NAMES, 3)).toEqual([])
})

test('a name of a megabyte costs no more than a long one', () => {
  expect(nearestNames('claude'.repeat(200_000), NAMES, 3)).toEqual([])
})
