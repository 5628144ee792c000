import { isJsonObject, parseJsonObject, type JsonObject } from '../core/json.ts'
import type { DatedPrice, Offer, Price, PriceTier } from '../core/price.ts'
import type { CatalogueFile, OfferRow, PriceRow, RateRow } from './file.ts'

/** What `loadCatalogue` takes from the file. */
export interface ReadOffers {
  readonly version: string
  readonly prefixes: CatalogueFile['prefixes']
  readonly offers: readonly { readonly offer: Offer; readonly aliases: readonly string[] }[]
}

/**
 * Reads the text of a `catalogue.json`. Every amount is checked to be a safe integer and not negative, for a wrong
 * one would end in an invoice; throws an `Error` that names the offer.
 */
export function readOffers(json: string): ReadOffers {
  const file = parseJsonObject(json)
  if (file === null) throw new Error('The catalogue is not a JSON object.')
  if (file['format'] !== 1)
    throw new Error(`The catalogue has format ${file['format']}; this version reads format 1.`)
  const { version, prefixes, offers } = file
  if (typeof version !== 'string' || !isJsonObject(prefixes) || !Array.isArray(offers)) {
    throw new Error('The catalogue lacks one of `version`, `prefixes` and `offers`.')
  }
  return {
    version,
    // Checked by use: a list that is none has no `find`. The file's own test checks it whole.
    prefixes: prefixes as unknown as CatalogueFile['prefixes'],
    offers: offers.map((row, place) => readOffer(row, place)),
  }
}

function readOffer(row: unknown, place: number): ReadOffers['offers'][number] {
  if (!isOfferRow(row))
    throw new Error(`Offer ${place} of the catalogue lacks one of kind, id, slug and name.`)
  const where = `${row.kind} ${row.id}`
  const offer: Offer = {
    kind: row.kind,
    nativeId: row.id,
    slug: row.slug,
    displayName: row.name,
    contextTokens: whole(row.context, where),
    maxOutputTokens: whole(row.output, where),
    inputModalities: row.modalities ?? null,
    reasons: row.reasons ?? null,
    prices: (row.prices ?? []).map((price) => readPrice(price, where)),
  }
  return { offer, aliases: row.aliases ?? [] }
}

function isOfferRow(row: unknown): row is OfferRow {
  if (!isJsonObject(row)) return false
  const names: readonly (keyof JsonObject)[] = ['kind', 'id', 'slug', 'name']
  return names.every((name) => typeof row[name] === 'string' && row[name] !== '')
}

function readPrice(row: PriceRow, where: string): DatedPrice {
  const price: Price = {
    ...readRates(row, where),
    audioInput: whole(row.audioInput, where),
    audioOutput: whole(row.audioOutput, where),
    imageInput: whole(row.imageInput, where),
    imageOutput: whole(row.imageOutput, where),
    request: whole(row.request, where),
    tiers: (row.tiers ?? []).map(
      (tier): PriceTier => ({ aboveInputTokens: tier.above, ...readRates(tier, where) }),
    ),
  }
  const fromMs = row.from ?? null
  if (row.daily === undefined) return { fromMs, price }
  const [fromMinute, untilMinute] = row.daily
  return { fromMs, daily: { fromMinute, untilMinute }, price }
}

function readRates(row: RateRow, where: string) {
  return {
    input: whole(row.input, where),
    output: whole(row.output, where),
    cacheRead: whole(row.cacheRead, where),
    cacheWrite: whole(row.cacheWrite, where),
    cacheWrite1h: whole(row.cacheWrite1h, where),
  }
}

function whole(value: number | undefined, where: string): number | null {
  if (value === undefined) return null
  if (Number.isSafeInteger(value) && value >= 0) return value
  throw new Error(
    `The catalogue holds ${value} for ${where}, where a whole number of zero or more is wanted.`,
  )
}
