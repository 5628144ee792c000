import type { Nanos } from '../core/money.ts'
import type { Felt } from './felt.ts'

/** When the fault lasted, on the clock of what was felt. */
export interface DrillTimes {
  readonly provider: string
  /** Null: it never began. */
  readonly startedAtMs: number | null
  /** Null: it never ended while anybody asked. */
  readonly endedAtMs: number | null
}

export interface DrillSummary {
  readonly phases: readonly PhaseSummary[]
  readonly requests: number
  readonly failed: number
  /** From the beginning of the fault until an answer of another provider came. Null: none did. */
  readonly elsewhereAfterMs: number | null
  /** From the end of the fault until an answer of the provider came. Null: none did. */
  readonly backAfterMs: number | null
  /** What the requests since the beginning cost above what as many cost before. Null: not known. */
  readonly addedCostNanos: Nanos | null
}

export interface PhaseSummary {
  readonly phase: 'before' | 'during' | 'after'
  readonly requests: number
  readonly failed: number
  /** How often each code, the most frequent first. */
  readonly codes: Readonly<Record<string, number>>
  /** Of answered requests, in milliseconds. Null: there are none. */
  readonly firstMs: { readonly p50: number; readonly p99: number } | null
  /** Who answered, and which share of what was answered; the greatest first. */
  readonly servedBy: readonly { readonly provider: string; readonly share: number }[]
  /** The mean of those whose cost is known. Null: it is of none. */
  readonly meanCostNanos: number | null
}

/** What all callers felt, phase by phase. A request belongs to the phase in which it was asked. */
export function summarize(felt: readonly Felt[], times: DrillTimes): DrillSummary {
  const { provider } = times
  const startedAtMs = times.startedAtMs ?? Number.POSITIVE_INFINITY
  const endedAtMs = times.endedAtMs ?? Number.POSITIVE_INFINITY
  const before = felt.filter((each) => each.startedAtMs < startedAtMs)
  const since = felt.filter((each) => each.startedAtMs >= startedAtMs)
  const during = since.filter((each) => each.startedAtMs < endedAtMs)
  const after = since.filter((each) => each.startedAtMs >= endedAtMs)
  return {
    phases: [phaseOf('before', before), phaseOf('during', during), phaseOf('after', after)],
    requests: felt.length,
    failed: felt.filter(({ code }) => code !== null).length,
    elsewhereAfterMs: firstAnswer(since, startedAtMs, (name) => name !== provider),
    backAfterMs: firstAnswer(after, endedAtMs, (name) => name === provider),
    addedCostNanos: addedCost(before, since),
  }
}

function phaseOf(phase: PhaseSummary['phase'], felt: readonly Felt[]): PhaseSummary {
  const answered = felt.filter(({ code }) => code === null)
  const codes = felt.flatMap(({ code }) => code ?? [])
  const providers = answered.flatMap(({ provider }) => provider ?? [])
  const firsts = answered.flatMap(({ firstMs }) => firstMs ?? []).sort((a, b) => a - b)
  return {
    phase,
    requests: felt.length,
    failed: codes.length,
    codes: Object.fromEntries(counted(codes)),
    firstMs: firsts.length === 0 ? null : { p50: quantile(firsts, 0.5), p99: quantile(firsts, 0.99) },
    servedBy: counted(providers).map(([provider, count]) => ({ provider, share: count / providers.length })),
    meanCostNanos: mean(knownCosts(answered)),
  }
}

function firstAnswer(
  felt: readonly Felt[],
  sinceMs: number,
  isWanted: (provider: string) => boolean,
): number | null {
  const arrivals = felt.flatMap(({ code, provider, startedAtMs, firstMs }) =>
    code === null && provider !== null && isWanted(provider) ? [startedAtMs + (firstMs ?? 0)] : [],
  )
  return arrivals.length === 0 ? null : least(arrivals) - sinceMs
}

function addedCost(before: readonly Felt[], since: readonly Felt[]): Nanos | null {
  const usual = mean(knownCosts(before))
  const costs = knownCosts(since)
  if (usual === null || costs.length === 0) return null
  return Math.round(sum(costs) - usual * costs.length)
}

function knownCosts(felt: readonly Felt[]): readonly Nanos[] {
  return felt.flatMap(({ costNanos }) => costNanos ?? [])
}

/** Nearest rank: a figure that somebody did feel. `sorted` is not empty. */
function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.ceil(share * sorted.length) - 1] ?? 0
}

function counted(words: readonly string[]): [string, number][] {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return [...counts].sort(([, one], [, other]) => other - one)
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : sum(values) / values.length
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

/** A list may be too long for `Math.min`. */
function least(values: readonly number[]): number {
  return values.reduce((smallest, value) => Math.min(smallest, value))
}
