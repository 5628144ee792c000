import { ATTEMPTS_MAX } from '../routing/backoff.ts'
import type { Target } from '../routing/target.ts'
import type { AttemptInput } from './attempt.ts'
import { type GatePass, tryGate } from './gate-pass.ts'
import type { Gateway } from './gateway.ts'

/** When a second attempt is to begin beside a slow one, and where. */
export interface Hedge {
  readonly afterMs: number
  /** Asked when the time has come. Null: none, after all. */
  next(): { readonly target: Target; readonly pass: GatePass } | null
}

/**
 * Null where the route does not hedge, or nobody knows yet what is slow for this target. A percentile is one of the
 * time to a first token, which only a stream has; for whole answers the route has to say a time.
 */
export function hedgeFor(
  input: AttemptInput,
  target: Target,
  spare: () => Target | null,
  gateway: Gateway,
): Hedge | null {
  const { exchange, asked, route } = input
  const { hedge } = route
  if (hedge === null) return null
  const afterMs = delayMs(hedge.after, target, asked.request.stream, gateway)
  if (afterMs === null) return null
  return {
    afterMs,
    next: () => {
      // The slow one is not among them yet.
      if (exchange.isGone || exchange.attempts.length + 1 >= ATTEMPTS_MAX) return null
      const other = spare()
      const nowMs = gateway.clock.monotonicMs()
      if (other === null || !gateway.storms.mayHedge(route.name, hedge.maxRatio, nowMs)) return null
      const pass = tryGate(input, other, gateway)
      return pass === null ? null : { target: other, pass }
    },
  }
}

function delayMs(
  after: number | 'p90' | 'p95' | 'p99',
  target: Target,
  isStream: boolean,
  { health, clock }: Gateway,
): number | null {
  if (typeof after === 'number') return after
  if (!isStream) return null
  return health.figures(target.id, clock.monotonicMs()).ttftMs?.[after] ?? null
}
