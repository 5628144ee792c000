/** A stretch of time, and whether to sum it up from roll-ups of a width or, with null, from the exchanges. */
export interface Stretch {
  readonly widthMs: number | null
  /** Inclusive. -Infinity: from the beginning. */
  readonly fromMs: number
  /** Exclusive. */
  readonly untilMs: number
}

export interface Width {
  readonly widthMs: number
  /** From when on its roll-ups are whole. */
  readonly sinceMs: number
}

/**
 * Covers a time, each moment once, by the widest roll-ups that lie in it whole, narrower ones at its edges, and
 * exchanges where even the narrowest does not fit.
 *
 *     from                                            until
 *       |exchanges|minutes|hours| days |hours|minutes|exchanges|
 */
export function cover(fromMs: number, untilMs: number, widths: readonly Width[]): readonly Stretch[] {
  if (fromMs >= untilMs) return []
  const [widest, ...narrower] = widths
  if (widest === undefined) return [{ widthMs: null, fromMs, untilMs }]
  const { widthMs } = widest
  const first = Math.ceil(Math.max(fromMs, widest.sinceMs) / widthMs) * widthMs
  const end = Math.floor(untilMs / widthMs) * widthMs
  if (first >= end) return cover(fromMs, untilMs, narrower)
  return [
    ...cover(fromMs, first, narrower),
    { widthMs, fromMs: first, untilMs: end },
    ...cover(end, untilMs, narrower),
  ]
}
