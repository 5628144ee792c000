import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isAllowed, matchesPattern, NO_RESTRICTIONS, readRestrictions } from './restrictions.ts'

test.each([
  ['anthropic/claude-sonnet-4.6', 'anthropic/*', true],
  ['anthropic/claude-sonnet-4.6', 'Anthropic/*SONNET*', true],
  ['anthropic/claude-sonnet-4.6', '*', true],
  ['anthropic/claude-sonnet-4.6', '*-4.6', true],
  ['anthropic/claude-sonnet-4.6', 'anthropic/claude-sonnet-4.6', true],
  ['anthropic/claude-sonnet-4.6', 'anthropic/claude-sonnet-4', false],
  ['anthropic/claude-sonnet-4.6', 'claude', false],
  ['anthropic/claude-sonnet-4.6', '*claude', false],
  ['a/b', 'a/b*b', false],
  ['a/bb', 'a/b*b', true],
  ['a.b', 'a?b', false],
  ['a/b', '', false],
])('%s and %s: %s', (slug, pattern, fits) => {
  expect(matchesPattern(slug, pattern)).toBe(fits)
})

test('a pattern fits what a regular expression of it fits', () => {
  const piece = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 })
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 10 }), piece, (slug, pattern) => {
      expect(matchesPattern(slug, pattern)).toBe(
        new RegExp(`^${pattern.replaceAll(/\*+/g, '.*')}$`).test(slug),
      )
    }),
    { numRuns: 500 },
  )
})

test('the fields of the plugin, and of no other', () => {
  const plugins = [
    { id: 'web' },
    {
      id: 'auto-router',
      allowed_models: ['openai/*', 'anthropic/*'],
      excluded_models: ['*-pro'],
      cost_tier: 'medium',
    },
  ]
  const restrictions = readRestrictions(plugins)
  expect(restrictions).toEqual({
    allowed: ['openai/*', 'anthropic/*'],
    excluded: ['*-pro'],
    tier: 'balanced',
  })
  const slugs = ['openai/gpt-5.4', 'openai/gpt-5.4-pro', 'google/gemini-3-pro']
  expect(slugs.map((slug) => isAllowed(slug, restrictions))).toEqual([true, false, false])
  for (const none of [undefined, null, [], 'auto-router', [{ id: 'web', allowed_models: [] }], [null]])
    expect(readRestrictions(none)).toEqual(NO_RESTRICTIONS)
})

test('a list that allows nothing allows nothing', () => {
  const restrictions = readRestrictions([{ id: 'auto-router', allowed_models: [] }])
  expect(isAllowed('openai/gpt-5.4', restrictions)).toBe(false)
})

test.each([
  ['allowed_models', 'openai/*'],
  ['allowed_models', [1]],
  ['excluded_models', {}],
  ['excluded_models', Array.from({ length: 1_025 }, () => 'a')],
  ['excluded_models', ['a'.repeat(1_025)]],
  ['allowed_models', Array.from({ length: 65 }, () => 'a'.repeat(1_024))],
  ['cost_tier', 'cheap'],
  ['cost_tier', 'constructor'],
  ['cost_tier', 1],
])('%s that cannot be understood is refused by name', (field, value) => {
  const read = () => readRestrictions([{ id: 'web' }, { id: 'auto-router', [field]: value }])
  expect(read).toThrow(
    expect.objectContaining({ code: 'invalid_request', details: { param: `plugins[1].${field}` } }),
  )
})
