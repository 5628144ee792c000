import { GatewayError } from '../core/error.ts'
import { seededRandom } from '../routing/random.ts'
import { admit, budgetsOf } from './admit.ts'
import type { Answer } from './answer.ts'
import { attempt } from './attempt.ts'
import { authenticate } from './authenticate.ts'
import type { Admission } from './books.ts'
import { close, explained, refuse } from './close.ts'
import type { Asked, Exchange, Incoming } from './exchange.ts'
import type { Gateway } from './gateway.ts'
import { readOptions } from './options.ts'
import { readOperation } from './operations/read-operation.ts'
import { findPin } from './pin.ts'
import { admissiblePlan, planRequest, takeTurn } from './plan-request.ts'
import { readJson, without } from './read-json.ts'
import { resolveRoute } from './resolve-route.ts'
import { readRouting } from './routing-fields.ts'

/**
 * The straight line. One request crosses the house once:
 *
 *   authenticate → read → resolve → plan → admit → attempt → close
 *
 * Whatever is thrown on the way becomes one error in the caller's dialect. Never rejects.
 */
export async function serve(incoming: Incoming, gateway: Gateway): Promise<void> {
  const exchange = begin(incoming, gateway)
  let asked: Asked | null = null
  let admission: Admission | null = null
  let outcome: Answer | GatewayError
  try {
    exchange.caller = incoming.caller ?? (await authenticate(incoming.headers, gateway.keys))
    asked = await read(exchange)
    checkUser(exchange, asked, gateway)
    const resolved = resolveRoute(exchange, asked, gateway)
    const { route } = resolved
    const random = seededRandom(asked.options.seed ?? exchange.id)
    const pin = await findPin(asked.options.pin, gateway)
    const plan = planRequest({ exchange, asked, resolved, random, pin, path: incoming.path ?? null }, gateway)
    exchange.decision = plan.decision
    takeTurn(exchange, route)
    const admissible = admissiblePlan(plan, exchange.timeMs)
    await restoreBudgets(exchange, gateway)
    admission = admit(exchange, asked, admissible, gateway.books)
    outcome = await attempt({ exchange, asked, route, plan: admissible, admission, random }, gateway)
  } catch (thrown) {
    outcome = explained(thrown, exchange, gateway)
  }
  close(exchange, asked, admission, outcome, gateway)
}

/** Tells a caller whose request is not even read why not: an unknown path, a wrong method, too many headers. */
export function refuseUnread(incoming: Incoming, error: GatewayError, gateway: Gateway): void {
  refuse(begin(incoming, gateway), error)
}

export function begin(incoming: Incoming, gateway: Gateway): Exchange {
  const exchange: Exchange = {
    id: gateway.ids.exchange(),
    incoming,
    snapshot: gateway.snapshot(),
    timeMs: gateway.clock.now(),
    startedAtMs: gateway.clock.monotonicMs(),
    caller: null,
    decision: null,
    attempts: [],
    attemptsBegun: 0,
    waitedMs: 0,
    limitHeaders: {},
    answerType: null,
    isGone: false,
    leave: null,
    interrupt: null,
    drain: null,
  }
  gateway.underway.add(exchange)
  incoming.reply.onOver(() => gateway.underway.delete(exchange))
  incoming.reply.onGone(() => {
    exchange.isGone = true
    exchange.leave?.()
  })
  incoming.reply.onDrain(() => exchange.drain?.())
  return exchange
}

async function read(exchange: Exchange): Promise<Asked> {
  const { incoming, snapshot } = exchange
  const { operation } = incoming
  if (
    operation !== 'chat' &&
    operation !== 'count-tokens' &&
    operation !== 'proxy' &&
    operation !== 'realtime'
  )
    return readOperation(exchange, operation)
  const { bytes, body } = await readJson(incoming, snapshot.config.server.maxBodyBytes)
  const { headers, dialect, inPath } = incoming
  const options = readOptions(headers, body)
  const routing = readRouting(headers, body)
  return { bytes, body, request: dialect.parse(without(body, routing.own), inPath), options, routing }
}

export function checkUser(
  { caller }: Exchange,
  { request, options }: Asked,
  { blockedUsers }: Gateway,
): void {
  blockedUsers.check(caller?.key?.organizationId ?? null, options.user ?? request.metadata.user ?? null)
}

export async function restoreBudgets(exchange: Exchange, gateway: Gateway): Promise<void> {
  const key = exchange.caller?.key ?? null
  const restoring = key === null ? null : gateway.books.restored(key, budgetsOf(exchange).length > 0)
  if (restoring !== null) await restoring
}
