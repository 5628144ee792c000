import { editDistance } from '../core/edit-distance.ts'

const LENGTH_MAX = 64 // Names are short; the distance takes the product of both lengths.

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
    const distance = editDistance(wanted, offered, bestDistance - 1)
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
