import { isNamed } from '../filters/providers.ts'
import type { Strategy } from './strategy.ts'

/** Targets that are named go first, in the order of the names; the rest as `inner` says. */
export function preferredOrder(names: readonly string[], inner: Strategy): Strategy {
  return (targets, context) => {
    const scores = inner(targets, context)
    return targets.map((target, index) => {
      const place = names.findIndex((name) => isNamed(target, name))
      const score = scores[index] ?? { score: Number.POSITIVE_INFINITY, parts: {} }
      if (place === -1) return score
      return { score: target.position, tier: place - names.length + FIRST, parts: { named: place } }
    })
  }
}

/** Below every tier that a strategy gives of its own accord, but for the owner of a sticky key. */
const FIRST = -100
