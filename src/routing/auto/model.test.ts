import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { COST_TIERS } from './cost-tier.ts'
import { textFeatures } from './features.ts'
import { RouterModel } from './model.ts'
import { loadShippedRouter } from './shipped.ts'

const TEXT = readFileSync(new URL('./weights.json', import.meta.url), 'utf8')
const router = loadShippedRouter()

test('any text has a probability, the same each time', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => {
      const probability = router.suffices(textFeatures(text))
      expect(probability).toBeGreaterThan(0)
      expect(probability).toBeLessThan(1)
      expect(loadShippedRouter().suffices(textFeatures(text))).toBe(probability)
    }),
    { numRuns: 50 },
  )
})

test('a dearer tier asks for a strong model more often', () => {
  const thresholds = COST_TIERS.map((tier) => router.threshold(tier))
  expect(thresholds).toEqual([...new Set(thresholds)].sort())
})

test('the weights are small, and no text of anybody is among them', () => {
  expect(TEXT.length).toBeLessThan(60_000)
  const strings: string[] = []
  JSON.parse(TEXT, (key, value: unknown) => {
    if (typeof value === 'string' && key !== 'words') strings.push(value)
    return value
  })
  expect(strings).toEqual([router.version, 'portolan'])
})

test('the figures in the documentation are of these weights', () => {
  const page = readFileSync(new URL('../../../docs/concepts/auto.md', import.meta.url), 'utf8')
  expect(page).toContain(`Weights \`${router.version}\``)
})

test.each<[string, (file: Record<string, unknown>) => unknown]>([
  ['not of format 1', () => null],
  ['not of format 1', (file) => ({ ...file, format: 2 })],
  ['lacks its version', (file) => ({ ...file, version: 1 })],
  ['does not say how many buckets', (file) => ({ ...file, buckets: '16384' })],
  ['has 8 buckets', (file) => ({ ...file, buckets: 8 })],
  ['not a weight for each bucket', (file) => ({ ...file, words: 'AAAA' })],
  ['lacks its marks', (file) => ({ ...file, marks: [] })],
  ['mark length has no number `mean`', (file) => ({ ...file, marks: {} })],
  ['has no number `bias`', (file) => ({ ...file, bias: null })],
  ['calibration has no number `offset`', (file) => ({ ...file, calibration: { slope: 1 } })],
  ['thresholds has no number `low`', (file) => ({ ...file, thresholds: {} })],
])('a file that is none is refused by what it lacks: %s', (message, change) => {
  const file: unknown = change(JSON.parse(TEXT))
  expect(() => new RouterModel(file)).toThrow(message)
})
