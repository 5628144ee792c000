import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { textFeatures } from '../../src/routing/auto/features.ts'
import { RouterModel, sigmoid } from '../../src/routing/auto/model.ts'
import { seededRandom } from '../../src/routing/random.ts'
import { calibrate, thresholdsOf } from './calibrate.ts'
import { confidence, qualityOf } from './curve.ts'
import { fit } from './fit.ts'
import { groupFolds, heldOutScores, randomFolds } from './held-out.ts'
import { pack, UNCALIBRATED } from './pack.ts'
import { sliceOf } from './report.ts'
import { readRows, type Row } from './rows.ts'

const folder = mkdtempSync(join(tmpdir(), 'train-router-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Prompts on five subjects; of one of them the weak model knows little. `seen`: whether it shows in the words. */
function corpus(seen: boolean): readonly Row[] {
  const random = seededRandom('corpus')
  const subjects = ['glaciers', 'operas', 'engines', 'orchids', 'tariffs']
  return Array.from({ length: 600 }, (_, index) => {
    const subject = subjects[index % subjects.length] ?? ''
    const isHard = subject === 'tariffs'
    const prompt = `Question ${Math.floor(random() * 1e6)} about ${seen ? subject : 'things'}?`
    return {
      prompt,
      weakOk: random() < (isHard ? 0.2 : 0.8),
      strongOk: random() < 0.85,
      group: subject,
      set: 'corpus',
      features: textFeatures(prompt),
    }
  })
}

test('what shows in the words is learned, and holds on prompts that were held out', () => {
  const rows = corpus(true)
  const scores = heldOutScores(rows, randomFolds(rows, 4, 'folds'), 0.003)
  const { items } = sliceOf('all', rows, scores, () => true)
  expect(confidence(items, 'seed')[0]).toBeGreaterThan(0.02)
  expect(qualityOf(items).recovered).toBeGreaterThan(0.7)
})

test('where there is nothing to learn, held-out prompts show it', () => {
  const rows = corpus(false)
  const scores = heldOutScores(rows, randomFolds(rows, 4, 'folds'), 0.003)
  const [from, until] = confidence(sliceOf('all', rows, scores, () => true).items, 'seed')
  expect(from).toBeLessThan(0)
  expect(until).toBeGreaterThan(0)
})

test('the packed weights score as the trained ones do', () => {
  const rows = corpus(true)
  const found = fit(rows, 0.003)
  const model = new RouterModel(pack(found, UNCALIBRATED))
  const exact = rows.map(({ features: { buckets, marks } }) => {
    const words = buckets.reduce((sum, bucket) => sum + (found.words[bucket] ?? 0), 0)
    return found.marks.reduce(
      (sum, { mean, spread, weight }, index) =>
        sum + (spread === 0 ? 0 : weight * Math.max(-3, Math.min(3, ((marks[index] ?? 0) - mean) / spread))),
      found.bias + words / Math.sqrt(buckets.length),
    )
  })
  const spread = Math.max(...exact) - Math.min(...exact)
  const error = Math.max(
    ...rows.map(({ features }, index) => Math.abs(model.score(features) - (exact[index] ?? 0))),
  )
  expect(error).toBeLessThan(0.02 * spread)
})

test('a fold is never trained on what it holds', () => {
  const rows = corpus(true)
  const repeated = [...rows, ...rows]
  const folds = randomFolds(repeated, 5, 'folds')
  expect(folds.slice(0, rows.length)).toEqual(folds.slice(rows.length))
  expect(new Set(folds)).toEqual(new Set([0, 1, 2, 3, 4]))
  const groups = groupFolds(rows, 5, 'folds')
  for (const [index, { group }] of rows.entries()) {
    expect(groups[index]).toBe(groups[rows.findIndex((row) => row.group === group)])
  }
})

test('calibration finds the curve that the outcomes came from', () => {
  const random = seededRandom('outcomes')
  const outcomes = Array.from({ length: 20_000 }, () => {
    const score = 4 * random() - 2
    return { score, suffices: random() < sigmoid(1.5 * score + 0.5) }
  })
  const { slope, offset } = calibrate(outcomes)
  expect(Math.abs(slope - 1.5)).toBeLessThan(0.1)
  expect(Math.abs(offset - 0.5)).toBeLessThan(0.1)
})

test('the thresholds divide what they were made of by the shares of the tiers', () => {
  const thresholds = thresholdsOf(Array.from({ length: 100 }, (_, index) => (99 - index) / 100))
  expect(thresholds).toEqual({ low: 0.2, balanced: 0.5, high: 0.8 })
})

test('rows of any file, and what is wrong with one that cannot be used', () => {
  const path = join(folder, 'feedback.jsonl')
  const line = JSON.stringify({ prompt: 'a\u2028b', weak_ok: true, strong_ok: false, other: 1 })
  writeFileSync(path, `${line}\n\n${line.replace('}', ', "subject": "letters"}')}\n`)
  expect(
    readRows(path).map(({ prompt, weakOk, strongOk, group, set }) => [prompt, weakOk, strongOk, group, set]),
  ).toEqual([
    ['a\u2028b', true, false, 'feedback', 'feedback'],
    ['a\u2028b', true, false, 'letters', 'feedback'],
  ])
  for (const [bad, message] of [
    ['{', 'feedback.jsonl:2 is not JSON'],
    ['null', 'feedback.jsonl:2 has not the text `prompt`'],
    ['{"prompt":"a","weak_ok":1,"strong_ok":true}', 'feedback.jsonl:2 has not the text'],
  ] as const) {
    writeFileSync(path, `${line}\n${bad}\n`)
    expect(() => readRows(path)).toThrow(message)
  }
})
