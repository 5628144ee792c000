/** Figures as people read them. */

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })
const cents = new Intl.NumberFormat('en', { style: 'currency', currency: 'USD' })
const small = new Intl.NumberFormat('en', {
  style: 'currency',
  currency: 'USD',
  minimumFractionDigits: 2,
  maximumSignificantDigits: 3,
})

/** Null is "not known", which is never shown as nothing. */
export const UNKNOWN = '–'

export function formatCount(count: number): string {
  return count >= 100_000 ? compact.format(count) : whole.format(count)
}

export function formatUsd(usd: number | null | undefined): string {
  if (usd == null) return UNKNOWN
  if (usd === 0) return '$0.00'
  return Math.abs(usd) >= 1 ? cents.format(usd) : small.format(usd)
}

export function formatMs(milliseconds: number | null | undefined): string {
  if (milliseconds == null) return UNKNOWN
  if (milliseconds === 0) return '0 ms'
  if (milliseconds < 10) return `${milliseconds.toFixed(1)} ms`
  if (milliseconds < 1_000) return `${Math.round(milliseconds)} ms`
  if (milliseconds < 60_000) return `${(milliseconds / 1_000).toFixed(milliseconds < 10_000 ? 2 : 1)} s`
  return `${Math.floor(milliseconds / 60_000)} min ${Math.round((milliseconds % 60_000) / 1_000)} s`
}

export function formatShare(share: number | null | undefined): string {
  if (share == null) return UNKNOWN
  const percent = share * 100
  return `${percent !== 0 && percent < 10 ? percent.toFixed(1) : Math.round(percent * 10) / 10}%`
}

/** A change in percent, and as a multiple where percents say nothing any more. */
export function formatChange(change: number): string {
  return change >= 9 ? `${(change + 1).toFixed(0)}×` : formatShare(Math.abs(change))
}

/** How much more or less it is than it was; null where there is nothing to compare with. */
export function changeOf(now: number, before: number): number | null {
  return before === 0 ? null : (now - before) / before
}

export function formatBytes(bytes: number): string {
  return bytes < 1_024 ? `${bytes} B` : `${(bytes / 1_024).toFixed(1)} KB`
}
