import type { LimitAlert, Verdict } from './alert.ts'

/** A limit for something that is measured of targets. */
export interface Threshold {
  readonly measure: 'error-rate' | 'latency' | 'quality'
  /** Error rate and quality from 0 to 1; latency in milliseconds. */
  readonly limit: number
}

/** What is remembered of a target between two judgements. */
export interface ThresholdState {
  readonly isOver: boolean
  /** When it last went over, by the clock of the judgements. */
  readonly overSinceMs: number
  /** What was measured then, or last; null before anything was. */
  readonly measured: number | null
}

export const NEVER_OVER: ThresholdState = Object.freeze({ isOver: false, overSinceMs: 0, measured: null })

/**
 * Whether a measurement is past its limit, such that it does not flap: what is over once is so for a minute, and then
 * until it is better than the limit by a fifth. Where nothing is measured any more the target gets another chance: it
 * would never be measured again without one. Pure: the state goes in and comes out.
 */
export function judge(
  threshold: Threshold,
  was: ThresholdState,
  measured: number | null,
  nowMs: number,
): Verdict & { readonly state: ThresholdState } {
  const isOver = was.isOver
    ? nowMs - was.overSinceMs < OVER_MS_MIN || isPast(threshold, measured, MARGIN)
    : isPast(threshold, measured, 0)
  const { type, reason } = WORDS[threshold.measure]
  const state = isOver ? 'raised' : 'cleared'
  return {
    isOver,
    removedBy: isOver ? reason : null,
    alert: isOver === was.isOver ? null : { type, state, reason, from: was.measured, to: measured },
    state: {
      isOver,
      overSinceMs: isOver && !was.isOver ? nowMs : was.overSinceMs,
      measured: measured ?? was.measured,
    },
  }
}

const OVER_MS_MIN = 60_000
const MARGIN = 0.2

const WORDS: Readonly<Record<Threshold['measure'], Pick<LimitAlert, 'type' | 'reason'>>> = {
  'error-rate': { type: 'error_rate', reason: 'error-rate' },
  latency: { type: 'latency', reason: 'latency' },
  quality: { type: 'quality_drop', reason: 'quality' },
}

/** `margin` is the share of the limit, or of what is left up to perfection, by which it must be better. */
function isPast({ measure, limit }: Threshold, measured: number | null, margin: number): boolean {
  if (measured === null) return false
  if (measure === 'quality') return measured < limit + (1 - limit) * margin
  return measured > limit * (1 - margin)
}
