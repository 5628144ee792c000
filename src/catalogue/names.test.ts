import { expect, test } from 'vitest'
import { foldName, snapshotStart } from './names.ts'

test('names that differ in case, dots and dashes fold to one', () => {
  expect(foldName('Claude-Sonnet-4.6')).toBe(foldName('claude-sonnet-4-6'))
  expect(foldName('gpt_5.1')).toBe('gpt-5-1')
})

test.each([
  ['claude-sonnet-4-6-20260115', '-20260115'],
  ['claude-sonnet-4-5@20250929', '@20250929'],
  ['gpt-4o-2024-08-06', '-2024-08-06'],
  ['mistral-large-latest', '-latest'],
  ['gemini-2.0-flash-001', '-001'],
  ['mistral-large-2407', ''], // Another model than -2512, at another price.
  ['gpt-5.4', ''],
  ['-latest', ''],
  ['model-12345678', ''], // No date of this century.
])('%s ends in the snapshot "%s"', (name, snapshot) => {
  expect(name.slice(snapshotStart(name))).toBe(snapshot)
})
