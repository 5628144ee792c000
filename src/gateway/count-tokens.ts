import { ERRORS, GatewayError } from '../core/error.ts'
import { seededRandom } from '../routing/random.ts'
import type { Target } from '../routing/target.ts'
import { editBody } from '../wire/edit-body.ts'
import { askUpstream } from './ask-upstream.ts'
import { authenticate } from './authenticate.ts'
import { cleanMessage } from './clean-message.ts'
import { explained, refuse } from './close.ts'
import type { Asked, Exchange, Incoming } from './exchange.ts'
import type { Gateway } from './gateway.ts'
import { checkCaller } from './key-scopes.ts'
import { readOptions } from './options.ts'
import { findPin } from './pin.ts'
import { admissiblePlan, planRequest } from './plan-request.ts'
import { readJson, without } from './read-json.ts'
import { exchangeHeaders } from './reply-headers.ts'
import { resolveRoute } from './resolve-route.ts'
import { encodeTarget } from './rewriting.ts'
import { readRouting } from './routing-fields.ts'
import { begin } from './serve.ts'

const TIMEOUT_MS = 10_000

/**
 * `POST /v1/messages/count_tokens`. The provider counts where it can; else the gateway's own estimate is given, which
 * errs high. No tokens are used, so nothing is charged and no record is made.
 */
export async function countTokens(incoming: Incoming, gateway: Gateway): Promise<void> {
  const exchange = begin(incoming, gateway)
  try {
    exchange.caller = await authenticate(incoming.headers, gateway.keys)
    checkCaller(exchange)
    const asked = await read(exchange)
    const resolved = resolveRoute(exchange, asked, gateway)
    const pin = await findPin(asked.options.pin, gateway)
    const question = {
      exchange,
      asked,
      resolved,
      random: seededRandom(exchange.id),
      pin,
      path: incoming.path ?? null,
    }
    // To count tokens is no turn: a client that counts before each message would always get the same target.
    const plan = admissiblePlan(planRequest(question, gateway), exchange.timeMs)
    exchange.decision = plan.decision
    const [target] = plan.targets
    const counted = await ask(exchange, asked, target, resolved.route.timeouts.connectMs, gateway)
    const tokens = counted ?? plan.input.inputTokens
    const body = incoming.dialect.renderTokenCount?.(tokens) ?? { input_tokens: tokens }
    const headers = { 'content-type': 'application/json', ...exchangeHeaders(exchange) }
    const source = { 'x-portolan-count': counted === null ? 'estimated' : 'provider' }
    incoming.reply.send(200, { ...headers, ...source }, Buffer.from(JSON.stringify(body)))
  } catch (thrown) {
    refuse(exchange, explained(thrown, exchange, gateway))
  }
}

async function read({ incoming, snapshot }: Exchange): Promise<Asked> {
  const { bytes, body } = await readJson(incoming, snapshot.config.server.maxBodyBytes)
  const { dialect, headers, inPath } = incoming
  const options = readOptions(headers, body)
  const routing = readRouting(headers, body)
  const rest = without(body, routing.own)
  const request = dialect.parseTokenCount?.(rest, inPath) ?? dialect.parse(rest, inPath)
  return { bytes, body, request, options, routing }
}

/** Null when this provider cannot count, or did not. */
async function ask(
  exchange: Exchange,
  asked: Asked,
  target: Target,
  connectTimeoutMs: number,
  gateway: Gateway,
): Promise<number | null> {
  const { countTokens: counter, wire } = target.provider
  if (counter === undefined) return null
  const isNative = wire === exchange.incoming.dialect.wire
  const body = isNative
    ? editBody(asked.bytes, asked.body, nativeEdits(asked, target))
    : encoded(asked, target)
  const reply = await askUpstream(
    { target, path: counter.path(target.model), headers: {}, body, connectTimeoutMs, timeoutMs: TIMEOUT_MS },
    gateway,
  )
  if (reply.type === 'answered') return counter.decode(reply.body)
  if (reply.type === 'silent') return null
  const fault = target.provider.classify(reply.reply)
  if (ERRORS[fault.code].fault !== 'caller') return null
  const said = cleanMessage(fault.message, target.secret)
  throw new GatewayError(
    fault.code,
    `Provider ${target.providerName} refused to count${said === null ? '.' : `: ${said}`}`,
  )
}

function nativeEdits({ body, routing }: Asked, target: Target): Record<string, unknown> {
  const named = target.provider.countTokens?.nativeEdits?.(body, encodeTarget(target))
  const edits: Record<string, unknown> = { ...(named ?? { model: target.model }) }
  for (const name of routing.own) edits[name] = undefined
  return edits
}

function encoded(asked: Asked, target: Target): Buffer {
  const body = target.provider.countTokens?.encode(asked.request, encodeTarget(target))
  return Buffer.from(JSON.stringify(body))
}
