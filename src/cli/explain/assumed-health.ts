import type { Config } from '../../config/config.ts'
import { Health } from '../../routing/health.ts'
import type { Failure } from '../../routing/health/outcome.ts'

export type AssumedStanding = keyof typeof CAUSES

/**
 * The health of targets of which the worst is assumed, by way of an attempt that failed so: what the test sees is what
 * such a failure leads to. A target is named by its id; by `provider/model` with all its credentials.
 */
export function assumedHealth(
  standings: Readonly<Record<string, AssumedStanding>>,
  { providers }: Config,
  nowMs: number,
): Health {
  const health = new Health()
  for (const [name, standing] of Object.entries(standings)) {
    for (const id of idsOf(name, providers)) {
      health.began(id, nowMs)
      health.failed(id, CAUSES[standing], nowMs)
    }
  }
  return health
}

const PAUSE_MS = 60_000

/** Of each, the failure that leads to it at once and concerns one target alone. */
const CAUSES = {
  open: { code: 'stream_interrupted', retryAfterMs: PAUSE_MS },
  full: { code: 'provider_rate_limited', retryAfterMs: PAUSE_MS },
  refused: { code: 'provider_model_missing', retryAfterMs: null },
} as const satisfies Record<string, Failure>

function idsOf(name: string, providers: Config['providers']): readonly string[] {
  const credentials = providers[name.slice(0, name.indexOf('/'))]?.credentials ?? []
  const isOne = credentials.length < 2 || credentials.some((each) => name.endsWith(`#${each.name}`))
  return isOne ? [name] : credentials.map((each) => `${name}#${each.name}`)
}
