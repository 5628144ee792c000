import type { ConflictRow, OfferRow } from '../../src/catalogue/file.ts'
import { comparePrices, priceRowAt } from './compare-prices.ts'
import type { PricedModel } from './genai-prices.ts'
import { CALLABLE, type KindSources } from './kinds.ts'
import { isSamePrice, OfferList, stemOf } from './offer-list.ts'
import type { DescribedModel } from './pi-ai.ts'
import type { Slugger } from './slug.ts'

export interface MergeInput {
  readonly sources: KindSources
  /** In the order in which the first source tries their rules. */
  readonly priced: readonly PricedModel[]
  readonly described: readonly DescribedModel[]
  /** What nobody has more of than the name. */
  readonly named: readonly string[]
  readonly slugOf: Slugger
  /** The second source has no dates: its prices are compared with those that held when it was made. */
  readonly describedAtMs: number
}

/** One kind's offers out of what the two sources know, and where they disagree. */
export function mergeKind(input: MergeInput): { offers: OfferRow[]; conflicts: ConflictRow[] } {
  const offers = new OfferList()
  const conflicts: ConflictRow[] = []
  for (const model of input.described) {
    const priced = pricedModelOf(input, model.id)
    const found = conflictsOf(input, model, priced)
    conflicts.push(...found)
    offers.add(describedOffer(input, model, priced, found[0]?.held ?? 'a'))
  }
  for (const model of input.priced) addPriced(offers, input, model)
  for (const id of input.named) addNamed(offers, input, id)
  return { offers: keepApart(offers.sorted()), conflicts }
}

/** Where another source has the model under any spelling, nothing is new. */
function addNamed(offers: OfferList, { sources, slugOf }: MergeInput, id: string): void {
  if (offers.has(id)) return
  const { kind, author } = sources
  offers.add({ kind, id, slug: slugOf(author, id).slug, name: id })
}

/** A model under its own name; its other names are aliases, but for those that OpenRouter has as other models. */
function addPriced(offers: OfferList, input: MergeInput, model: PricedModel): void {
  const [id, ...otherNames] = namesOf(input, model)
  if (id === undefined) return
  const own = pricedOffer(input, model, id)
  const owner = offers.add(own)
  for (const name of otherNames) {
    const { slug, isKnown } = input.slugOf(input.sources.author, name)
    const isOther = (isKnown && slug !== owner.slug) || !isSamePrice(owner, own)
    if (isOther) offers.add({ ...pricedOffer(input, model, name), name })
    else offers.addAlias(owner, name)
  }
}

/**
 * `ministral-3b-latest` reads as OpenRouter's `ministral-3b`, but has moved on to a younger model. Where the prices
 * show it, the slug keeps the `-latest`.
 */
function keepApart(offers: readonly OfferRow[]): OfferRow[] {
  return offers.map((offer) => {
    const { id, slug } = offer
    const hasMoved = offers.some((other) => other.slug === slug && !isSamePrice(other, offer))
    if (!id.endsWith('-latest') || !hasMoved) return offer
    return { ...offer, slug: `${slug.slice(0, slug.indexOf('/'))}/${id}` }
  })
}

/**
 * The names by which the provider knows a model of the first source. Its own id is sometimes only a label, and a name
 * that an earlier rule of the source takes for another model is that other model's.
 */
function namesOf({ sources, priced }: MergeInput, model: PricedModel): string[] {
  const label = ownId(model)
  const id = CALLABLE[`${sources.kind}:${label}`] ?? label
  const hasAuthor = label.includes('/')
  return [id, ...model.names.filter((name) => name.includes('/') === hasAuthor)].filter(
    (name) => !FOREIGN.test(name) && priced.find((candidate) => candidate.matches(name)) === model,
  )
}

function conflictsOf(input: MergeInput, model: DescribedModel, priced: PricedModel | null): ConflictRow[] {
  const { kind, ignorePiAiPrices } = input.sources
  const a = priced === null ? null : priceRowAt(priced.prices, input.describedAtMs)
  if (priced === null || a === null || model.price === null || ignorePiAiPrices) return []
  const held = heldSource(priced, model.id)
  return comparePrices(a, model.price).map((difference) => ({
    kind,
    nativeId: model.id,
    ...difference,
    held,
  }))
}

/** Variants as OpenRouter names them (`:free`), and labels that stand for all fine-tuned models. */
const FOREIGN = /:[a-z]|^ft:|\.ft-/

/**
 * The first source's model under this id. Its rules are broad: "begins with claude-sonnet-5" takes in Sonnet 5.5, a
 * younger model at another price. So a model that its rules match without naming it must also have the same slug.
 */
function pricedModelOf({ sources, priced, slugOf }: MergeInput, id: string): PricedModel | null {
  const model = priced.find((candidate) => candidate.matches(id)) ?? null
  if (model === null || isNamed(model, id)) return model
  return slugOf(sources.author, ownId(model)).slug === slugOf(sources.author, id).slug ? model : null
}

/**
 * The first source is the price of record for what it names. An id that it only matches, as Bedrock's regions, is
 * better known to the second, which lists it. So is a name that moves from model to model, for the second is younger.
 */
function heldSource(model: PricedModel, id: string): 'a' | 'b' {
  return isNamed(model, id) && !id.endsWith('-latest') ? 'a' : 'b'
}

function isNamed(model: PricedModel, id: string): boolean {
  return [ownId(model), ...model.names].some((name) => stemOf(name) === stemOf(id))
}

/** The source writes `regional.` for Bedrock's ids without a region and those of all regions together. */
function ownId(model: PricedModel): string {
  return model.id.replace(/^regional\./, '')
}

function describedOffer(
  input: MergeInput,
  model: DescribedModel,
  priced: PricedModel | null,
  held: 'a' | 'b',
): OfferRow {
  const { kind, author, ignorePiAiPrices } = input.sources
  const second = model.price === null || ignorePiAiPrices ? [] : [model.price]
  const first = priced?.prices ?? []
  const prices = first.length === 0 || held === 'b' ? second : first
  return {
    kind,
    id: model.id,
    slug: input.slugOf(author, model.id).slug,
    name: model.name,
    context: contextOf(model, priced),
    output: model.maxOutputTokens,
    modalities: model.modalities,
    reasons: model.reasons,
    ...(prices.length > 0 && { prices }),
  }
}

/** The second source cuts some windows at the step to a higher price, a policy of its own; then the first is asked. */
function contextOf(model: DescribedModel, priced: PricedModel | null): number {
  const isCut = model.price?.tiers?.some((tier) => tier.above === model.contextTokens) ?? false
  return isCut ? (priced?.contextTokens ?? model.contextTokens) : model.contextTokens
}

function pricedOffer(input: MergeInput, model: PricedModel, id: string): OfferRow {
  return {
    kind: input.sources.kind,
    id,
    slug: input.slugOf(input.sources.author, id).slug,
    name: model.name ?? id,
    ...(model.contextTokens !== null && { context: model.contextTokens }),
    ...(model.prices.length > 0 && { prices: model.prices }),
  }
}
