import { describe, expect, test } from 'vitest'
import { ask } from '../../src/routing/auto/ask.fixture.ts'
import weights from '../../src/routing/auto/weights.json' with { type: 'json' }
import { scanText } from '../../src/routing/auto/scan.ts'
import { classify } from '../../src/routing/auto/task-class.ts'
import { confidence, type Judged, qualityOf } from '../../tools/train-router/curve.ts'
import { type Folds, groupFolds, heldOutScores, randomFolds } from '../../tools/train-router/held-out.ts'
import { sliceOf } from '../../tools/train-router/report.ts'
import { readRows, type Row } from '../../tools/train-router/rows.ts'
import { CORPORA, corpusLines, hasCorpora } from '../corpora.ts'

/**
 * Trains anew, five times without a fifth of the prompts and five times without a fifth of the subjects, and routes
 * what was held out through the gateway's own model.
 */
describe.skipIf(!hasCorpora)('the learned router on prompts that it has not seen', () => {
  const seed = 'held out' // Other folds than those the shipped figures are of.

  test('any prompts: surely above mixing at random, on each benchmark', () => {
    const rows = allRows()
    const items = held(rows, randomFolds(rows, 5, seed))
    for (const set of ['mmlu_pairs', 'gsm8k_pairs']) {
      const part = items.filter((item) => item.set === set)
      expect(confidence(part, seed)[0], set).toBeGreaterThan(0)
      expect(qualityOf(part).callsForHalf, set).toBeLessThan(0.45)
    }
    expect(qualityOf(items).recovered).toBeCloseTo(weights.trained.recovered, 1)
  })

  test('whole subjects: surely above mixing at random, also when subjects are what is drawn', () => {
    const rows = allRows()
    const items = held(rows, groupFolds(rows, 5, seed))
    expect(confidence(items, seed)[0]).toBeGreaterThan(0)
    expect(confidence(items, seed, (index) => items[index]?.group ?? '')[0]).toBeGreaterThan(0)
  })

  test('without the one subject that is the easiest to tell: still above', () => {
    const rows = allRows().filter(({ group }) => group !== 'moral_scenarios')
    expect(confidence(held(rows, randomFolds(rows, 5, seed)), seed)[0]).toBeGreaterThan(0)
  })

  test('labels that are dealt out anew teach nothing', () => {
    const rows = allRows()
    const shuffled = rows.map((row, index) => {
      const other = rows[(index * 1_009) % rows.length] ?? row
      return { ...row, weakOk: other.weakOk, strongOk: other.strongOk }
    })
    const [from] = confidence(held(shuffled, randomFolds(rows, 5, seed)), seed)
    expect(from).toBeLessThan(0)
  })
})

describe.skipIf(!hasCorpora)('the rules for classes', () => {
  test('multiple choice and sums are told from talk; open questions fall where their category says', () => {
    const classOf = (text: string) => classify(ask(text), scanText(text)).class
    const share = (texts: readonly string[], ...wanted: readonly string[]) =>
      texts.filter((text) => wanted.includes(classOf(text))).length / texts.length
    const prompts = (set: string) =>
      allRows()
        .filter((row) => row.set === set)
        .map(({ prompt }) => prompt)
    expect(share(prompts('mmlu_pairs'), 'reasoning', 'maths', 'code')).toBeGreaterThan(0.95)
    expect(share(prompts('gsm8k_pairs'), 'reasoning', 'maths')).toBeGreaterThan(0.7)
    expect(share(openQuestions('math'), 'maths')).toBeGreaterThanOrEqual(0.6)
    expect(share(openQuestions('extraction'), 'extraction')).toBeGreaterThanOrEqual(0.6)
    expect(share(openQuestions('coding'), 'code')).toBeGreaterThanOrEqual(0.5)
    expect(share(openQuestions('writing'), 'chat')).toBeGreaterThanOrEqual(0.8)
  })
})

type Held = Judged & { readonly group: string; readonly set: string }

function held(rows: readonly Row[], folds: Folds): readonly Held[] {
  const scores = heldOutScores(rows, folds, weights.trained.regularisation)
  const { items } = sliceOf('all', rows, scores, () => true)
  return items.map((item, index) => ({ ...item, set: rows[index]?.set ?? '' }))
}

function allRows(): readonly Row[] {
  return ['mmlu_pairs', 'gsm8k_pairs'].flatMap((name) => readRows(`${CORPORA}routing/routellm/${name}.jsonl`))
}

function openQuestions(wanted: string): readonly string[] {
  return corpusLines('prompts/mt_bench_question.jsonl').flatMap((line) => {
    // The benchmark's own shape.
    const { category, turns } = JSON.parse(line) as { category: string; turns: readonly string[] }
    return category === wanted ? turns.slice(0, 1) : []
  })
}
