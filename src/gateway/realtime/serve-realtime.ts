import type { GatewayError } from '../../core/error.ts'
import { seededRandom } from '../../routing/random.ts'
import type { Answer } from '../answer.ts'
import { authenticate } from '../authenticate.ts'
import type { Admission } from '../books.ts'
import { chooseWay } from '../choose-way.ts'
import { close, explained } from '../close.ts'
import type { Asked } from '../exchange.ts'
import type { Gateway } from '../gateway.ts'
import { checkCaller } from '../key-scopes.ts'
import { findPin } from '../pin.ts'
import { servedHeaders } from '../reply-headers.ts'
import { begin, checkUser, restoreBudgets } from '../serve.ts'
import { connect } from './connect.ts'
import { readRealtime } from './read-realtime.ts'
import type { RealtimeIncoming } from './realtime-incoming.ts'
import { holdSession } from './session.ts'

/**
 * The line of a session over WebSocket. The caller's request is answered only when a provider has taken the session, so
 * that what is wrong is an HTTP error to him. Never rejects.
 */
export async function serveRealtime(incoming: RealtimeIncoming, gateway: Gateway): Promise<void> {
  const exchange = begin(incoming, gateway)
  // It is neither JSON nor events, so nothing of it is kept.
  exchange.answerType = 'application/websocket'
  let asked: Asked | null = null
  let admission: Admission | null = null
  let outcome: Answer | GatewayError
  try {
    exchange.caller = await authenticate(incoming.headers, gateway.keys)
    checkCaller(exchange)
    asked = readRealtime(incoming)
    checkUser(exchange, asked, gateway)
    const random = seededRandom(asked.options.seed ?? exchange.id)
    const pin = await findPin(asked.options.pin, gateway)
    const restoring = restoreBudgets(exchange, asked, gateway)
    if (restoring !== null) await restoring
    const { route, plan, ...way } = chooseWay(exchange, asked, { random, pin }, gateway)
    admission = way.admission
    const connected = await connect(exchange, incoming, plan, route.timeouts.connectMs, gateway)
    const { target } = connected
    const headers = servedHeaders(exchange, { target, model: target.model, dropped: [] })
    const caller = incoming.realtime.accept(headers) ?? GONE
    const totalMs = Math.min(asked.options.deadlineMs ?? SESSION_MS_MAX, SESSION_MS_MAX)
    outcome = await holdSession({ exchange, admission, connected, caller, totalMs }, gateway)
  } catch (thrown) {
    outcome = explained(thrown, exchange, gateway)
  }
  close(exchange, asked, admission, outcome, gateway)
}

/** OpenAI ends a session after an hour. */
const SESSION_MS_MAX = 3_600_000

/** The end of a caller who left while a provider was asked. */
const GONE = {
  listen: ({ onClose }: { onClose(code: number, reason: string): void }) =>
    queueMicrotask(() => onClose(1006, '')),
  send: () => true,
  pause() {},
  resume() {},
  close() {},
}
