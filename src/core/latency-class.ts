/**
 * Latencies are counted in classes, each 5 % wider than the one before: a percentile of any time is read off the sum of
 * the counts of its parts, and is right to 3 %.
 */
const CLASSES_A_FOLD = 20

export function classOf(milliseconds: number): number {
  return Math.floor(Math.log1p(Math.max(0, milliseconds)) * CLASSES_A_FOLD)
}

/** The middle of a class. */
export function millisecondsOf(latencyClass: number): number {
  return Math.expm1((latencyClass + 0.5) / CLASSES_A_FOLD)
}
