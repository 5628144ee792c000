import type { AlertSink } from '../core/alert.ts'
import type { Clock } from '../core/ports.ts'
import type { Price } from '../core/price.ts'
import type { LimitAlert } from '../routing/alert.ts'
import type { Health } from '../routing/health.ts'
import { guardPrice, priceBefore } from '../routing/price-guard.ts'
import type { Route } from '../routing/route.ts'
import { priceOf, type Target } from '../routing/target.ts'
import { judge, NEVER_OVER, type Threshold, type ThresholdState } from '../routing/thresholds.ts'
import type { Snapshot } from './snapshot.ts'

/** What is known of one target under the limits of one route. */
interface Watched {
  /** The price when it was first seen under this configuration. */
  readonly baseline: Price | null
  isDear: boolean
  readonly judged: Map<Threshold['measure'], ThresholdState>
  /** The word for the decision; null while it keeps to all limits. */
  reason: string | null
}

/** What a look takes in. */
export interface Sight {
  readonly health: Pick<Health, 'figures'>
  readonly clock: Clock
  /** The share of the latest canaries that the target has passed; null: not known. */
  canaryRate(targetId: string): number | null
  /** By provider, while a drill raises its prices. */
  readonly priceFactors: ReadonlyMap<string, number> | null
}

/**
 * Keeps watch over the limits that operators set of their own: for prices, errors, latency, quality. It looks about
 * once a second and not with each request, so that a request only reads what was found, and to explain one changes
 * nothing.
 */
export class Guards {
  readonly #alerts: AlertSink
  readonly #watched = new WeakMap<Snapshot, Map<string, Watched>>()

  constructor(alerts: AlertSink) {
    this.#alerts = alerts
  }

  look(snapshot: Snapshot, sight: Sight): void {
    for (const route of snapshot.routes.values()) {
      if (route.priceGuard === null && route.thresholds === null) continue
      for (const target of route.targets) this.#lookAt(target, route, snapshot, sight)
    }
  }

  /** Why the traffic of this route leaves the target; null where it does not. */
  overLimit(snapshot: Snapshot, route: Route, target: Target): string | null {
    if (route.priceGuard === null && route.thresholds === null) return null
    return this.#watched.get(snapshot)?.get(keyOf(route, target))?.reason ?? null
  }

  #lookAt(target: Target, route: Route, snapshot: Snapshot, sight: Sight): void {
    const watched = this.#find(snapshot, route, target, sight.clock.now())
    const dear = this.#judgePrice(watched, target, route, sight)
    const past = this.#judgeFigures(watched, target, route, sight)
    watched.reason = dear ?? past
  }

  #find(snapshot: Snapshot, route: Route, target: Target, nowMs: number): Watched {
    let all = this.#watched.get(snapshot)
    if (all === undefined) {
      all = new Map()
      this.#watched.set(snapshot, all)
    }
    const key = keyOf(route, target)
    let watched = all.get(key)
    if (watched === undefined) {
      watched = { baseline: priceOf(target, nowMs), isDear: false, judged: new Map(), reason: null }
      all.set(key, watched)
    }
    return watched
  }

  #judgePrice(watched: Watched, target: Target, route: Route, { clock, priceFactors }: Sight): string | null {
    if (route.priceGuard === null) return null
    const nowMs = clock.now()
    const before = target.offer === null ? null : priceBefore(target.offer, nowMs)
    const prices = { baseline: watched.baseline, before, now: drilled(target, nowMs, priceFactors) }
    const { isOver, removedBy, alert } = guardPrice(route.priceGuard, prices, watched.isDear)
    watched.isDear = isOver
    if (alert !== null) this.#tell(alert, route, target)
    return removedBy
  }

  #judgeFigures(watched: Watched, target: Target, route: Route, sight: Sight): string | null {
    let reason: string | null = null
    const limits = thresholdsOf(route)
    if (limits.length === 0) return null
    const { clock, health } = sight
    const nowMs = clock.monotonicMs()
    const { uptime, ttftMs, quality } = health.figures(target.id, nowMs)
    const measured = {
      'error-rate': uptime.fiveMinutes === null ? null : 1 - uptime.fiveMinutes,
      latency: ttftMs?.p90 ?? null,
      quality: lower(quality, sight.canaryRate(target.id)),
    }
    for (const limit of limits) {
      const was = watched.judged.get(limit.measure) ?? NEVER_OVER
      const { removedBy, alert, state } = judge(limit, was, measured[limit.measure], nowMs)
      watched.judged.set(limit.measure, state)
      if (alert !== null) this.#tell(alert, route, target)
      reason ??= removedBy
    }
    return reason
  }

  #tell(alert: LimitAlert, route: Route, target: Target): void {
    this.#alerts.raise({ ...alert, subject: { route: route.name, target: target.id } })
  }
}

function lower(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other
  return Math.min(one, other)
}

function thresholdsOf({ thresholds }: Route): Threshold[] {
  if (thresholds === null) return []
  const { errorRate, ttftMs, quality } = thresholds
  return [
    ...(errorRate === undefined ? [] : [{ measure: 'error-rate', limit: errorRate } as const]),
    ...(ttftMs === undefined ? [] : [{ measure: 'latency', limit: ttftMs } as const]),
    ...(quality === undefined ? [] : [{ measure: 'quality', limit: quality } as const]),
  ]
}

function drilled(target: Target, nowMs: number, factors: ReadonlyMap<string, number> | null): Price | null {
  const price = priceOf(target, nowMs)
  const factor = factors?.get(target.providerName) ?? 1
  if (price === null || factor === 1) return price
  const raised = (nanos: number | null) => (nanos === null ? null : nanos * factor)
  return { ...price, input: raised(price.input), output: raised(price.output) }
}

function keyOf({ name }: Route, { id, position }: Target): string {
  return `${name} ${position} ${id}`
}
