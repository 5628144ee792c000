import { ERRORS, GatewayError } from '../core/error.ts'
import type { JsonObject } from '../core/json.ts'
import { seededRandom } from '../routing/random.ts'
import type { Target } from '../routing/target.ts'
import { editBody } from '../wire/edit-body.ts'
import { checkModelAllowed } from './admit.ts'
import { askUpstream } from './ask-upstream.ts'
import { authenticate } from './authenticate.ts'
import { cleanMessage } from './clean-message.ts'
import { explained, refuse } from './close.ts'
import type { Asked, Exchange, Incoming } from './exchange.ts'
import type { Gateway } from './gateway.ts'
import { readOptions } from './options.ts'
import { exchangeHeaders } from './reply-headers.ts'
import { resolveModel } from './resolve-model.ts'
import { begin, planFor, readJson, withoutOptions } from './serve.ts'

const TIMEOUT_MS = 10_000

/**
 * `POST /v1/messages/count_tokens`. The provider counts where it can; else the gateway's own estimate is given, which
 * errs high. No tokens are used, so nothing is charged and no record is made.
 */
export async function countTokens(incoming: Incoming, gateway: Gateway): Promise<void> {
  const exchange = begin(incoming, gateway)
  try {
    exchange.caller = await authenticate(incoming.headers, gateway.keys)
    const asked = await read(exchange)
    checkModelAllowed(exchange.caller.key, asked.request.model)
    const route = resolveModel(asked.request.model, exchange.snapshot, gateway.catalogue, exchange.timeMs)
    const plan = planFor(exchange, asked, route, seededRandom(exchange.id), gateway)
    const [target] = plan.targets
    const counted = await ask(exchange, asked, target, route.timeouts.connectMs, gateway)
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
  const { dialect, headers } = incoming
  const options = readOptions(headers, body)
  const own = withoutOptions(body)
  return { bytes, body, request: dialect.parseTokenCount?.(own) ?? dialect.parse(own), options }
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
    ? editBody(asked.bytes, asked.body, nativeEdits(asked.body, target))
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

function nativeEdits(body: JsonObject, target: Target): Record<string, unknown> {
  return 'portolan' in body ? { model: target.model, portolan: undefined } : { model: target.model }
}

function encoded(asked: Asked, target: Target): Buffer {
  const { offer, model, provider } = target
  const context = { model, maxOutputTokens: offer?.maxOutputTokens ?? null, reasons: offer?.reasons ?? null }
  return Buffer.from(JSON.stringify(provider.countTokens?.encode(asked.request, context)))
}
