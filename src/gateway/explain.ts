import type { Budget } from '../core/budget.ts'
import type { Dialect, PathFields } from '../core/dialect.ts'
import type { Scope } from '../core/scope.ts'
import { GatewayError } from '../core/error.ts'
import type { JsonObject } from '../core/json.ts'
import type { DecisionRecord } from '../core/record.ts'
import { seededRandom } from '../routing/random.ts'
import type { Target } from '../routing/target.ts'
import type { Books } from './books.ts'
import { type Claims, claimsOf } from './claims.ts'
import type { Incoming } from './exchange.ts'
import type { Gateway } from './gateway.ts'
import type { KeyHolder } from './key-ring.ts'
import { readOptions } from './options.ts'
import { findPin } from './pin.ts'
import { admissiblePlan, planRequest, type RequestPlan } from './plan-request.ts'
import { without } from './read-json.ts'
import { resolveRoute } from './resolve-route.ts'
import { readRouting } from './routing-fields.ts'

export interface Explanation {
  readonly decision: DecisionRecord
  /** In the order in which they would be tried. */
  readonly targets: readonly Target[]
  /** That it would draw on. */
  readonly budgets: readonly { readonly scope: Scope; readonly budget: Budget }[]
  /** What it would be refused with, where nothing is left to try. */
  readonly refusal: GatewayError | null
}

export interface Explained {
  readonly dialect: Dialect
  readonly headers: Incoming['headers']
  readonly body: JsonObject
  readonly path: string
  /** Where the API says in the path what others say in the body. */
  readonly inPath?: PathFields | undefined
  /** As whom. */
  readonly caller: KeyHolder
}

/** What of a gateway it takes: no network and no books. */
export type ExplainingGateway = Pick<
  Gateway,
  | 'snapshot'
  | 'catalogue'
  | 'auto'
  | 'guards'
  | 'health'
  | 'clock'
  | 'ids'
  | 'records'
  | 'priceFactors'
  | 'rules'
> & { readonly books: Pick<Books, 'left' | 'restored'> }

/**
 * Where this request would go now, and why: the very plan that `serve` would make of it, with nothing sent, nothing
 * reserved and no turn taken. Throws what `serve` would refuse it with, but for limits, which only count when they are
 * taken.
 */
export async function explain(explained: Explained, gateway: ExplainingGateway): Promise<Explanation> {
  const { dialect, headers, body, path, inPath, caller } = explained
  const snapshot = gateway.snapshot()
  const options = readOptions(headers, body)
  const routing = readRouting(headers, body)
  const request = dialect.parse(without(body, routing.own), inPath)
  const asked = { bytes: EMPTY, body, request, options, routing }
  const timeMs = gateway.clock.now()
  const id = gateway.ids.exchange()
  const about = { id, snapshot, timeMs, startedAtMs: gateway.clock.monotonicMs(), caller }
  const rules = gateway.rules.under(snapshot.config)
  const claims = claimsOf(
    { ...about, incoming: { dialect, operation: 'chat' } },
    asked,
    rules,
    snapshot.providers.keys(),
  )
  const exchange = { ...about, claims }
  await gateway.books.restored([...claims.providers.values()], timeMs)
  const resolved = resolveRoute(exchange, asked, gateway)
  const random = seededRandom(options.seed ?? id)
  const pin = await findPin(options.pin, gateway)
  const plan = planRequest({ exchange, asked, resolved, random, pin, path }, gateway)
  const { decision, targets } = plan
  return { decision, targets, budgets: budgetsIn(claims), refusal: refusalOf(plan, timeMs) }
}

function budgetsIn({ scopes, providers }: Claims): Explanation['budgets'] {
  return [...scopes, ...providers.values()].flatMap(({ scope, budgets }) =>
    budgets.map((budget) => ({ scope, budget })),
  )
}

function refusalOf(plan: RequestPlan, nowMs: number): GatewayError | null {
  try {
    admissiblePlan(plan, nowMs)
    return null
  } catch (thrown) {
    return GatewayError.from(thrown)
  }
}

const EMPTY = Buffer.alloc(0)
