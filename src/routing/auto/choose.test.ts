import fc from 'fast-check'
import { expect, test } from 'vitest'
import { candidate, SETTINGS } from './ask.fixture.ts'
import { type Asked, type AutoCandidate, chooseModels } from './choose.ts'
import { COST_TIERS } from './cost-tier.ts'
import type { RequestShape } from './request-shape.ts'
import { NO_RESTRICTIONS } from './restrictions.ts'

const SHAPE: RequestShape = { turns: 1, usesTools: false, isStructured: false, media: new Set(), tokens: 100 }
const WEAK: Asked = {
  task: { class: 'chat', shape: SHAPE },
  suffices: 0.9,
  threshold: 0.8,
  tier: 'balanced',
  restrictions: NO_RESTRICTIONS,
}
const STRONG: Asked = { ...WEAK, suffices: 0.7 }
const needing = (shape: Partial<RequestShape>): Asked => ({
  ...WEAK,
  task: { class: 'chat', shape: { ...SHAPE, ...shape } },
})

const FIVE = [1, 2, 4, 8, 16].map((usd) => candidate(`a/at-${usd}`, usd))
const first = (asked: Asked, models: readonly AutoCandidate[] = FIVE) =>
  chooseModels(asked, models, SETTINGS).models[0]

test('the score and the tier say where in the order of prices the model stands', () => {
  const firsts = COST_TIERS.map((tier) => [first({ ...WEAK, tier }), first({ ...STRONG, tier })])
  expect(firsts).toEqual([
    ['a/at-1', 'a/at-4'],
    ['a/at-2', 'a/at-8'],
    ['a/at-4', 'a/at-16'],
  ])
})

test('of two, the cheap one is weak and the dear one strong, whatever the tier', () => {
  for (const tier of COST_TIERS) {
    const two = [candidate('a/dear', 9), candidate('a/cheap', 1)]
    expect(first({ ...WEAK, tier }, two)).toBe('a/cheap')
    expect(first({ ...STRONG, tier }, two)).toBe('a/dear')
  }
})

test('every candidate is chosen once or removed for a reason, in whatever order they come', () => {
  const usd = fc.option(fc.integer({ min: 0, max: 20 }), { nil: null })
  const models = fc.uniqueArray(fc.tuple(fc.stringMatching(/^[a-d]\/[e-h]$/), usd), {
    selector: ([slug]) => slug,
    maxLength: 8,
  })
  fc.assert(
    fc.property(models, fc.double({ min: 0, max: 1, noNaN: true }), (list, suffices) => {
      const candidates = list.map(([slug, price]) => candidate(slug, price))
      const choice = chooseModels({ ...WEAK, suffices }, candidates, SETTINGS)
      expect(chooseModels({ ...WEAK, suffices }, candidates.toReversed(), SETTINGS).models).toEqual(
        choice.models,
      )
      const names = choice.candidates.map(({ model }) => model)
      expect([...names].sort()).toEqual(list.map(([slug]) => slug).sort())
      expect(names.slice(0, choice.models.length)).toEqual(choice.models)
      const unpriced = list.filter(([, price]) => price === null).map(([slug]) => slug)
      expect(choice.candidates.flatMap(({ model, removedBy }) => (removedBy ? [model] : [])).sort()).toEqual(
        unpriced.sort(),
      )
    }),
  )
})

test('the operator’s lists go before the price, and need none', () => {
  const models = [...FIVE, candidate('own/best', null), candidate('own/small', null)]
  const settings = { ...SETTINGS, strong: ['own/best', 'a/at-1'], weak: ['own/sm*'] }
  expect(chooseModels(STRONG, models, settings).models.slice(0, 3)).toEqual(['own/best', 'a/at-1', 'a/at-8'])
  expect(chooseModels(WEAK, models, settings).models.slice(0, 2)).toEqual(['own/small', 'a/at-2'])
  expect(chooseModels(STRONG, models, settings).models.at(-1)).toBe('own/small')
})

test('the operator’s word on a class goes before the score', () => {
  const settings = { ...SETTINGS, classes: { chat: 'strong' } as const }
  expect(chooseModels(WEAK, FIVE, settings)).toMatchObject({ strength: 'strong', decidedBy: 'class' })
  expect(chooseModels(WEAK, FIVE, SETTINGS)).toMatchObject({ strength: 'weak', decidedBy: 'score' })
})

test.each<[string, Asked, Partial<AutoCandidate>]>([
  ['no-image-input', needing({ media: new Set(['image']) }), {}],
  ['no-image-input', needing({ media: new Set(['image']) }), { inputModalities: null }],
  ['no-audio-input', needing({ media: new Set(['audio']) }), { inputModalities: ['text', 'image'] }],
  ['no-tools', needing({ usesTools: true }), { tools: false }],
  ['context-length', needing({ tokens: 128_001 }), {}],
  ['context-length', needing({ tokens: 8_193 }), { contextTokens: null }],
  ['unknown-price', WEAK, { price: null }],
  ['model-restrictions', { ...WEAK, restrictions: { ...NO_RESTRICTIONS, excluded: ['a/*'] } }, {}],
])('what a model lacks removes it: %s', (removedBy, asked, fields) => {
  const choice = chooseModels(asked, [candidate('a/model', 1, fields)], SETTINGS)
  expect(choice.models).toEqual([])
  expect(choice.candidates).toEqual([{ model: 'a/model', score: null, parts: {}, removedBy }])
})

test('what a model has keeps it, and tools that nobody knows of are no fault', () => {
  const image = needing({ media: new Set(['image']), usesTools: true, tokens: 128_000 })
  expect(first(image, [candidate('a/sees', 1, { inputModalities: ['text', 'image'] })])).toBe('a/sees')
})

test('the record says what the score was made of', () => {
  expect(chooseModels(STRONG, FIVE, SETTINGS).candidates[0]).toEqual({
    model: 'a/at-8',
    score: 0,
    parts: { suffices: 0.7, threshold: 0.8, priceRank: 0.75, usdPerMillion: 8 },
    removedBy: null,
  })
})
