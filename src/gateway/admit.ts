import { GatewayError } from '../core/error.ts'
import type { Budget, KeyRecord } from '../core/key.ts'
import type { Nanos } from '../core/money.ts'
import type { ReplyHeaders } from '../core/reply.ts'
import { worstCase } from '../ledger/cost.ts'
import { estimateRequest, type InputEstimate, type TokenEstimate } from '../ledger/estimate.ts'
import type { Opening, ServedBy } from '../ledger/journal-entry.ts'
import type { RateFigures } from '../ledger/meter.ts'
import type { Reservation } from '../ledger/reservation.ts'
import { priceOf, type Target } from '../routing/target.ts'
import type { Books, Admission } from './books.ts'
import type { Asked, Exchange } from './exchange.ts'
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
  if (mayUseModel(key, model)) return
  throw new GatewayError('permission_denied', `This API key may not use the model ${model.slice(0, 100)}.`, {
    param: 'model',
  })
}

/** The key's patterns may hold `*`. A viewer calls no model at all. */
export function mayUseModel(key: KeyRecord | null, model: string): boolean {
  if (key === null) return true
  if (key.role === 'viewer') return false
  if (key.models === null) return true
  const name = baseModelName(model)
  return key.models.some((pattern) => matches(pattern, name) || matches(pattern, model))
}

/** A plan with at least one target, and what the request was estimated at for it. */
export type AdmissiblePlan = RequestPlan & {
  readonly targets: readonly [Target, ...Target[]]
}

/**
 * Takes what the request may use at most from every limit and budget of its key, in one step, before the first byte
 * leaves. Throws `rate_limited` or `budget_exhausted`. The master key has neither, and is recorded all the same.
 */
export function admit(
  exchange: Exchange,
  asked: Asked,
  plan: Pick<AdmissiblePlan, 'targets' | 'onContextLength' | 'onContentPolicy' | 'input'>,
  books: Books,
): Admission {
  const { snapshot, timeMs } = exchange
  const { targets, onContextLength, onContentPolicy } = plan
  const any = [...targets, ...onContextLength, ...onContentPolicy]
  const estimate = estimateRequest(asked.request, mostOutput(any), plan.input)
  const costWorst = dearest(any, estimate, timeMs)
  const key = exchange.caller?.key ?? null
  const reservation = key === null ? null : reserve(exchange, key, asked, { estimate, costWorst }, books)
  return books.open(openingOf(exchange, asked), reservation, {
    inputTokens: estimate.inputTokens,
    tokensExpected: tokensExpected(estimate),
    costWorst,
    served: servedBy(targets[0], timeMs, snapshot.catalogueVersion),
  })
}

export function openingOf({ id, timeMs, caller, incoming }: Exchange, { request, options }: Asked): Opening {
  const key = caller?.key ?? null
  return {
    id,
    timeMs,
    keyId: caller?.keyId ?? null,
    organizationId: key === null ? null : key.organizationId,
    projectId: key === null ? null : key.projectId,
    memberId: key === null ? null : key.memberId,
    user: options.user ?? request.metadata.user ?? null,
    session: options.session,
    tags: tagsOf(key, options.tags),
    metadata: options.metadata,
    dialect: incoming.dialect.wire,
    operation: incoming.operation,
    streamed: request.stream,
    requestedModel: request.model,
  }
}

/** The key's own tags, and the request's. */
function tagsOf(key: KeyRecord | null, tags: readonly string[]): readonly string[] {
  return key === null || key.tags.length === 0 ? tags : [...new Set([...key.tags, ...tags])]
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
  exchange: Exchange,
  key: KeyRecord,
  asked: Asked,
  expected: Expected,
  books: Books,
): Reservation {
  const { config } = exchange.snapshot
  const outcome = books.reserve(key, {
    model: asked.request.model,
    limits: config.keyLimits.length === 0 ? [key.limits] : [key.limits, ...config.keyLimits],
    modelLimits: key.limits.models?.[asked.request.model] ?? null,
    budgets: budgetsOf(exchange),
    unknownPrice: config.unknownPrice,
    tokensWorst: expected.estimate.inputTokens + expected.estimate.outputTokens,
    tokensExpected: tokensExpected(expected.estimate),
    costWorst: expected.costWorst,
    nowMs: exchange.timeMs,
  })
  exchange.limitHeaders = limitHeaders(outcome)
  if (outcome.admitted) return outcome
  const { code, message, retryAfterMs } = outcome
  throw new GatewayError(code, message, retryAfterMs === null ? {} : { retryAfterMs })
}

/** The key's own and the configuration's. None for the master key. */
export function budgetsOf({ caller, snapshot }: Pick<Exchange, 'caller' | 'snapshot'>): readonly Budget[] {
  if (caller?.key == null) return []
  const { keyBudgets } = snapshot.config
  return keyBudgets.length === 0 ? caller.key.budgets : [...caller.key.budgets, ...keyBudgets]
}

/** The filter for `x-portolan-max-cost` and for money budgets: why this target may not be used, or null. */
export function costFilter(
  exchange: Pick<Exchange, 'caller' | 'snapshot' | 'timeMs'>,
  asked: Asked,
  input: InputEstimate,
): (target: Target) => string | null {
  const { snapshot, timeMs } = exchange
  const limit = asked.options.maxCostNanos
  const hasMoneyBudget = budgetsOf(exchange).some(({ usdNanos }) => usdNanos !== undefined)
  const needsPrice = hasMoneyBudget && snapshot.config.unknownPrice === 'deny'
  if (limit === null && !needsPrice) return () => null
  return (target) => {
    const estimate = estimateRequest(asked.request, target.offer?.maxOutputTokens ?? null, input)
    const cost = worstCase(estimate, priceOf(target, timeMs))
    if (cost === null) return 'unknown-price'
    return limit !== null && cost > limit ? 'max-cost' : null
  }
}

function matches(pattern: string, name: string): boolean {
  if (!pattern.includes('*')) return pattern === name
  const [first = '', ...rest] = pattern.split('*')
  if (!name.startsWith(first)) return false
  let at = first.length
  const last = rest.pop() ?? ''
  for (const piece of rest) {
    const found = name.indexOf(piece, at)
    if (found === -1) return false
    at = found + piece.length
  }
  return name.length - last.length >= at && name.endsWith(last)
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
