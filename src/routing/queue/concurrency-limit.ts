import { AdaptiveLimit, type AdaptiveSettings } from './adaptive-limit.ts'

/** How many requests may be under way at a provider at once. */
export interface ConcurrencyLimit {
  /** Whole, and at least 1. */
  readonly limit: number
  /** Told of every request that ends, with how many were under way until then, itself included. */
  note(ended: EndedRequest, inFlight: number, nowMs: number): void
}

export interface EndedRequest {
  /** `throttled`: the provider said that he has too much to do (429, 503, 529). `failed`: anything else. */
  readonly kind: 'ok' | 'throttled' | 'failed'
  /** Since it was let in. */
  readonly durationMs: number
  /** Null where the answer was not streamed, or none came. */
  readonly ttftMs: number | null
}

/** A number is a fixed limit, null is none. */
export type ConcurrencySettings = number | AdaptiveSettings | null

/** `from`: the limit that held until now, where settings are changed under way. An adaptive one begins there. */
export function createLimit(settings: ConcurrencySettings, from: number | null = null): ConcurrencyLimit {
  if (settings === null) return fixedLimit(Number.POSITIVE_INFINITY)
  if (typeof settings === 'number') return fixedLimit(settings)
  const isFinite = from !== null && Number.isFinite(from)
  return new AdaptiveLimit(isFinite ? { ...settings, initial: from } : settings)
}

function fixedLimit(limit: number): ConcurrencyLimit {
  return { limit: Math.max(1, Math.floor(limit)), note: ignore }
}

function ignore(): void {}
