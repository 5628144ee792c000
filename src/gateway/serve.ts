import { GatewayError } from '../core/error.ts'
import { seededRandom } from '../routing/random.ts'
import type { Answer } from './answer.ts'
import { attempt } from './attempt.ts'
import { authenticate } from './authenticate.ts'
import type { Admission } from './books.ts'
import { chooseWay } from './choose-way.ts'
import { claimsOf, NO_CLAIMS } from './claims.ts'
import { close, explained, refuse } from './close.ts'
import type { Asked, Exchange, Incoming } from './exchange.ts'
import type { Gateway } from './gateway.ts'
import { checkCaller } from './key-scopes.ts'
import { readOptions } from './options.ts'
import { readOperation } from './operations/read-operation.ts'
import { findPin } from './pin.ts'
import { readJson, without } from './read-json.ts'
import { readRouting } from './routing-fields.ts'
import { withWallets } from './wallet-claims.ts'

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
    checkCaller(exchange)
    asked = await read(exchange)
    checkUser(exchange, asked, gateway)
    const random = seededRandom(asked.options.seed ?? exchange.id)
    const pin = await findPin(asked.options.pin, gateway)
    const restoring = restoreBudgets(exchange, asked, gateway)
    if (restoring !== null) await restoring
    const way = chooseWay(exchange, asked, { random, pin }, gateway)
    admission = way.admission
    if (incoming.attendant !== undefined) await incoming.attendant.admitted(exchange, asked)
    outcome = await attempt({ exchange, asked, ...way, random }, gateway)
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
    claims: NO_CLAIMS,
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
  const own = without(body, routing.own)
  if (incoming.attendant === undefined)
    return { bytes, body, request: dialect.parse(own, inPath), options, routing }
  const prepared = await incoming.attendant.prepare(exchange, own, options)
  return { ...prepared, bytes, body, request: dialect.parse(prepared.body, inPath), options, routing }
}

export function checkUser(
  { caller }: Exchange,
  { request, options }: Asked,
  { blockedUsers }: Gateway,
): void {
  const user = caller?.user ?? options.user ?? request.metadata.user ?? null
  blockedUsers.check(caller?.key?.organizationId ?? null, user)
}

/** Finds what the exchange is held to, and waits where what was spent of it is not known yet. */
export function restoreBudgets(exchange: Exchange, asked: Asked, gateway: Gateway): Promise<void> | null {
  const { snapshot } = exchange
  const rules = gateway.rules.under(snapshot.config)
  const claims = claimsOf(exchange, asked, rules, snapshot.providers.keys())
  exchange.claims = withWallets(claims, exchange, gateway.books.wallets)
  const { scopes, providers } = exchange.claims
  const all = providers.size === 0 ? scopes : [...scopes, ...providers.values()]
  return gateway.books.restored(all, exchange.timeMs)
}
