import type { Offer } from '../core/price.ts'
import { foldName, snapshotStart } from './names.ts'

/**
 * The names of one provider kind. A name is tried as it stands, then without what does not tell models apart.
 *
 *   us.claude-sonnet-4.6-20260115  =  prefix `us.` + stem `claude-sonnet-4.6` + snapshot `-20260115`
 *
 * A name that the provider itself accepts is kept in the offer's `nativeId`, because a caller who asked for one
 * snapshot must not be served another; a mere spelling is replaced by the provider's own. A spelling that could mean
 * two offers means neither: no price is better than another model's price.
 */
export class KindIndex {
  readonly #prefixes: readonly string[]
  readonly #exact = new Map<string, Offer>()
  readonly #spelled = new Map<string, Offer | null>()
  readonly #stems = new Map<string, Offer | null>()
  readonly #models = new Map<string, Offer | null>()

  constructor(prefixes: readonly string[]) {
    this.#prefixes = prefixes
  }

  /** Returns the offer under each name that the provider accepts. */
  add(offer: Offer, aliases: readonly string[]): readonly Offer[] {
    this.#exact.set(offer.nativeId, offer)
    putUnambiguous(this.#spelled, foldName(offer.nativeId), offer)
    putUnambiguous(this.#stems, foldName(stemOf(offer.nativeId)), offer)
    putUnambiguous(this.#models, foldName(offer.slug), offer)
    putUnambiguous(this.#models, foldName(modelOf(offer.slug)), offer)
    const renamed = aliases.map((alias) => ({ ...offer, nativeId: alias }))
    for (const other of renamed) {
      if (!this.#exact.has(other.nativeId)) this.#exact.set(other.nativeId, other)
      putUnambiguous(this.#spelled, foldName(other.nativeId), other)
    }
    return [offer, ...renamed]
  }

  find(name: string): Offer | null {
    const exact = this.#exact.get(name) ?? this.#spelled.get(foldName(name))
    if (exact !== undefined && exact !== null) return exact

    const start = this.#prefixes.find((prefix) => name.startsWith(prefix))?.length ?? 0
    const end = snapshotStart(name)
    const stem = foldName(name.slice(start, end))
    const offer = this.#spelled.get(stem) ?? this.#stems.get(stem) ?? null
    if (offer === null) return this.#models.get(stem) ?? null
    const snapshot = name.slice(end)
    if (snapshot === LATEST && start === 0) return offer
    const asked = snapshot === '' || snapshot === LATEST ? offer.nativeId : stemOf(offer.nativeId) + snapshot
    return { ...offer, nativeId: name.slice(0, start) + asked }
  }
}

/** The slug without its author. */
export function modelOf(slug: string): string {
  return slug.slice(slug.indexOf('/') + 1)
}

const LATEST = '-latest'

function stemOf(nativeId: string): string {
  return nativeId.slice(0, snapshotStart(nativeId))
}

function putUnambiguous(index: Map<string, Offer | null>, name: string, offer: Offer): void {
  const other = index.get(name)
  index.set(name, other === undefined || other === offer ? offer : null)
}
