/** The middle value; between two, their mean. NaN for none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const upper = sorted[sorted.length >> 1] ?? Number.NaN
  const lower = sorted[(sorted.length - 1) >> 1] ?? Number.NaN
  return (lower + upper) / 2
}

export function least(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : Math.min(...values)
}

/** By nearest rank: the least value that at least this share of all values does not exceed. NaN for none. */
export function percentile(sorted: ArrayLike<number>, share: number): number {
  const rank = Math.max(1, Math.ceil(sorted.length * share))
  return sorted[rank - 1] ?? Number.NaN
}

/** How far the rounds lie apart: greatest minus least, as a share of the median. */
export function spread(values: readonly number[]): number {
  return (Math.max(...values) - least(values)) / median(values)
}
