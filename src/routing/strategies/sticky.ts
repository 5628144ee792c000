import type { StickyConfig } from '../../config/config.ts'
import { hashOf, unitOf } from '../hash.ts'
import { rendezvousDraw } from '../rendezvous.ts'
import type { RequestFacts } from '../request-facts.ts'
import type { Target } from '../target.ts'
import { balanced } from './balanced.ts'
import type { Strategy } from './strategy.ts'

/** Keeps a session on one target; the others, and requests of no session, go as `balanced` has it. */
export const sticky: Strategy = stickyOver(balanced, { by: 'session', ttlMs: null })

/**
 * The target that owns the key goes first, the rest as `inner` says. The place is found by rendezvous hashing, and then
 * the credential within it, so that a place with more credentials owns no more.
 */
export function stickyOver(inner: Strategy, { by, ttlMs }: StickyConfig): Strategy {
  return (targets, context) => {
    const scores = inner(targets, context)
    const said = keyOf(by, context.facts)
    if (said === null || targets.length < 2) return scores
    const owner = ownerOf(targets, ttlMs === null ? said : `${said}@${epochOf(said, ttlMs, context.nowMs)}`)
    return targets.map((target, index) => {
      const score = scores[index] ?? { score: Number.POSITIVE_INFINITY, parts: {} }
      return target === owner
        ? { ...score, tier: Number.NEGATIVE_INFINITY, parts: { ...score.parts, sticky: 1 } }
        : score
    })
  }
}

function keyOf(by: StickyConfig['by'], { session, user, prefix }: RequestFacts): string | null {
  const key = by === 'session' ? session : by === 'user' ? user : prefix
  return key ?? null
}

/** Counts lifetimes. Each key begins its own at another moment, so that they do not all move at once. */
function epochOf(key: string, ttlMs: number, nowMs: number): number {
  return Math.floor(nowMs / ttlMs + unitOf(hashOf(key)))
}

/** First the place, then the credential within it; by name and not by position, so that another order moves nobody. */
function ownerOf(targets: readonly Target[], key: string): Target | undefined {
  const keyHash = hashOf(key)
  const place = lowestBy(targets, (target, before) => {
    if (target.position === before?.position) return Number.POSITIVE_INFINITY // Drawn already, beside it.
    return rendezvousDraw(keyHash, `${target.providerName}/${target.model}`, target.weight)
  })
  const credentials = targets.filter(({ position }) => position === place?.position)
  if (credentials.length === 1) return place
  return lowestBy(credentials, ({ id, credentialWeight }) => rendezvousDraw(keyHash, id, credentialWeight))
}

function lowestBy(
  targets: readonly Target[],
  drawOf: (target: Target, before: Target | undefined) => number,
): Target | undefined {
  let [owner] = targets
  let lowest = Number.POSITIVE_INFINITY
  for (const [index, target] of targets.entries()) {
    const draw = drawOf(target, targets[index - 1])
    if (draw >= lowest) continue
    owner = target
    lowest = draw
  }
  return owner
}
