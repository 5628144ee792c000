import type { OfferRow } from '../../src/catalogue/file.ts'
import { foldName, snapshotStart } from '../../src/catalogue/names.ts'

/**
 * The offers of one kind as they are gathered, best-described first. A name that only says again what is there, such
 * as a dated name of a model at the same price, becomes an alias of it; a mere spelling (`gpt-5-1` for `gpt-5.1`) is
 * dropped, because `loadCatalogue` reads all spellings.
 */
export class OfferList {
  readonly #offers: OfferRow[] = []
  readonly #aliases = new Map<OfferRow, string[]>()
  readonly #spellings = new Map<string, OfferRow>()

  /** The offer that answers to this one's id from now on: itself, or one that was there. */
  add(offer: OfferRow): OfferRow {
    const spelling = foldName(offer.id)
    const known = this.#spellings.get(spelling) ?? this.#offers.find((other) => isSameModel(other, offer))
    if (known === undefined) {
      this.#offers.push(offer)
      this.#spellings.set(spelling, offer)
      return offer
    }
    this.addAlias(known, offer.id)
    return known
  }

  /** Whether an offer answers to this name, or to a mere spelling of it. */
  has(name: string): boolean {
    return this.#spellings.has(foldName(name))
  }

  /** Another name of an offer. A mere spelling of a name that is there, or of the slug, needs no place of its own. */
  addAlias(offer: OfferRow, name: string): void {
    const spelling = foldName(name)
    if (this.#spellings.has(spelling)) return
    this.#spellings.set(spelling, offer)
    if (spelling === foldName(offer.slug.slice(offer.slug.indexOf('/') + 1))) return
    this.#aliases.set(offer, [...(this.#aliases.get(offer) ?? []), name])
  }

  /** By id. */
  sorted(): OfferRow[] {
    return this.#offers
      .map((offer) => {
        const aliases = this.#aliases.get(offer)?.sort() ?? []
        return aliases.length === 0 ? offer : withAliases(offer, aliases)
      })
      .sort((a, b) => (a.id < b.id ? -1 : 1))
  }
}

/** One is the other with or without its snapshot and version, at the same price. */
function isSameModel(a: OfferRow, b: OfferRow): boolean {
  return (
    a.slug === b.slug &&
    stemOf(a.id) === stemOf(b.id) &&
    JSON.stringify(a.prices) === JSON.stringify(b.prices)
  )
}

export function isSamePrice(a: OfferRow, b: OfferRow): boolean {
  return JSON.stringify(a.prices) === JSON.stringify(b.prices)
}

/** A native id without its snapshot and version. Folded. */
export function stemOf(id: string): string {
  const rest = unversioned(id)
  return foldName(rest.slice(0, snapshotStart(rest)))
}

/** Bedrock's ids end in a version: `-v1:0`, `-v1`, `-1:0` or `:0`. */
export function unversioned(id: string): string {
  return id.replace(/(?:-v\d+(?::\d+)?|(?:-\d+)?:\d+)$/, '')
}

/** Field by field, to keep the order of the fields in the file. */
function withAliases({ prices, ...offer }: OfferRow, aliases: readonly string[]): OfferRow {
  return { ...offer, aliases, ...(prices !== undefined && { prices }) }
}
