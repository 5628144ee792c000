import type { PercentilesConfig, PreferConfig } from '../config/config.ts'
import type { Figures, Quantiles } from './health-view.ts'
import type { RequestFacts } from './request-facts.ts'
import type { Target } from './target.ts'

/**
 * Which of the soft wishes a target does not fulfil, or null: it then goes behind those that fulfil all. Of what was
 * never measured nothing bad is known, so it counts as fulfilled.
 */
export function disappoints(
  target: Target,
  figures: (target: Target) => Figures,
  { tokens, ttftMs, tokensPerSecond }: Wishes,
): string | null {
  if (target.contextTokens !== null && tokens > target.contextTokens) return 'tight'
  if (ttftMs.length === 0 && tokensPerSecond.length === 0) return null
  const measured = figures(target)
  if (measured.ttftMs !== null) {
    for (const { rank, bound } of ttftMs) if (measured.ttftMs[rank] > bound) return 'slow-start'
  }
  if (measured.tokensPerSecond !== null) {
    for (const { rank, bound } of tokensPerSecond) if (measured.tokensPerSecond[rank] < bound) return 'slow'
  }
  return null
}

export interface Wishes {
  /** Input and output together, on the high side: what may not fit is better tried where it does. */
  readonly tokens: number
  /** At most. */
  readonly ttftMs: readonly Wish[]
  /** At least. */
  readonly tokensPerSecond: readonly Wish[]
}

interface Wish {
  readonly rank: keyof Quantiles
  readonly bound: number
}

/** All of `prefers`, and the caller's own patience: of his answers nine in ten should have begun by then. */
export function wishesOf(prefers: readonly (PreferConfig | null)[], facts: RequestFacts): Wishes {
  const { deadlineMs = null, ttftMs = null, inputTokens = 0, outputTokens = null } = facts
  const patience = [deadlineMs, ttftMs].flatMap((bound): Wish[] =>
    bound === null ? [] : [{ rank: 'p90', bound }],
  )
  return {
    tokens: inputTokens + (outputTokens ?? 0),
    ttftMs: [...prefers.flatMap((prefer) => wishesIn(prefer?.maxTtftMs)), ...patience],
    tokensPerSecond: prefers.flatMap((prefer) => wishesIn(prefer?.minThroughput)),
  }
}

const RANKS = ['p50', 'p75', 'p90', 'p95', 'p99'] as const satisfies readonly (keyof Quantiles)[]

function wishesIn(percentiles: PercentilesConfig | undefined): Wish[] {
  if (percentiles === undefined) return []
  return RANKS.flatMap((rank) => {
    const bound = percentiles[rank]
    return bound === undefined ? [] : [{ rank, bound }]
  })
}
