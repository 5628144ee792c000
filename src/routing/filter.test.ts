import { expect, test } from 'vitest'
import type { WhereConfig } from '../config/config.ts'
import { constraintsOf, removedBy } from './filter.ts'
import type { RequestFacts } from './request-facts.ts'
import { offerOf, priced, targetAt } from './target.fixture.ts'
import type { Target } from './target.ts'

function reason(fields: Partial<Target>, where: WhereConfig, facts: RequestFacts = {}): string | null {
  const constraints = constraintsOf([where], { facts, nowMs: 0, removes: () => null })
  return removedBy(targetAt(0, fields), constraints)
}

const TIERED = {
  ...priced(1e9, 2e9),
  tiers: [
    {
      aboveInputTokens: 100,
      input: 3e9,
      output: 2e9,
      cacheRead: null,
      cacheWrite: null,
      cacheWrite1h: null,
    },
  ],
}

test.each<[string, Partial<Target>, WhereConfig, RequestFacts?]>([
  ['nothing asked', {}, {}],
  ['an allowed provider, in any case', {}, { only: ['B', 'A'] }],
  ['an allowed model of it', {}, { only: ['a/m'] }],
  ['an allowed region of it', { region: 'eu-west' }, { only: ['a/EU-West'] }],
  ['an allowed credential', { id: 'a/m#2' }, { only: ['a/m#2'] }],
  ['another provider ignored', {}, { ignore: ['b', 'a/other'] }],
  ['a place among others', { jurisdiction: 'eu' }, { jurisdiction: ['US', 'EU'] }],
  ['a region', { region: 'eu-west' }, { region: ['eu-west'] }],
  ['nothing retained', { retainsData: false }, { zdr: true }],
  ['nobody asks for it', { retainsData: true, trainsOnData: true }, { zdr: false, dataCollection: 'allow' }],
  ['nothing trained on', { retainsData: true, trainsOnData: false }, { dataCollection: 'deny' }],
  ['a variant of fp8', { quantization: 'mxfp8' }, { quantizations: ['fp8'] }],
  ['nobody has stated it', {}, { quantizations: ['bf16', 'unknown'] }],
  ['a price at its bound', { price: priced(1e9, 2e9) }, { maxPrice: { input: 1e9, output: 2e9 } }],
  ['no fee', { price: priced(1e9, 2e9) }, { maxPrice: { request: 0 } }],
  ['the price of its length', { price: TIERED }, { maxPrice: { input: 1e9 } }, { inputTokens: 100 }],
  ['room enough', { contextTokens: 8_000 }, { minContext: 8_000 }, { inputTokens: 8_000 }],
  ['what may fit after all', { contextTokens: 8_000 }, {}, { inputTokens: 16_000 }],
  ['a length that nobody knows', {}, {}, { inputTokens: 9_000_000 }],
  [
    'an image it can see',
    { offer: offerOf({ inputModalities: ['text', 'image'] }) },
    {},
    { modalities: ['image'] },
  ],
  [
    'sound where the catalogue has no word',
    { offer: offerOf({ inputModalities: ['text'] }) },
    {},
    { modalities: ['audio'] },
  ],
  [
    'text, whatever is known',
    { modalities: ['image'] },
    { requireParameters: true },
    { modalities: ['text'] },
  ],
  [
    'parameters that it takes',
    { parameters: ['tools'] },
    { requireParameters: true },
    { parameters: ['tools'] },
  ],
  [
    'reasoning by the catalogue',
    { offer: offerOf({ reasons: true }) },
    { requireParameters: true },
    { parameters: ['reasoning'] },
  ],
  ['parameters that nobody requires', {}, {}, { parameters: ['tools'] }],
])('%s passes', (_, fields, where, facts) => {
  expect(reason(fields, where, facts)).toBeNull()
})

test.each<[string, Partial<Target>, WhereConfig, RequestFacts?]>([
  ['only', {}, { only: ['b', 'openai'] }],
  ['only', {}, { only: [] }],
  ['only', {}, { only: ['a/eu-west'] }],
  ['ignore', {}, { ignore: ['A'] }],
  ['ignore', {}, { ignore: ['openai'] }],
  ['jurisdiction', {}, { jurisdiction: ['EU'] }],
  ['jurisdiction', { jurisdiction: 'US' }, { jurisdiction: ['EU'] }],
  ['region', {}, { region: ['eu-west'] }],
  ['zdr', {}, { zdr: true }],
  ['zdr', { retainsData: true }, { zdr: true }],
  ['data-collection', {}, { dataCollection: 'deny' }],
  ['data-collection', { retainsData: false }, { dataCollection: 'deny' }],
  ['quantization', {}, { quantizations: ['fp8'] }],
  ['quantization', { quantization: 'fp4' }, { quantizations: ['mxfp4', 'unknown'] }],
  ['max-price', {}, { maxPrice: { input: 1e15 } }],
  ['max-price', { price: priced(1, null) }, { maxPrice: { output: 1e15 } }],
  ['max-price', { price: priced(2, 1) }, { maxPrice: { input: 1 } }],
  ['max-price', { price: TIERED }, { maxPrice: { input: 1e9 } }, { inputTokens: 101 }],
  ['max-price', { price: { ...priced(0, 0), request: 2 } }, { maxPrice: { request: 1 } }],
  ['min-context', {}, { minContext: 1 }],
  ['min-context', { contextTokens: 7_999 }, { minContext: 8_000 }],
  ['context-length', { contextTokens: 8_000 }, {}, { inputTokens: 16_001 }],
  ['modality', { offer: offerOf({ inputModalities: ['text'] }) }, {}, { modalities: ['image'] }],
  ['modality', { modalities: ['text'] }, {}, { modalities: ['text', 'file'] }],
  ['modality', {}, { requireParameters: true }, { modalities: ['image'] }],
  ['parameters', {}, { requireParameters: true }, { parameters: ['tools'] }],
  ['parameters', { parameters: ['tools'] }, { requireParameters: true }, { parameters: ['tools', 'seed'] }],
  [
    'parameters',
    { offer: offerOf({ reasons: false }) },
    { requireParameters: true },
    { parameters: ['reasoning'] },
  ],
])('%s removes a target: %j %j', (name, fields, where, facts) => {
  expect(reason(fields, where, facts)).toBe(name)
})

test('all conditions must hold, whoever makes them, and reasons from outside come first', () => {
  const wheres = [{ only: ['a', 'b'] }, null, { only: ['b', 'c'] }]
  const context = { facts: {}, nowMs: 0, removes: ({ id }: Target) => (id === 'c/m' ? 'pin' : null) }
  const constraints = constraintsOf(wheres, context)
  expect([0, 1, 2].map((place) => removedBy(targetAt(place), constraints))).toEqual(['only', null, 'pin'])
})
