import { isUtf8 } from 'node:buffer'
import { GatewayError } from '../core/error.ts'
import { isJsonObject, type JsonObject } from '../core/json.ts'
import { estimateInput } from '../ledger/estimate.ts'
import { type Plan, planRoute } from '../routing/plan.ts'
import { seededRandom } from '../routing/random.ts'
import type { Route } from '../routing/route.ts'
import type { Target } from '../routing/target.ts'
import { type AdmissiblePlan, admit, budgetsOf, checkModelAllowed, costFilter } from './admit.ts'
import type { Answer } from './answer.ts'
import { attempt } from './attempt.ts'
import { authenticate } from './authenticate.ts'
import type { Admission } from './books.ts'
import { close, explained, refuse } from './close.ts'
import type { Asked, Exchange, Incoming } from './exchange.ts'
import type { Gateway } from './gateway.ts'
import { isTooDeep } from './json-depth.ts'
import { readOptions } from './options.ts'
import { resolveModel } from './resolve-model.ts'

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
    exchange.caller = await authenticate(incoming.headers, gateway.keys)
    asked = await read(exchange)
    checkModelAllowed(exchange.caller.key, asked.request.model)
    const route = resolveModel(asked.request.model, exchange.snapshot, gateway.catalogue, exchange.timeMs)
    const random = seededRandom(asked.options.seed ?? exchange.id)
    const plan = planFor(exchange, asked, route, random, gateway)
    await restoreBudgets(exchange, gateway)
    admission = admit(exchange, asked, plan, gateway.books)
    outcome = await attempt({ exchange, asked, route, plan, admission, random }, gateway)
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

async function read({ incoming, snapshot }: Exchange): Promise<Asked> {
  const { bytes, body } = await readJson(incoming, snapshot.config.server.maxBodyBytes)
  const options = readOptions(incoming.headers, body)
  return { bytes, body, request: incoming.dialect.parse(withoutOptions(body)), options }
}

/** What is meant for the gateway goes no further. */
export function withoutOptions(body: JsonObject): JsonObject {
  if (body.portolan === undefined) return body
  const { portolan: _, ...rest } = body
  return rest
}

export async function readJson(
  incoming: Incoming,
  bytesMax: number,
): Promise<{ readonly bytes: Buffer; readonly body: JsonObject }> {
  const bytes = await incoming.readBody(bytesMax)
  if (!isUtf8(bytes)) throw new GatewayError('invalid_request', 'The body is not valid UTF-8.')
  if (isTooDeep(bytes)) throw new GatewayError('invalid_request', 'The JSON of the body nests too deeply.')
  let body: unknown
  try {
    body = JSON.parse(bytes.toString('utf8'))
  } catch (error) {
    const reason = error instanceof SyntaxError ? error.message.slice(0, 200) : 'it cannot be read'
    throw new GatewayError('invalid_request', `The body is not valid JSON: ${reason}`)
  }
  if (isJsonObject(body)) return { bytes, body }
  throw new GatewayError('invalid_request', 'The body must be a JSON object.')
}

export function planFor(
  exchange: Exchange,
  asked: Asked,
  route: Route,
  random: () => number,
  gateway: Gateway,
): AdmissiblePlan {
  const { snapshot } = exchange
  const turn = snapshot.turns.get(route.name) ?? 0
  // To count tokens is no turn: a client that counts before each message would always get the same target.
  const isTurn = exchange.incoming.operation === 'chat' && snapshot.routes.has(route.name)
  if (isTurn) snapshot.turns.set(route.name, turn + 1)
  const input = estimateInput(asked.request)
  const tooDear = costFilter(exchange, asked, input)
  const { pin } = asked.options
  if (pin?.startsWith('dec_') === true) {
    throw new GatewayError(
      'unsupported_parameter',
      'A pin to a decision is not supported yet; name the target instead.',
      {
        param: 'x-portolan-pin',
      },
    )
  }
  const plan = planRoute(route, {
    decisionId: gateway.ids.decision(),
    seed: asked.options.seed ?? exchange.id,
    revision: snapshot.revision,
    random,
    nowMs: exchange.timeMs,
    turn,
    health: gateway.health,
    removes: (target) => (pin !== null && !isPinned(target, pin) ? 'pin' : tooDear(target)),
  })
  exchange.decision = plan.decision
  const [first, ...rest] = plan.targets
  if (first === undefined) throw nothingLeft(plan, exchange.timeMs)
  return { ...plan, targets: [first, ...rest], input }
}

function isPinned(target: Target, pin: string): boolean {
  return target.id === pin || `${target.providerName}/${target.model}` === pin
}

function nothingLeft({ decision, fullUntilMs }: Plan, nowMs: number): GatewayError {
  if (fullUntilMs !== null) {
    return new GatewayError('provider_rate_limited', 'Every provider of this model is at its rate limit.', {
      retryAfterMs: fullUntilMs - nowMs,
    })
  }
  const reasons = [...new Set(decision.candidates.map(({ removedBy }) => removedBy))].join(', ')
  return new GatewayError('no_target_allowed', `No target of this model may be used; removed by: ${reasons}.`)
}

async function restoreBudgets(exchange: Exchange, gateway: Gateway): Promise<void> {
  const key = exchange.caller?.key ?? null
  const restoring = key === null ? null : gateway.books.restored(key, budgetsOf(exchange).length > 0)
  if (restoring !== null) await restoring
}
