import { foldName } from './names.ts'

/**
 * The names most like `name`, best first, for "did you mean": those that hold it whole, and those a few slips of the
 * keyboard away. A name with an author is also compared by what follows the author. At most `count`; often fewer,
 * because a far-fetched suggestion is worse than none.
 */
export function nearestNames(name: string, names: Iterable<string>, count: number): string[] {
  const wanted = foldName(name.slice(0, NAME_LENGTH_MAX))
  const farthest = Math.min(Math.floor(wanted.length / 2), Math.max(2, Math.floor(wanted.length / 4)))
  const found: { name: string; distance: number }[] = []
  for (const candidate of names) {
    const distance = distanceBetween(wanted, foldName(candidate), farthest)
    if (distance <= farthest) found.push({ name: candidate, distance })
  }
  found.sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
  return found.slice(0, count).map((one) => one.name)
}

/** Names come from callers; past this length the rest says nothing. */
const NAME_LENGTH_MAX = 100

/** Too short to be told apart inside longer names: `o1` is in half of them. */
const CONTAINED_LENGTH_MIN = 4

function distanceBetween(wanted: string, candidate: string, farthest: number): number {
  const bare = candidate.slice(candidate.lastIndexOf('/') + 1)
  if (wanted === candidate || wanted === bare) return 0
  const isContained = wanted.length >= CONTAINED_LENGTH_MIN && candidate.includes(wanted)
  // One that holds the name whole is as good as one slip, and the less it adds, the better.
  if (isContained) return Math.min(farthest, 1 + (bare.length - wanted.length) / NAME_LENGTH_MAX)
  const whole = editDistance(wanted, candidate, farthest)
  return bare === candidate ? whole : Math.min(whole, editDistance(wanted, bare, farthest))
}

/**
 * Letters to add, drop, change or swap with a neighbour (Damerau-Levenshtein, optimal string alignment). Stops when
 * it must exceed `farthest`, and answers with more than that.
 */
function editDistance(a: string, b: string, farthest: number): number {
  if (Math.abs(a.length - b.length) > farthest) return farthest + 1
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, place) => place)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    let smallest = row
    for (let column = 1; column <= b.length; column++) {
      const isSame = a[row - 1] === b[column - 1]
      let cost = Math.min(
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + (isSame ? 0 : 1),
      )
      const isSwap = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      if (isSwap) cost = Math.min(cost, at(beforeLast, column - 2) + 1)
      current.push(cost)
      if (cost < smallest) smallest = cost
    }
    if (smallest > farthest) return farthest + 1
    beforeLast = last
    last = current
  }
  return at(last, b.length)
}

/** The tables are complete by construction; this only tells the compiler. */
function at(row: readonly number[], place: number): number {
  return row[place] ?? 0
}
