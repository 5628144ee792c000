import type { NanosPerMillion, Nanos } from './money.ts'

/** The price of one offer of one model at one time. A null is "not known", which is never the same as free. */
export interface Price {
  readonly input: NanosPerMillion | null
  readonly output: NanosPerMillion | null
  /** Null: the provider has no such price and charges `input`. The same for the other special kinds of token. */
  readonly cacheRead: NanosPerMillion | null
  readonly cacheWrite: NanosPerMillion | null
  readonly cacheWrite1h: NanosPerMillion | null
  readonly audioInput: NanosPerMillion | null
  readonly audioOutput: NanosPerMillion | null
  /** Pictures as tokens. Absent or null: charged as `input` and `output`. */
  readonly imageInput?: NanosPerMillion | null
  readonly imageOutput?: NanosPerMillion | null
  /** Nanos for each request, whatever its tokens. */
  readonly request: Nanos | null
  /** Where something else than tokens is charged. */
  readonly units?: UnitPrice
  /** Above so many input tokens these prices hold for the whole request. In rising order. */
  readonly tiers: readonly PriceTier[]
}

/** Null is not known, as for tokens. */
export interface UnitPrice {
  readonly image: Nanos | null
  readonly second: Nanos | null
  readonly search: Nanos | null
  readonly characters: NanosPerMillion | null
}

export interface PriceTier {
  readonly aboveInputTokens: number
  readonly input: NanosPerMillion | null
  readonly output: NanosPerMillion | null
  readonly cacheRead: NanosPerMillion | null
  readonly cacheWrite: NanosPerMillion | null
  readonly cacheWrite1h: NanosPerMillion | null
}

/** What one provider kind offers: a model under its own native id, with what is known about it. */
export interface Offer {
  /** The provider kind of the configuration, e.g. `anthropic`. */
  readonly kind: string
  /** The provider's own id, e.g. `claude-sonnet-4-6`. */
  readonly nativeId: string
  /** The catalogue's name, `author/slug`, e.g. `anthropic/claude-sonnet-4.6`. */
  readonly slug: string
  readonly displayName: string
  readonly contextTokens: number | null
  readonly maxOutputTokens: number | null
  readonly inputModalities: readonly string[] | null
  readonly reasons: boolean | null
  /** In order of their effective dates; `priceAt` says which holds. Empty: no price known. */
  readonly prices: readonly DatedPrice[]
}

export interface DatedPrice {
  /** Epoch milliseconds from which it holds; null is "always has". */
  readonly fromMs: number | null
  /** Set where it holds only for a part of each day, as a price of peak hours does. */
  readonly daily?: DailyWindow
  readonly price: Price
}

/** Minutes after midnight UTC: `from` is inside, `until` is not. A window may cross midnight. */
export interface DailyWindow {
  readonly fromMinute: number
  readonly untilMinute: number
}

/** Models and prices, as the rest of the house asks for them. */
export interface Catalogue {
  /** Changes whenever the data does; recorded with every cost. */
  readonly version: string
  /** Every offer of the model with this `author/slug`. */
  bySlug(slug: string): readonly Offer[]
  /** What this provider kind calls `nativeId`, aliases and dated names included. */
  byNativeId(kind: string, nativeId: string): Offer | null
  /** Every offer under a bare native id, whatever the kind. */
  byBareId(nativeId: string): readonly Offer[]
  slugs(): readonly string[]
}

/** The price that holds at `nowMs`: the last that has begun and whose hours these are. Null when none is known. */
export function priceAt(offer: Offer, nowMs: number): Price | null {
  let current: Price | null = null
  for (const { fromMs, daily, price } of offer.prices) {
    const hasBegun = fromMs === null || fromMs <= nowMs
    if (hasBegun && (daily === undefined || isWithin(daily, nowMs))) current = price
  }
  return current
}

function isWithin({ fromMinute, untilMinute }: DailyWindow, nowMs: number): boolean {
  const minute = Math.floor(nowMs / 60_000) % 1440
  if (fromMinute <= untilMinute) return minute >= fromMinute && minute < untilMinute
  return minute >= fromMinute || minute < untilMinute
}
