import { GatewayError } from '../core/error.ts'
import type { Random } from '../core/ports.ts'
import { estimateInput, type InputEstimate } from '../ledger/estimate.ts'
import { type Plan, type PlanContext, planRoute } from '../routing/plan.ts'
import { factsOf, prefixOf } from '../routing/read-facts.ts'
import type { RequestFacts } from '../routing/request-facts.ts'
import type { Route } from '../routing/route.ts'
import { planTree, type TreePlan } from '../routing/tree/plan-tree.ts'
import { type AdmissiblePlan, type BudgetView, costFilter } from './admit.ts'
import type { Asked, Exchange } from './exchange.ts'
import { deadlineOf } from './deadline.ts'
import type { Gateway } from './gateway.ts'
import { HOUSE } from './key-ring.ts'
import { decisionId, type Pin } from './pin.ts'
import type { ResolvedRoute } from './resolve-route.ts'

export interface Question {
  readonly exchange: Pick<Exchange, 'id' | 'snapshot' | 'timeMs' | 'startedAtMs' | 'caller' | 'claims'>
  /** Of the endpoint, e.g. `/v1/chat/completions`. */
  readonly path: string | null
  readonly asked: Asked
  readonly resolved: ResolvedRoute
  readonly random: Random
  readonly pin: Pin | null
}

/** What of a gateway it takes to plan: nothing is reserved. */
export type PlanningGateway = Pick<Gateway, 'health' | 'guards' | 'priceFactors'> & {
  readonly books: BudgetView
}

export type RequestPlan = Plan & {
  readonly input: InputEstimate
  /** Where each target leads when it fails. Null: to the next, as the route's retries have it. */
  readonly exits: TreePlan['exits'] | null
}

/** Where this request may go, in which order, and why. Changes nothing: to explain and to serve is the same here. */
export function planRequest(
  question: Question,
  { books, health, guards, priceFactors }: PlanningGateway,
): RequestPlan {
  const { exchange, asked, resolved, random, pin } = question
  const { route, tree } = resolved
  const { snapshot, timeMs, startedAtMs, caller } = exchange
  const input = asked.operation?.input ?? estimateInput(asked.request)
  const tooDear = costFilter(exchange, asked, { input, deadlineMs: deadlineOf(asked, route) }, books)
  const providers = exchange.caller?.key?.scopes?.providers ?? null
  const context: PlanContext = {
    decisionId: decisionId(exchange.id),
    seed: asked.options.seed ?? exchange.id,
    revision: snapshot.revision,
    random,
    nowMs: timeMs,
    healthNowMs: startedAtMs,
    turn: snapshot.turns.get(route.name) ?? 0,
    health,
    facts: factsFor(question, input, priceFactors?.() ?? null),
    preferences: asked.routing.preferences,
    // What the house asks by itself is to find out, also of a target past its limits, whether it is still past them.
    overLimit: (of, target) => (caller === HOUSE ? null : guards.overLimit(snapshot, of, target)),
    removes: (target) => {
      const isFor =
        asked.operation === undefined ? target.provider.chats !== false : asked.operation.isFor(target)
      if (!isFor) return OTHER_OPERATION
      if (pin !== null && !pin(target)) return 'pin'
      return providers === null || providers.includes(target.providerName) ? tooDear(target) : NOT_OF_KEY
    },
  }
  const plan = tree === null ? { ...planRoute(route, context), exits: null } : planTree(tree, route, context)
  const { auto } = resolved
  const decision = auto === null ? plan.decision : { ...plan.decision, auto }
  return { ...plan, decision, input }
}

/** Why a target is removed that does not do what is asked for. */
const OTHER_OPERATION = 'operation'
/** What removes the targets of a provider that the key may not use. */
const NOT_OF_KEY = 'key-providers'

/** The next request of this route gets the next turn. */
export function takeTurn({ snapshot }: Exchange, { name }: Route): void {
  if (snapshot.routes.has(name)) snapshot.turns.set(name, (snapshot.turns.get(name) ?? 0) + 1)
}

/** Throws where the plan leaves nothing to try, saying why. */
export function admissiblePlan(plan: RequestPlan, nowMs: number): AdmissiblePlan {
  const [first, ...rest] = plan.targets
  if (first !== undefined) return { ...plan, targets: [first, ...rest] }
  if (plan.fullUntilMs !== null) {
    throw new GatewayError('provider_rate_limited', 'Every provider of this model is at its rate limit.', {
      retryAfterMs: plan.fullUntilMs - nowMs,
    })
  }
  const reasons = [...new Set(plan.decision.candidates.map(({ removedBy }) => removedBy))].join(', ')
  if (reasons === OTHER_OPERATION) {
    throw new GatewayError('unsupported_parameter', 'No target of this model can be asked for this here.', {
      param: 'model',
    })
  }
  if (reasons === 'context-length') {
    throw new GatewayError(
      'context_length_exceeded',
      'The request is too long for every target of this model.',
    )
  }
  if (reasons === NOT_OF_KEY)
    throw new GatewayError('permission_denied', 'This API key may use no provider of this model.', {
      param: 'providers',
    })
  throw new GatewayError('no_target_allowed', `No target of this model may be used; removed by: ${reasons}.`)
}

function factsFor(
  { asked, resolved: { route, tree }, path }: Question,
  { inputTokens }: InputEstimate,
  priceFactors: ReadonlyMap<string, number> | null,
): RequestFacts {
  const { request, options, body, operation } = asked
  const isChat = operation === undefined
  const isByPrefix = isChat && (tree !== null || route.strategy === 'sticky' || route.sticky?.by === 'prefix')
  return {
    // A list of texts is as long as the longest of them, which nobody has measured: then none is too long for a target.
    ...(isChat ? factsOf(request) : {}),
    ...(isChat ? { inputTokens } : {}),
    session: options.session,
    user: options.user ?? request.metadata.user ?? null,
    tags: options.tags,
    metadata: options.metadata,
    params: body,
    deadlineMs: options.deadlineMs,
    ttftMs: options.ttftMs,
    ...(isByPrefix ? { prefix: prefixOf(request) } : {}),
    ...(path === null ? {} : { path }),
    ...(priceFactors === null ? {} : { priceFactors }),
  }
}
