import { millisecondsOf } from '../../core/latency-class.ts'
import type { ClassCount } from '../../storage/store.ts'

export interface Percentiles {
  readonly p50: number
  readonly p95: number
  readonly p99: number
}

/** Of counts that may name a class more than once. Null where nothing was counted. */
export function percentiles(counts: readonly ClassCount[]): Percentiles | null {
  const total = counts.reduce((sum, [, count]) => sum + count, 0)
  if (total === 0) return null
  const ordered = counts.toSorted(([one], [other]) => one - other)
  const at = (share: number) => millisecondsAt(ordered, total * share)
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}

function millisecondsAt(ordered: readonly ClassCount[], rank: number): number {
  let seen = 0
  let last = 0
  for (const [latencyClass, count] of ordered) {
    last = latencyClass
    seen += count
    if (seen >= rank) break
  }
  return Math.round(millisecondsOf(last) * 10) / 10
}
