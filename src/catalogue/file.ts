/**
 * The shape of `catalogue.json`: what `tools/catalogue/build.ts` writes and `loadCatalogue` reads. All money is an
 * integer: nano-dollars per million tokens, or nano-dollars for each request. A field that is absent is not known.
 */
export interface CatalogueFile {
  readonly format: 1
  /** The date of the youngest source, then eight digits of the SHA-256 of everything below. */
  readonly version: string
  readonly sources: readonly SourceRow[]
  /** By kind: beginnings of native ids that change neither the model nor its price, such as Bedrock's `us.`. */
  readonly prefixes: Readonly<Record<string, readonly string[]>>
  /** Where the first two sources disagree. The offer holds the price that `held` names. */
  readonly conflicts: readonly ConflictRow[]
  /** Sorted by kind, then id. */
  readonly offers: readonly OfferRow[]
}

export interface SourceRow {
  readonly name: string
  readonly version: string
  readonly date: string
  readonly licence: string
}

export interface ConflictRow {
  readonly kind: string
  readonly nativeId: string
  /** A field of `PriceRow`, or `above 200000` for a price that only one source has, or has differently, up there. */
  readonly field: string
  /** What `@pydantic/genai-prices` says; null where it says nothing. */
  readonly a: number | null
  /** What `@earendil-works/pi-ai` says. */
  readonly b: number | null
  readonly held: 'a' | 'b'
}

export interface OfferRow {
  readonly kind: string
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly context?: number
  readonly output?: number
  readonly modalities?: readonly string[]
  readonly reasons?: boolean
  /** Other names that the provider itself accepts. */
  readonly aliases?: readonly string[]
  readonly prices?: readonly PriceRow[]
}

export interface RateRow {
  readonly input?: number
  readonly output?: number
  readonly cacheRead?: number
  readonly cacheWrite?: number
  readonly cacheWrite1h?: number
}

export interface PriceRow extends RateRow {
  /** Epoch milliseconds; absent: always. */
  readonly from?: number
  /** Minutes after midnight UTC, from and until, where it holds for a part of the day only. */
  readonly daily?: readonly [number, number]
  readonly audioInput?: number
  readonly audioOutput?: number
  readonly imageInput?: number
  readonly imageOutput?: number
  readonly request?: number
  /** In rising order of `above`, input tokens. Each holds for the whole request. */
  readonly tiers?: readonly TierRow[]
}

export interface TierRow extends RateRow {
  readonly above: number
}
