import type { GatewayError } from '../../core/error.ts'
import { seededRandom } from '../../routing/random.ts'
import { admit } from '../admit.ts'
import type { Answer } from '../answer.ts'
import { authenticate } from '../authenticate.ts'
import type { Admission } from '../books.ts'
import { close, explained } from '../close.ts'
import type { Asked } from '../exchange.ts'
import type { Gateway } from '../gateway.ts'
import { findPin } from '../pin.ts'
import { admissiblePlan, planRequest, takeTurn } from '../plan-request.ts'
import { servedHeaders } from '../reply-headers.ts'
import { resolveRoute } from '../resolve-route.ts'
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
    asked = readRealtime(incoming)
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
    const connected = await connect(exchange, incoming, admissible, route.timeouts.connectMs, gateway)
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
