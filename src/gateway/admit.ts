import { withMargin } from '../core/billing.ts'
import { GatewayError } from '../core/error.ts'
import { matchesPattern } from '../core/pattern.ts'
import type { KeyRecord } from '../core/key.ts'
import type { Nanos } from '../core/money.ts'
import type { ReplyHeaders } from '../core/reply.ts'
import { worstCase } from '../ledger/cost.ts'
import { estimateRequest, type InputEstimate, type TokenEstimate } from '../ledger/estimate.ts'
import type { Claim } from '../ledger/limits.ts'
import type { Refusal } from '../ledger/refusal.ts'
import { type Measure, measureOf } from '../ledger/spend.ts'
import type { ServedBy } from '../ledger/journal-entry.ts'
import type { RateFigures } from '../ledger/figure-board.ts'
import type { Reservation } from '../ledger/reservation.ts'
import { priceOf, type Target } from '../routing/target.ts'
import type { Books, Admission } from './books.ts'
import { hasMoneyBudget } from './claims.ts'
import type { Asked, Exchange } from './exchange.ts'
import { openingOf } from './opening.ts'
import type { RequestPlan } from './plan-request.ts'
import { baseModelName } from './resolve-model.ts'

/** Throws `permission_denied` when the key may not use this model, or none at all. */
export function checkModelAllowed(key: KeyRecord | null, model: string): void {
  if (key?.role === 'viewer') {
    throw new GatewayError(
      'permission_denied',
      'This API key is for reading the admin API; it may not call models.',
    )
  }
  if (key !== null && !mayUseRoute(key, model))
    throw new GatewayError(
      'permission_denied',
      `This API key may not use the route ${model.slice(0, 100)}.`,
      {
        param: 'routes',
      },
    )
  if (mayUseModel(key, model)) return
  throw new GatewayError('permission_denied', `This API key may not use the model ${model.slice(0, 100)}.`, {
    param: 'model',
  })
}

/** The key's patterns may hold `*`. A viewer calls no model at all. */
export function mayUseModel(key: KeyRecord | null, model: string): boolean {
  if (key === null) return true
  if (key.role === 'viewer') return false
  if (!mayUseRoute(key, model)) return false
  if (key.models === null) return true
  const name = baseModelName(model)
  return key.models.some((pattern) => matchesPattern(pattern, name) || matchesPattern(pattern, model))
}

/** A key that is held to routes calls models by their names, and by no others. */
function mayUseRoute({ scopes }: KeyRecord, model: string): boolean {
  return scopes?.routes === undefined || scopes.routes.includes(baseModelName(model))
}

/** A plan with at least one target, and what the request was estimated at for it. */
export type AdmissiblePlan = RequestPlan & {
  readonly targets: readonly [Target, ...Target[]]
}

/** What is to be admitted. */
export interface Candidate {
  readonly exchange: Exchange
  readonly asked: Asked
  readonly plan: Pick<AdmissiblePlan, 'targets' | 'onContextLength' | 'onContentPolicy' | 'input'>
  /** How long the answer may take, all attempts together. */
  readonly deadlineMs: number
}

/**
 * Takes what the request may use at most from every limit and budget of its scopes, in one step, before the first byte
 * leaves. Throws `rate_limited`, `budget_exhausted` or `credits_exhausted`.
 */
export function admit(candidate: Candidate, books: Books): Admission {
  const { exchange, asked, plan } = candidate
  const { snapshot, timeMs } = exchange
  const { targets, onContextLength, onContentPolicy } = plan
  const any = [...targets, ...onContextLength, ...onContentPolicy]
  const estimate = estimateRequest(asked.request, mostOutput(any), plan.input)
  const costMost = dearest(any, estimate, timeMs)
  const { marginPpm } = snapshot.config.billing
  const costWorst = costMost === null ? null : withMargin(costMost, marginPpm)
  const reservation = reserve(candidate, any, { estimate, costWorst }, books)
  return books.open(openingOf(exchange, asked), reservation, {
    inputTokens: estimate.inputTokens,
    tokensExpected: tokensExpected(estimate),
    costWorst,
    served: servedBy(targets[0], timeMs, snapshot.catalogueVersion),
  })
}

export function servedBy(target: Target, nowMs: number, catalogueVersion: string): ServedBy {
  const price = priceOf(target, nowMs)
  return {
    target: target.id,
    provider: target.providerName,
    model: target.model,
    price,
    priceVersion: price === null ? null : target.price === null ? catalogueVersion : 'configured',
  }
}

interface Expected {
  readonly estimate: TokenEstimate
  readonly costWorst: Nanos | null
}

function reserve(
  { exchange, asked, plan, deadlineMs }: Candidate,
  targets: readonly Target[],
  { estimate, costWorst }: Expected,
  books: Books,
): Reservation {
  const { claims, snapshot, timeMs } = exchange
  const outcome = books.reserve({
    claims:
      claims.providers.size === 0
        ? claims.scopes
        : [...claims.scopes, ...ofProviders(targets, asked, plan, exchange)],
    model: asked.request.model,
    unknownPrice: snapshot.config.unknownPrice,
    tokensWorst: estimate.inputTokens + estimate.outputTokens,
    tokensExpected: tokensExpected(estimate),
    costWorst,
    msWorst: deadlineMs,
    nowMs: timeMs,
  })
  exchange.limitHeaders = limitHeaders(outcome)
  if (outcome.admitted) return outcome
  throw new Refused(outcome)
}

/** Each provider of the plan holds the most that one of its own targets may use. */
function ofProviders(
  targets: readonly Target[],
  asked: Asked,
  { input }: Pick<RequestPlan, 'input'>,
  { claims, timeMs }: Exchange,
): readonly Claim[] {
  return [...Map.groupBy(targets, ({ providerName }) => providerName)].flatMap(([name, own]) => {
    const claim = claims.providers.get(name)
    if (claim === undefined) return []
    const estimate = estimateRequest(asked.request, mostOutput(own), input)
    const tokensWorst = estimate.inputTokens + estimate.outputTokens
    return [{ ...claim, worst: { costWorst: dearest(own, estimate, timeMs), tokensWorst } }]
  })
}

/** With the model that may be asked instead, where there is one. */
export class Refused extends GatewayError {
  readonly downgradeTo: string | null

  constructor({ code, message, retryAfterMs, downgradeTo }: Refusal) {
    super(code, message, retryAfterMs === null ? {} : { retryAfterMs })
    this.downgradeTo = downgradeTo
  }
}

/**
 * The filter for `x-portolan-max-cost` and for budgets in money, of the caller and of the provider: why this target may
 * not be used, or null.
 */
export function costFilter(
  exchange: Pick<Exchange, 'claims' | 'snapshot' | 'timeMs'>,
  asked: Asked,
  { input, deadlineMs }: { readonly input: InputEstimate; readonly deadlineMs: number },
  books: BudgetView,
): (target: Target) => string | null {
  const { claims, snapshot, timeMs } = exchange
  const limit = asked.options.maxCostNanos
  const { marginPpm } = snapshot.config.billing
  const needsPrice = snapshot.config.unknownPrice === 'deny' && hasMoneyBudget(claims)
  if (limit === null && !needsPrice && claims.providers.size === 0) return () => null
  return (target) => {
    const estimate = estimateRequest(asked.request, target.offer?.maxOutputTokens ?? null, input)
    const cost = worstCase(estimate, priceOf(target, timeMs))
    if (cost === null && (limit !== null || needsPrice)) return 'unknown-price'
    if (cost !== null && limit !== null && withMargin(cost, marginPpm) > limit) return 'max-cost'
    const claim = claims.providers.get(target.providerName)
    if (claim === undefined) return null
    const worst = {
      costNanos: cost,
      tokens: estimate.inputTokens + estimate.outputTokens,
      calls: 1,
      ms: deadlineMs,
    }
    return providerHasRoom(claim, worst, exchange, books) ? null : 'provider-budget'
  }
}

/** What of the books it takes to say whether there is room: nothing is taken. */
export type BudgetView = Pick<Books, 'left'>

function providerHasRoom(
  { scope, budgets }: Claim,
  worst: { readonly [Name in Measure]: number | null },
  { snapshot, timeMs }: Pick<Exchange, 'snapshot' | 'timeMs'>,
  books: BudgetView,
): boolean {
  return budgets.every((budget) => {
    if (budget.onExhausted === 'warn') return true
    const wanted = worst[measureOf(budget)]
    if (wanted === null) return snapshot.config.unknownPrice === 'allow'
    return wanted <= (books.left(scope, budget, timeMs) ?? 0)
  })
}

function mostOutput(targets: readonly Target[]): number | null {
  let most: number | null = null
  for (const { offer } of targets) {
    if (offer?.maxOutputTokens != null) most = Math.max(most ?? 0, offer.maxOutputTokens)
  }
  return most
}

/** Any target of the plan may be the one that answers. Null when the price of one is not known. */
function dearest(targets: readonly Target[], estimate: TokenEstimate, nowMs: number): Nanos | null {
  let most = 0
  for (const target of targets) {
    const cost = worstCase(estimate, priceOf(target, nowMs))
    if (cost === null) return null
    most = Math.max(most, cost)
  }
  return most
}

function tokensExpected({ inputTokens, outputTokens }: TokenEstimate): number {
  return inputTokens + Math.min(outputTokens, OUTPUT_TOKENS_EXPECTED)
}

/** Few answers are longer; one that is counts in full when it is settled. */
const OUTPUT_TOKENS_EXPECTED = 1_024

function limitHeaders(figures: RateFigures): ReplyHeaders {
  const headers: Record<string, string | number> = {}
  if (figures.requestsLimit !== null) {
    headers['x-ratelimit-limit-requests'] = figures.requestsLimit
    headers['x-ratelimit-remaining-requests'] = Math.max(0, figures.requestsRemaining ?? 0)
    headers['x-ratelimit-reset-requests'] = seconds(figures.requestsResetMs)
  }
  if (figures.tokensLimit !== null) {
    headers['x-ratelimit-limit-tokens'] = figures.tokensLimit
    headers['x-ratelimit-remaining-tokens'] = Math.max(0, figures.tokensRemaining ?? 0)
    headers['x-ratelimit-reset-tokens'] = seconds(figures.tokensResetMs)
  }
  return headers
}

/** As OpenAI writes it: `1.5s`. */
function seconds(milliseconds: number | null): string {
  return `${Math.ceil((milliseconds ?? 0) / 100) / 10}s`
}
