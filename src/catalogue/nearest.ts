import { editDistance } from '../core/edit-distance.ts'
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
