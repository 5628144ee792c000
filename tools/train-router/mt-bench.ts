import { readFileSync } from 'node:fs'
import { textFeatures } from '../../src/routing/auto/features.ts'
import type { RouterModel } from '../../src/routing/auto/model.ts'
import { seededRandom } from '../../src/routing/random.ts'

/** One answer to an open question, marked by a judge from 1 to 10. Most questions have the answer of one model only. */
export interface Marked {
  readonly score: number
  readonly isStrong: boolean
  readonly mark: number
}

/**
 * Reads the scores (`question_id`, `turn`, `model`, `score`) and the questions they belong to, and scores each turn as
 * the gateway would: by the turn's own text. `asked` are the router's scores of all turns of all questions.
 */
export function readMtBench(
  paths: { readonly scores: string; readonly questions: string; readonly strong: string },
  router: RouterModel,
): { readonly asked: readonly number[]; readonly marked: readonly Marked[] } {
  const turns = new Map<string, number>()
  for (const { question_id, turns: texts } of readLines(paths.questions) as readonly Question[]) {
    for (const [index, text] of texts.entries()) {
      turns.set(`${question_id} ${index + 1}`, router.score(textFeatures(text)))
    }
  }
  const marks = readLines(paths.scores) as readonly Mark[]
  return {
    asked: [...turns.values()],
    marked: marks.flatMap(({ question_id, turn, model, score: mark }) => {
      const score = turns.get(`${question_id} ${turn}`)
      return score === undefined ? [] : [{ score, isStrong: model === paths.strong, mark }]
    }),
  }
}

/**
 * The mean mark when that share of all turns goes to the strong model. An estimate: the strong answers that are known
 * among those turns stand for all of them, and the weak ones among the rest. Null where none is known.
 */
export function markAtShare(
  asked: readonly number[],
  marked: readonly Marked[],
  share: number,
): number | null {
  const border =
    [...asked].sort((a, b) => a - b)[Math.floor(share * asked.length)] ?? Number.POSITIVE_INFINITY
  const strong = mean(marked.filter(({ isStrong, score }) => isStrong && score < border))
  const weak = mean(marked.filter(({ isStrong, score }) => !isStrong && score >= border))
  return strong === null || weak === null ? null : share * strong + (1 - share) * weak
}

/** How far the router is above mixing at random, in marks and on average over the shares, with 95 % of a bootstrap. */
export function marksAboveRandom(asked: readonly number[], marked: readonly Marked[], seed: string) {
  const random = seededRandom(seed)
  const draws = Array.from({ length: ROUNDS }, () =>
    above(
      asked,
      marked.map((own) => marked[Math.floor(random() * marked.length)] ?? own),
    ),
  ).sort((a, b) => a - b)
  return {
    mean: above(asked, marked),
    from: draws[ROUNDS * 0.025] ?? 0,
    until: draws[ROUNDS * 0.975] ?? 0,
  }
}

const ROUNDS = 1_000
const SHARES = [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]

function above(asked: readonly number[], marked: readonly Marked[]): number {
  const strong = mean(marked.filter(({ isStrong }) => isStrong)) ?? 0
  const weak = mean(marked.filter(({ isStrong }) => !isStrong)) ?? 0
  const differences = SHARES.flatMap((share) => {
    const mark = markAtShare(asked, marked, share)
    return mark === null ? [] : [mark - (share * strong + (1 - share) * weak)]
  })
  return differences.reduce((sum, difference) => sum + difference, 0) / Math.max(1, differences.length)
}

function mean(marked: readonly Marked[]): number | null {
  if (marked.length === 0) return null
  return marked.reduce((sum, { mark }) => sum + mark, 0) / marked.length
}

/** The files are those of a known benchmark, so they are taken at their word. */
interface Question {
  readonly question_id: number
  readonly turns: readonly string[]
}

interface Mark {
  readonly question_id: number
  readonly turn: number
  readonly model: string
  readonly score: number
}

function readLines(path: string): readonly unknown[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line): unknown => JSON.parse(line))
}
