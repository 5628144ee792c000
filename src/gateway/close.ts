import { ERRORS, type ErrorCode, GatewayError } from '../core/error.ts'
import type { ExchangeRecord } from '../core/record.ts'
import { servedBy } from './admit.ts'
import type { Answer } from './answer.ts'
import type { Admission } from './books.ts'
import type { Asked, Exchange } from './exchange.ts'
import type { Gateway } from './gateway.ts'
import { withCost } from './cost-field.ts'
import { openingOf } from './opening.ts'
import { costOfAttempts } from './try-once.ts'
import { billedOf } from './billed.ts'
import { costHeaders, exchangeHeaders, servedHeaders } from './reply-headers.ts'

/**
 * The one way out of an exchange, whatever it came to: its reservation is settled and its record written, once, and
 * only then its caller gets the end of the answer, or the error. Where nothing was asked there is nothing to record.
 */
export function close(
  exchange: Exchange,
  asked: Asked | null,
  admission: Admission | null,
  outcome: Answer | GatewayError,
  gateway: Gateway,
): void {
  if (asked === null) {
    if (GatewayError.is(outcome)) refuse(exchange, outcome)
    return
  }
  const conclusion = GatewayError.is(outcome)
    ? refused(exchange, asked, outcome, gateway)
    : answered(exchange, asked, outcome, gateway)
  const { record, response, tell } = conclusion
  const closing = { record, ...bodies(exchange, asked, record.errorCode, response) }
  gateway.books.close(admission, closing, (failure) => {
    if (failure !== null) {
      gateway.log.error('An exchange could not be recorded.', { id: exchange.id, error: failure })
    }
    try {
      tell(failure === null)
    } catch (thrown) {
      gateway.log.error('A reply could not be written.', { id: exchange.id, error: thrown })
      exchange.incoming.reply.destroy()
    }
  })
}

/** For what fails before there is an exchange to record. */
export function refuse(exchange: Exchange, error: GatewayError): void {
  sendError(exchange, error, errorBody(exchange, error))
}

/** Anything thrown, as the error to show. A fault of our own is logged here: its caller will not be told of it. */
export function explained(thrown: unknown, { id }: Exchange, { log }: Gateway): GatewayError {
  const error = GatewayError.from(thrown)
  if (error.code === 'internal') {
    log.error('A request failed by a fault of the gateway.', { id, error: error.details.cause ?? error })
  }
  return error
}

interface Conclusion {
  readonly record: ExchangeRecord
  /** What its caller gets or has got, for the record. */
  response(): Buffer
  tell(isRecorded: boolean): void
}

function answered(exchange: Exchange, asked: Asked, answer: Answer, gateway: Gateway): Conclusion {
  const record = answeredRecord(exchange, asked, answer, gateway)
  return {
    record,
    response: () => sentBytes(answer),
    tell: (isRecorded) => finish(exchange, answer, record, isRecorded),
  }
}

function refused(exchange: Exchange, asked: Asked, error: GatewayError, gateway: Gateway): Conclusion {
  const body = errorBody(exchange, error)
  return {
    record: refusedRecord(exchange, asked, error, gateway),
    response: () => body,
    tell: () => sendError(exchange, error, body),
  }
}

function finish(exchange: Exchange, answer: Answer, record: ExchangeRecord, isRecorded: boolean): void {
  const { reply, dialect } = exchange.incoming
  const { ending } = answer
  switch (ending.type) {
    case 'abandoned':
      return
    case 'broken':
      if (exchange.answerType !== null) return reply.destroy()
      reply.end(Buffer.from(dialect.renderStreamError(ending.error, exchange.id)))
      return
    case 'streamed':
      // What is not in the books must not look whole to its caller either.
      if (isRecorded)
        reply.end(accounted(exchange, answer, record, withCost(ending.last, record.billedNanos)))
      else reply.destroy()
      return
    case 'whole':
      if (!isRecorded) return refuse(exchange, unrecorded())
      reply.send(
        200,
        {
          'content-type': exchange.answerType ?? 'application/json',
          ...servedHeaders(exchange, answer),
          ...costHeaders(record.billedNanos, record.overheadMs),
        },
        accounted(exchange, answer, record, ending.body),
      )
  }
}

/** With who gave it and what it cost, where the caller's dialect tells that in the answer itself. */
function accounted<Piece extends Buffer | null>(
  { incoming }: Exchange,
  { target }: Answer,
  { billedNanos, costNanos }: ExchangeRecord,
  piece: Piece,
): Piece | Buffer {
  if (piece === null || incoming.dialect.account === undefined) return piece
  return incoming.dialect.account(piece, { provider: target.providerName, billedNanos, costNanos })
}

function sendError(exchange: Exchange, error: GatewayError, body: Buffer): void {
  if (exchange.isGone) return
  const headers = { 'content-type': 'application/json', ...exchangeHeaders(exchange) }
  const { retryAfterMs } = error.details
  const withHint =
    retryAfterMs === undefined ? headers : { ...headers, 'retry-after': retryAfterSeconds(retryAfterMs) }
  exchange.incoming.reply.send(error.traits.status, withHint, body)
}

function retryAfterSeconds(milliseconds: number): number {
  return Math.max(1, Math.ceil(milliseconds / 1_000))
}

function errorBody({ incoming, id }: Exchange, error: GatewayError): Buffer {
  return Buffer.from(JSON.stringify(incoming.dialect.renderError(error, id)))
}

function sentBytes({ ending }: Answer): Buffer {
  if (ending.type === 'whole') return ending.body
  const last = ending.type === 'streamed' && ending.last !== null ? [ending.last] : []
  return Buffer.concat([...ending.sent, ...last])
}

function bodies(
  { snapshot, answerType }: Exchange,
  asked: Asked,
  errorCode: ErrorCode | null,
  response: () => Buffer,
): { readonly request: Buffer | null; readonly response: Buffer | null } {
  const { bodies: policy } = snapshot.config.recording
  const isKept = policy === 'all' || (policy === 'errors' && errorCode !== null)
  if (!isKept || asked.options.noStore) return { request: null, response: null }
  const isBytes = answerType !== null && !isTextType(answerType)
  return { request: asked.recorded ?? asked.bytes, response: isBytes ? null : response() }
}

/** Whether an answer of this type is kept with its record. */
export function isTextType(type: string): boolean {
  return /^(?:text\/|application\/json\b)/.test(type)
}

function answeredRecord(exchange: Exchange, asked: Asked, answer: Answer, gateway: Gateway): ExchangeRecord {
  const { target, usage, ending, passed } = answer
  const served = servedBy(target, exchange.timeMs, exchange.snapshot.catalogueVersion)
  const errorCode = ending.type === 'broken' ? ending.error.code : ending.type === 'abandoned' ? LEFT : null
  return {
    ...openingOf(exchange, asked),
    ...times(exchange, gateway),
    model: answer.model,
    provider: served.provider,
    target: served.target,
    decision: exchange.decision,
    attempts: exchange.attempts,
    status: ending.type === 'abandoned' ? ERRORS[LEFT].status : (passed?.status ?? 200),
    errorCode,
    finishReason: answer.finishReason,
    usage,
    usageSource: answer.usageSource,
    costNanos: costOfAttempts(exchange.attempts),
    billedNanos: billedOf(answer, exchange.snapshot.config.billing),
    priceVersion: served.priceVersion,
    ttftMs: answer.ttftMs,
    droppedParams: answer.dropped,
    ...(passed === undefined
      ? {}
      : { bytes: { request: passed.requestBytes, response: passed.responseBytes } }),
  }
}

const LEFT = 'client_closed_request'

function refusedRecord(
  exchange: Exchange,
  asked: Asked,
  error: GatewayError,
  gateway: Gateway,
): ExchangeRecord {
  return {
    ...openingOf(exchange, asked),
    ...times(exchange, gateway),
    model: null,
    provider: null,
    target: null,
    decision: exchange.decision,
    attempts: exchange.attempts,
    status: error.traits.status,
    errorCode: error.code,
    finishReason: null,
    usage: null,
    usageSource: null,
    costNanos: costOfAttempts(exchange.attempts),
    billedNanos: 0,
    priceVersion: null,
    ttftMs: null,
    droppedParams: [],
  }
}

function times({ startedAtMs, waitedMs }: Exchange, { clock }: Gateway) {
  const durationMs = clock.monotonicMs() - startedAtMs
  return {
    durationMs: Math.round(durationMs * 1_000) / 1_000,
    overheadMs: Math.round(Math.max(0, durationMs - waitedMs) * 1_000) / 1_000,
  }
}

function unrecorded(): GatewayError {
  return new GatewayError(
    'store_unavailable',
    'The answer could not be recorded and is withheld; try again shortly.',
  )
}
