import { configOf, incomingOf, NO_CATALOGUE } from '../../src/gateway/gateway.fixture.ts'
import type { Dialect } from '../../src/core/dialect.ts'
import { GatewayError } from '../../src/core/error.ts'
import type { ChatEvent, ErrorEvent } from '../../src/core/event.ts'
import type { ExchangeId } from '../../src/core/ids.ts'
import type { JsonObject } from '../../src/core/json.ts'
import type { Provider } from '../../src/core/provider.ts'
import { canonicalLane } from '../../src/gateway/canonical-lane.ts'
import { NO_CLAIMS } from '../../src/gateway/claims.ts'
import type { Asked, Exchange } from '../../src/gateway/exchange.ts'
import type { Lane } from '../../src/gateway/lane.ts'
import { nativeLane } from '../../src/gateway/native-lane.ts'
import { readOptions } from '../../src/gateway/options.ts'
import { NO_ROUTING } from '../../src/gateway/routing-fields.ts'
import { ProofVault } from '../../src/gateway/proof-vault.ts'
import { buildSnapshot } from '../../src/gateway/snapshot.ts'
import { PROVIDERS_BY_KIND } from '../../src/providers/index.ts'
import { targetAt } from '../../src/routing/target.fixture.ts'

/** One caller and one provider, with the gateway's own lane between them, and nothing before or behind it. */
export interface Crossing {
  readonly dialect: Dialect
  readonly provider: Provider
  readonly lane: Lane
}

/** What a caller has been sent, and what the gateway made of it on the way. */
export interface Crossed {
  readonly events: readonly ChatEvent[]
  readonly status: number
  readonly output: Buffer
}

export interface Manner {
  readonly lane: 'native' | 'canonical'
  /** Whether the caller asked for a report of usage at the end of the stream. */
  readonly includeUsage: boolean
}

/** Every crossing is a new one: lanes are made for one answer. */
export function crossing(provider: Provider, dialect: Dialect, { lane, includeUsage }: Manner): Crossing {
  const body = bodyOf(dialect, includeUsage)
  const asked: Asked = {
    bytes: Buffer.from(JSON.stringify(body)),
    body,
    request: dialect.parse(body, { model: 'smart', stream: true }),
    options: readOptions({}, body),
    routing: NO_ROUTING,
  }
  let ids = 0
  const sources = { newId: (prefix: string) => `${prefix}_${++ids}`, vault: VAULT, continuation: null }
  const open = lane === 'native' ? nativeLane : canonicalLane
  return { dialect, provider, lane: open(exchangeOf(dialect), asked, targetAt(0, { provider }), sources) }
}

function bodyOf({ wire }: Dialect, includeUsage: boolean): JsonObject {
  if (wire === 'gemini') {
    const generationConfig = { thinkingConfig: { includeThoughts: true } }
    return { contents: [{ role: 'user', parts: [{ text: 'Hi' }] }], generationConfig }
  }
  return {
    model: 'smart',
    max_tokens: 64,
    messages: [{ role: 'user', content: 'Hi' }],
    stream: true,
    ...(wire === 'openai-responses' ? { input: 'Hi' } : {}),
    ...(wire === 'openai-completions' ? { prompt: 'Hi' } : {}),
    ...(wire.startsWith('openai') && wire !== 'openai-responses'
      ? { stream_options: { include_usage: includeUsage } }
      : {}),
  }
}

/** A stream, event by event. It is over with its finish or at its first error, as for the gateway. */
export function crossStream({ dialect, lane }: Crossing, blocks: Iterable<Buffer>): Crossed {
  const pass = lane.createPass()
  const events: ChatEvent[] = []
  const outputs: Buffer[] = []
  const isOver = (passed: ReturnType<typeof pass.push>): boolean => {
    events.push(...passed.events)
    const error = passed.events.find(({ type }) => type === 'error')
    if (error?.type === 'error')
      outputs.push(Buffer.from(dialect.renderStreamError(told(error), EXCHANGE_ID)))
    else if (passed.output !== null) outputs.push(passed.output)
    return passed.events.some(({ type }) => type === 'error' || type === 'finish')
  }
  let isEnded = false
  for (const block of blocks) {
    isEnded = isOver(pass.push(block))
    if (isEnded) break
  }
  if (!isEnded) isOver(pass.end())
  return { events, status: 200, output: Buffer.concat(outputs) }
}

/** A whole answer. An error inside it makes it a failed one. */
export function crossWhole({ dialect, provider, lane }: Crossing, body: JsonObject): Crossed {
  const events = provider.decodeBody(body, lane.decode)
  const error = events.find((event) => event.type === 'error')
  if (error === undefined) {
    return { events, status: 200, output: lane.whole(Buffer.from(JSON.stringify(body)), events) }
  }
  const failure = told(error)
  const output = Buffer.from(JSON.stringify(dialect.renderError(failure, EXCHANGE_ID)))
  return { events, status: failure.traits.status, output }
}

/** Large to make, and empty throughout: nobody here asks for tools. */
const VAULT = new ProofVault()

const EXCHANGE_ID = 'exc_1' as ExchangeId // As its maker would brand it.

const SNAPSHOT = buildSnapshot(configOf(), 'r1', { registry: PROVIDERS_BY_KIND, catalogue: NO_CATALOGUE })

function told({ code, message }: ErrorEvent): GatewayError {
  return new GatewayError(code, message)
}

function exchangeOf(dialect: Dialect): Exchange {
  return {
    id: EXCHANGE_ID,
    incoming: { ...incomingOf({}), dialect },
    snapshot: SNAPSHOT,
    timeMs: 1_700_000_000_000,
    startedAtMs: 0,
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
}
