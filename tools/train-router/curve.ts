import { seededRandom } from '../../src/routing/random.ts'

/** A prompt with what each model made of it, in any unit in which more is better. */
export interface Judged {
  /** Those with the lowest go to the strong model first. */
  readonly score: number
  readonly weak: number
  readonly strong: number
}

export interface Quality {
  readonly weak: number
  readonly strong: number
  /**
   * The mean over all shares of strong calls of how much of the gap is recovered; 0.5 is what mixing at random gives.
   * RouteLLM calls it APGR.
   */
  readonly recovered: number
  /** The area between the curve and the straight line of random mixing, in the unit of the scores. */
  readonly aboveRandom: number
  /** The smallest shares of strong calls that recover half, and four fifths, of the gap. Random: 0.5 and 0.8. */
  readonly callsForHalf: number
  readonly callsForFourFifths: number
}

export function qualityOf(items: readonly Judged[]): Quality {
  const points = curveOf(items)
  const weak = points[0] ?? 0
  const strong = points.at(-1) ?? 0
  const mean = points.slice(1).reduce((sum, value, index) => sum + (value + (points[index] ?? 0)) / 2, 0)
  const area = mean / items.length - weak
  const callsFor = (share: number) =>
    points.findIndex((value) => value >= weak + share * (strong - weak)) / items.length
  return {
    weak,
    strong,
    recovered: area / (strong - weak),
    aboveRandom: area - (strong - weak) / 2,
    callsForHalf: callsFor(0.5),
    callsForFourFifths: callsFor(0.8),
  }
}

/** The mean quality when the first 0, 1, 2, … of the prompts go to the strong model. */
export function curveOf(items: readonly Judged[]): readonly number[] {
  let sum = items.reduce((total, { weak }) => total + weak, 0)
  const points = [sum / items.length]
  for (const { weak, strong } of inOrder(items)) {
    sum += strong - weak
    points.push(sum / items.length)
  }
  return points
}

/**
 * The interval that holds `aboveRandom` with a probability of 95 %: percentiles of a seeded bootstrap, which draws
 * whole groups where rows of one group are alike.
 */
export function confidence(
  items: readonly Judged[],
  seed: string,
  groupOf: (index: number) => string | number = (index) => index,
): readonly [number, number] {
  const groups = new Map<string | number, number>()
  const numbered = items.map((item, index) => {
    const name = groupOf(index)
    const group = groups.get(name) ?? groups.size
    groups.set(name, group)
    return { ...item, gain: item.strong - item.weak, group }
  })
  const ordered = inOrder(numbered)
  const random = seededRandom(seed)
  const draws = Array.from({ length: ROUNDS }, () => {
    const times = new Uint32Array(groups.size)
    for (let draw = 0; draw < groups.size; draw++) {
      const group = Math.floor(random() * groups.size)
      times[group] = (times[group] ?? 0) + 1
    }
    return areaAboveRandom(ordered, times)
  }).sort((a, b) => a - b)
  return [draws[ROUNDS * 0.025] ?? 0, draws[ROUNDS * 0.975] ?? 0]
}

const ROUNDS = 2_000

function areaAboveRandom(
  ordered: readonly { readonly gain: number; readonly group: number }[],
  times: Uint32Array,
): number {
  let count = 0
  let gained = 0
  let area = 0
  for (const { gain, group } of ordered) {
    const often = times[group] ?? 0
    area += often * (gained + (often * gain) / 2)
    gained += often * gain
    count += often
  }
  return area / count ** 2 - gained / count / 2
}

function inOrder<Item extends Judged>(items: readonly Item[]): readonly Item[] {
  return [...items].sort((a, b) => a.score - b.score)
}
