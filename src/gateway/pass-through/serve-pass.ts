import { GatewayError } from '../../core/error.ts'
import type { Target } from '../../routing/target.ts'
import { admit, costFilter } from '../admit.ts'
import type { Answer } from '../answer.ts'
import { authenticate } from '../authenticate.ts'
import type { Admission } from '../books.ts'
import { close, explained } from '../close.ts'
import { deadlineOf } from '../deadline.ts'
import type { Asked, Exchange } from '../exchange.ts'
import type { Gateway } from '../gateway.ts'
import { readOptions } from '../options.ts'
import { NO_ROUTING, readRouting } from '../routing-fields.ts'
import { begin, checkUser, restoreBudgets } from '../serve.ts'
import { checkModels, checkProvider } from './check-pass.ts'
import { passOn } from './pass-on.ts'
import { readPassPath } from './pass-path.ts'
import type { PassIncoming } from './pass-request.ts'
import { passTarget, providerNamed } from './pass-target.ts'
import { type PassBody, readPass, requestInCommon } from './read-pass.ts'

/**
 * The line of what is handed on as it is: one provider, one attempt, and the caller gets what that says. Keys, limits,
 * budgets and the record are those of every other request. Never rejects.
 */
export async function servePass(incoming: PassIncoming, gateway: Gateway): Promise<void> {
  const exchange = begin(incoming, gateway)
  let asked: Asked | null = null
  let admission: Admission | null = null
  let outcome: Answer | GatewayError
  try {
    exchange.caller = await authenticate(incoming.headers, gateway.keys)
    const read = await readAll(exchange, incoming, gateway)
    asked = read.asked
    checkUser(exchange, asked, gateway)
    const restoring = restoreBudgets(exchange, asked, gateway)
    if (restoring !== null) await restoring
    admission = admitPass(exchange, read, gateway)
    outcome = await send(exchange, incoming, read, gateway)
  } catch (thrown) {
    outcome = explained(thrown, exchange, gateway)
  }
  close(exchange, asked, admission, outcome, gateway)
}

interface ReadPass {
  readonly asked: Asked
  readonly target: Target
  readonly path: string
  readonly read: PassBody
}

async function readAll(exchange: Exchange, incoming: PassIncoming, gateway: Gateway): Promise<ReadPass> {
  const { snapshot, caller } = exchange
  const { headers, pass } = incoming
  const key = caller?.key ?? null
  const options = readOptions(headers, {})
  if (options.pin !== null || readRouting(headers, {}).route !== null) throw unrouted()
  const to = readPassPath(pass.url)
  const provider = providerNamed(to.provider, snapshot)
  checkProvider(key, provider, pass)
  const read = await readPass(incoming, to, snapshot.config.server.maxBodyBytes)
  checkModels(key, provider.name, to.path, read)
  const target = passTarget(provider, read.model, snapshot, gateway)
  if (target.access !== undefined) throw unsigned(provider.name)
  const name = read.model === null ? provider.name : `${provider.name}/${read.model}`
  const bytes = read.bytes ?? Buffer.alloc(0)
  const request = requestInCommon(name, read)
  const asked = { bytes, body: read.body ?? {}, request, options, routing: NO_ROUTING }
  return { asked, target, path: below(target, to.path) + to.query, read }
}

/** Where the caller repeats the path of the base URL, as he does who only changes a host, it counts once. */
function below({ basePath }: Target, path: string): string {
  return basePath !== '' && path.startsWith(`${basePath}/`) ? path.slice(basePath.length) : path
}

function admitPass(exchange: Exchange, { asked, target, read }: ReadPass, { books }: Gateway): Admission {
  const deadlineMs = deadlineOf(asked, exchange.snapshot.config.routeDefaults)
  const tooDear = costFilter(exchange, asked, { input: read.input, deadlineMs }, books)(target)
  if (tooDear !== null)
    throw new GatewayError('no_target_allowed', `Provider ${target.providerName} was removed by ${tooDear}.`)
  const plan = { targets: [target], onContextLength: [], onContentPolicy: [], input: read.input } as const
  return admit({ exchange, asked, plan, deadlineMs }, books)
}

function send(exchange: Exchange, { pass }: PassIncoming, all: ReadPass, gateway: Gateway) {
  const { asked, target, path, read } = all
  const { routeDefaults } = exchange.snapshot.config
  const { connectMs, totalMs, idleMs } = routeDefaults.timeouts
  const { body } = read
  // What was checked is what is sent: of a field that stands there twice, another reader may see the other.
  const isHeld = exchange.caller?.key?.models != null && body !== null
  return passOn(
    {
      exchange,
      target,
      path,
      method: pass.method,
      body: isHeld ? Buffer.from(JSON.stringify(body)) : asked.bytes,
      upload: read.bytes === null ? pass.upload : null,
      inputTokens: read.input.inputTokens,
      timeouts: {
        connectMs,
        headMs: totalMs,
        idleMs,
        totalMs: deadlineOf(asked, routeDefaults),
      },
    },
    gateway,
  )
}

/** What is signed over its bytes, or by a token that expires, is written by the gateway alone. */
function unsigned(provider: string): GatewayError {
  return new GatewayError(
    'unsupported_parameter',
    `Provider ${provider} signs its requests or fetches tokens, which a pass-through does not; give it an api_key.`,
  )
}

function unrouted(): GatewayError {
  return new GatewayError(
    'unsupported_parameter',
    'A pass-through follows no route: leave x-portolan-route and x-portolan-pin out.',
    { param: 'x-portolan-route' },
  )
}
