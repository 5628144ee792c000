import type { Figures, HealthView, Quantiles } from './health-view.ts'
import type { Standing } from './health.ts'

/** Figures as a test states them; the rest is not measured. */
export function figures(fields: Partial<Figures> = {}): Figures {
  return {
    inFlight: 0,
    ttftMs: null,
    tokensPerSecond: null,
    uptime: uptime(null),
    requestsLeft: null,
    tokensLeft: null,
    quality: null,
    ...fields,
  }
}

export function uptime(fiveMinutes: number | null): Figures['uptime'] {
  return { fiveMinutes, thirtyMinutes: null, day: null }
}

/** Quantiles around a median. */
export function quantiles(p50: number): Quantiles {
  return { p50, p75: p50 * 1.2, p90: p50 * 1.5, p95: p50 * 2, p99: p50 * 3 }
}

export interface Condition {
  readonly standing?: Standing
  readonly figures?: Partial<Figures>
}

/** A view of targets by their ids; one that is not named is ready and unmeasured. */
export function healthView(conditions: Readonly<Record<string, Condition>> = {}): HealthView {
  return {
    standing: (id) => conditions[id]?.standing ?? { type: 'ready' },
    figures: (id) => figures(conditions[id]?.figures),
  }
}
