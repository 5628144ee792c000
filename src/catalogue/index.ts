import type { Catalogue, Offer } from '../core/price.ts'
import { KindIndex, modelOf } from './kind-index.ts'
import { foldName, snapshotStart } from './names.ts'
import { readOffers } from './read-offers.ts'

/**
 * Compiles the text of a `catalogue.json` into maps, once; every look-up after that is a `Map.get` or a few.
 * Throws an `Error` that names the fault where the text is no catalogue: an operator may bring his own file.
 */
export function loadCatalogue(json: string): Catalogue {
  const { version, prefixes, offers } = readOffers(json)
  const kinds = new Map<string, KindIndex>()
  const slugs = new Map<string, Offer[]>()
  const foldedSlugs = new Map<string, Offer[]>()
  const bareIds = new Map<string, Offer[]>()

  for (const { offer, aliases } of offers) {
    const kind = kinds.get(offer.kind) ?? new KindIndex(prefixes[offer.kind] ?? [])
    kinds.set(offer.kind, kind)
    put(slugs, offer.slug, offer)
    put(foldedSlugs, foldName(offer.slug), offer)
    put(bareIds, foldName(modelOf(offer.slug)), offer)
    for (const named of kind.add(offer, aliases)) put(bareIds, foldName(named.nativeId), named)
  }

  const sortedSlugs = Object.freeze([...slugs.keys()].sort())
  return {
    version,
    bySlug: (slug) => slugs.get(slug) ?? findSpelled(foldedSlugs, slug),
    byNativeId: (kind, nativeId) => kinds.get(kind)?.find(nativeId) ?? null,
    byBareId: (nativeId) =>
      bareIds.get(foldName(nativeId)) ?? snapshotsOf(findSpelled(bareIds, nativeId), nativeId, kinds),
    slugs: () => sortedSlugs,
  }
}

/** The offers of a model as those of one snapshot of it, where the kind goes by such names. */
function snapshotsOf(
  offers: readonly Offer[],
  name: string,
  kinds: ReadonlyMap<string, KindIndex>,
): readonly Offer[] {
  return offers.map((offer) => {
    const snapshot = kinds.get(offer.kind)?.find(name) ?? null
    return snapshot?.slug === offer.slug ? snapshot : offer
  })
}

function findSpelled(index: ReadonlyMap<string, readonly Offer[]>, name: string): readonly Offer[] {
  return index.get(foldName(name)) ?? index.get(foldName(name.slice(0, snapshotStart(name)))) ?? NONE
}

const NONE: readonly Offer[] = Object.freeze([])

function put(index: Map<string, Offer[]>, name: string, offer: Offer): void {
  const offers = index.get(name)
  if (offers === undefined) index.set(name, [offer])
  else if (!offers.includes(offer)) offers.push(offer)
}
