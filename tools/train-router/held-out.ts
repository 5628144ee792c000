import { RouterModel } from '../../src/routing/auto/model.ts'
import { seededRandom } from '../../src/routing/random.ts'
import { fit } from './fit.ts'
import { pack, UNCALIBRATED } from './pack.ts'
import { gainOf, type Row } from './rows.ts'

/** The fold of each row. */
export type Folds = readonly number[]

/** Each row in a fold by chance. The same prompt is always in one fold, however often it occurs. */
export function randomFolds(rows: readonly Row[], count: number, seed: string): Folds {
  return foldsBy(rows, ({ prompt }) => prompt, count, seed)
}

/** All rows of a group in one fold, so that what is held out is a subject that training has never seen. */
export function groupFolds(rows: readonly Row[], count: number, seed: string): Folds {
  return foldsBy(rows, ({ group }) => group, count, seed)
}

/** For each row, its score by a model that was trained without its fold and goes through the gateway's own code. */
export function heldOutScores(rows: readonly Row[], folds: Folds, regularisation: number): readonly number[] {
  const models = new Map<number, RouterModel>()
  return rows.map((row, index) => {
    const fold = folds[index] ?? 0
    const model = models.get(fold) ?? trainWithout(rows, folds, fold, regularisation)
    models.set(fold, model)
    return model.score(row.features)
  })
}

/** The same, but each model has its regularisation chosen among the rows it was trained on, by folds of those. */
export function nestedScores(rows: readonly Row[], folds: Folds, seed: string): readonly number[] {
  const scores = new Array<number>(rows.length).fill(0)
  for (const fold of new Set(folds)) {
    const inner = rows.filter((_, index) => folds[index] !== fold)
    const model = trainOn(inner, chooseRegularisation(inner, seed))
    for (const [index, row] of rows.entries()) {
      if (folds[index] === fold) scores[index] = model.score(row.features)
    }
  }
  return scores
}

/**
 * The one that predicts held-out groups best, since what callers ask is seldom of a group that training has seen; of
 * equals, the strongest. Where there are too few groups, rows are held out one by one.
 */
export function chooseRegularisation(rows: readonly Row[], seed: string): number {
  const hasGroups = new Set(rows.map(({ group }) => group)).size >= 2 * INNER_FOLDS
  const folds = (hasGroups ? groupFolds : randomFolds)(rows, INNER_FOLDS, `${seed} inner`)
  const losses = REGULARISATIONS.map((regularisation) => {
    const scores = heldOutScores(rows, folds, regularisation)
    return rows.reduce((sum, row, index) => sum + logLoss(scores[index] ?? 0, (1 - gainOf(row)) / 2), 0)
  })
  const best = losses.indexOf(Math.min(...losses))
  return REGULARISATIONS[best] ?? REGULARISATIONS[0]
}

const INNER_FOLDS = 4
const REGULARISATIONS = [0.03, 0.01, 0.003, 0.001] as const

function logLoss(score: number, wanted: number): number {
  return Math.log1p(Math.exp(-Math.abs(score))) + Math.max(score, 0) - wanted * score
}

function trainWithout(rows: readonly Row[], folds: Folds, fold: number, regularisation: number): RouterModel {
  return trainOn(
    rows.filter((_, index) => folds[index] !== fold),
    regularisation,
  )
}

function trainOn(rows: readonly Row[], regularisation: number): RouterModel {
  return new RouterModel(pack(fit(rows, regularisation), UNCALIBRATED))
}

/** Deals the distinct keys out in turn, after shuffling them. */
function foldsBy(rows: readonly Row[], keyOf: (row: Row) => string, count: number, seed: string): Folds {
  const random = seededRandom(seed)
  const keys = [...new Set(rows.map(keyOf))].map((key) => ({ key, place: random() }))
  const shuffled = keys.sort((a, b) => a.place - b.place)
  const folds = new Map(shuffled.map(({ key }, index) => [key, index % count]))
  return rows.map((row) => folds.get(keyOf(row)) ?? 0)
}
