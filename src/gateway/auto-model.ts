import { GatewayError } from '../core/error.ts'
import { type Catalogue, type Offer, type Price, priceAt } from '../core/price.ts'
import type { AutoRecord } from '../core/record.ts'
import type { ChatRequest } from '../core/request.ts'
import { decideAuto } from '../routing/auto/auto.ts'
import type { AutoCandidate } from '../routing/auto/choose.ts'
import type { RouterModel } from '../routing/auto/model.ts'
import { loadShippedRouter } from '../routing/auto/shipped.ts'
import { priceOf, type Target } from '../routing/target.ts'
import type { Snapshot } from './snapshot.ts'

/** As OpenRouter's callers write it, and without the author. */
const NAMES: ReadonlySet<string> = new Set(['auto', 'openrouter/auto'])
/** The rest would only be tried after so many others have failed. */
const MODELS_MAX = 6

export interface AutoChoice {
  readonly record: AutoRecord
  /** The first, and those that follow where it fails. */
  readonly models: readonly [string, ...string[]]
}

/** Gives a model to requests that leave it to be chosen. */
export class AutoModel {
  /** Decoded by the first request that needs it: most gateways have none. */
  #router: RouterModel | null = null
  readonly #candidates = new WeakMap<Snapshot, readonly AutoCandidate[]>()

  /** A route of that name goes before it. */
  isAuto(name: string, { routes }: Snapshot): boolean {
    return NAMES.has(name) && !routes.has(name)
  }

  /** Throws `model_not_found` where no model is left to choose. `mayUse`: what the caller's key allows. */
  choose(
    request: ChatRequest,
    snapshot: Snapshot,
    catalogue: Catalogue,
    nowMs: number,
    mayUse: (model: string) => boolean,
  ): AutoChoice {
    this.#router ??= loadShippedRouter()
    const candidates = this.#candidatesOf(snapshot, catalogue, nowMs).filter(({ slug }) => mayUse(slug))
    const { config } = snapshot
    const decided = decideAuto(request, candidates, config.auto, this.#router)
    const { task, tier, strength, decidedBy, suffices, threshold, routerVersion: version } = decided
    const [first, ...others] = decided.models.slice(0, MODELS_MAX)
    if (first === undefined) throw nothingToChoose(candidates.length)
    const models = [first, ...others] as const
    return {
      record: { task: task.class, tier, strength, decidedBy, suffices, threshold, version, models },
      models,
    }
  }

  /** The operator's own routes where there are any with a price, and every model of the catalogue that is served. */
  #candidatesOf(snapshot: Snapshot, catalogue: Catalogue, nowMs: number): readonly AutoCandidate[] {
    let candidates = this.#candidates.get(snapshot)
    if (candidates === undefined) {
      candidates = [...routed(snapshot, nowMs), ...served(snapshot, catalogue, nowMs)]
      this.#candidates.set(snapshot, candidates)
    }
    return candidates
  }
}

function routed({ routes }: Snapshot, nowMs: number): AutoCandidate[] {
  return [...routes.values()].map(({ name, targets }) => ({
    slug: name,
    price: cheapest(targets.map((target) => priceOf(target, nowMs))),
    contextTokens: least(targets.map(({ contextTokens }) => contextTokens)),
    inputModalities: modalitiesOfAll(targets),
    tools: toolsOf(targets),
  }))
}

function served({ providers }: Snapshot, catalogue: Catalogue, nowMs: number): AutoCandidate[] {
  const kinds = new Set([...providers.values()].map(({ provider }) => provider.kind))
  return catalogue.slugs().flatMap((slug) => {
    const offers = catalogue.bySlug(slug).filter(({ kind }) => kinds.has(kind))
    return offers.length === 0 ? [] : [candidateOf(slug, offers, nowMs)]
  })
}

function candidateOf(slug: string, offers: readonly Offer[], nowMs: number): AutoCandidate {
  return {
    slug,
    price: cheapest(offers.map((offer) => priceAt(offer, nowMs))),
    contextTokens: least(offers.map(({ contextTokens }) => contextTokens)),
    inputModalities: offers.find(({ inputModalities }) => inputModalities !== null)?.inputModalities ?? null,
    tools: null,
  }
}

function cheapest(prices: readonly (Price | null)[]): Price | null {
  let best: Price | null = null
  for (const price of prices) {
    if (price?.input == null) continue
    if (best?.input == null || price.input < best.input) best = price
  }
  return best
}

/** Any of them may have to serve. */
function least(counts: readonly (number | null)[]): number | null {
  const known = counts.filter((count) => count !== null)
  return known.length === 0 ? null : Math.min(...known)
}

function modalitiesOfAll(targets: readonly Target[]): readonly string[] | null {
  const known = targets
    .map(({ modalities, offer }) => modalities ?? offer?.inputModalities ?? null)
    .filter((modalities) => modalities !== null)
  const [first, ...others] = known
  return first?.filter((modality) => others.every((other) => other.includes(modality))) ?? null
}

function toolsOf(targets: readonly Target[]): boolean | null {
  const known = targets.map(({ parameters }) => parameters).filter((parameters) => parameters !== null)
  return known.length === 0 ? null : known.every((parameters) => parameters.includes('tools'))
}

function nothingToChoose(candidates: number): GatewayError {
  const reason =
    candidates === 0
      ? 'There is no model to choose from: configure a provider, or routes with prices.'
      : 'None of the models here fits this request and its restrictions.'
  return new GatewayError('model_not_found', reason, { param: 'model' })
}
