const HOUR_MS = 3_600_000

export const SPANS = {
  '1h': HOUR_MS,
  '24h': 24 * HOUR_MS,
  '7d': 7 * 24 * HOUR_MS,
  '30d': 30 * 24 * HOUR_MS,
} as const

export type Span = keyof typeof SPANS

export function spanOf(text: string | undefined): Span {
  return text !== undefined && text in SPANS ? (text as Span) : '24h' // Just looked up.
}
