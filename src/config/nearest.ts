const LENGTH_MAX = 64 // Names are short; the distance below takes the product of both lengths.

/**
 * The candidate that a misspelt `word` most likely means, or null where none is near: at most a third of its letters
 * wrong, or one in a short word of three or more. Letter case, `-` and `_` do not count, so `baseUrl` finds `base_url`.
 */
export function nearest(word: string, candidates: Iterable<string>): string | null {
  const wanted = plain(word)
  if (wanted === '' || wanted.length > LENGTH_MAX) return null
  let best: string | null = null
  let bestDistance = (wanted.length < 3 ? 0 : Math.max(1, Math.floor(wanted.length / 3))) + 1
  for (const candidate of candidates) {
    const offered = plain(candidate)
    if (Math.abs(offered.length - wanted.length) >= bestDistance) continue
    const distance = editDistance(wanted, offered)
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

function plain(word: string): string {
  return word.toLowerCase().replaceAll(/[-_]/g, '')
}

/** Insertions, deletions, substitutions and swaps of neighbours that turn `from` into `to`. */
function editDistance(from: string, to: string): number {
  let beforePrevious: number[] = []
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (let row = 1; row <= from.length; row++) {
    const current = [row]
    for (let column = 1; column <= to.length; column++) {
      const isSame = from[row - 1] === to[column - 1]
      let cost = Math.min(
        at(previous, column) + 1,
        at(current, column - 1) + 1,
        at(previous, column - 1) + (isSame ? 0 : 1),
      )
      const isSwap =
        row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]
      if (isSwap) cost = Math.min(cost, at(beforePrevious, column - 2) + 1)
      current.push(cost)
    }
    beforePrevious = previous
    previous = current
  }
  return at(previous, to.length)
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY
}
