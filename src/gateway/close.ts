import { ERRORS, type ErrorCode, GatewayError } from '../core/error.ts'
import type { ExchangeRecord } from '../core/record.ts'
import { costOf } from '../ledger/cost.ts'
import { priceOf } from '../routing/target.ts'
import { openingOf, servedBy } from './admit.ts'
import type { Answer } from './answer.ts'
import type { Admission } from './books.ts'
import type { Asked, Exchange } from './exchange.ts'
import type { Gateway } from './gateway.ts'
import { costHeaders, exchangeHeaders, servedHeaders } from './reply-headers.ts'

/** Settles an answered exchange, records it, and only then lets its caller have the end of the answer. */
export function closeAnswered(
  exchange: Exchange,
  asked: Asked,
  admission: Admission,
  answer: Answer,
  gateway: Gateway,
): void {
  const record = answeredRecord(exchange, asked, answer, gateway)
  const closing = { record, ...bodies(exchange, asked, record.errorCode, () => sentBytes(answer)) }
  gateway.books.close(admission, closing, (error) => {
    if (error !== null) gateway.log.error('An exchange could not be recorded.', { id: exchange.id, error })
    finish(exchange, answer, record, error === null)
  })
}

/** Records a refused or failed exchange, and tells its caller. */
export function closeRefused(
  exchange: Exchange,
  asked: Asked,
  admission: Admission | null,
  error: GatewayError,
  gateway: Gateway,
): void {
  const body = errorBody(exchange, error)
  const record = refusedRecord(exchange, asked, error, gateway)
  gateway.books.close(
    admission,
    { record, ...bodies(exchange, asked, error.code, () => body) },
    (failure) => {
      if (failure !== null)
        gateway.log.error('An exchange could not be recorded.', { id: exchange.id, error: failure })
      sendError(exchange, error, body)
    },
  )
}

/** For what fails before there is an exchange to record. */
export function refuse(exchange: Exchange, error: GatewayError): void {
  sendError(exchange, error, errorBody(exchange, error))
}

function finish(exchange: Exchange, answer: Answer, record: ExchangeRecord, isRecorded: boolean): void {
  const { reply, dialect } = exchange.incoming
  const { ending } = answer
  switch (ending.type) {
    case 'abandoned':
      return
    case 'broken':
      reply.end(Buffer.from(dialect.renderStreamError(ending.error, exchange.id)))
      return
    case 'streamed':
      // What is not in the books must not look whole to its caller either.
      if (isRecorded) reply.end(ending.last)
      else reply.destroy()
      return
    case 'whole':
      if (!isRecorded) return refuse(exchange, unrecorded())
      reply.send(
        200,
        {
          'content-type': 'application/json',
          ...servedHeaders(exchange, answer),
          ...costHeaders(record.costNanos, record.overheadMs),
        },
        ending.body,
      )
  }
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
  { snapshot }: Exchange,
  asked: Asked,
  errorCode: ErrorCode | null,
  response: () => Buffer,
): { readonly request: Buffer | null; readonly response: Buffer | null } {
  const { bodies: policy } = snapshot.config.recording
  const isKept = policy === 'all' || (policy === 'errors' && errorCode !== null)
  if (!isKept || asked.options.noStore) return { request: null, response: null }
  return { request: asked.bytes, response: response() }
}

function answeredRecord(exchange: Exchange, asked: Asked, answer: Answer, gateway: Gateway): ExchangeRecord {
  const { target, usage, ending } = answer
  const served = servedBy(target, exchange.timeMs, exchange.snapshot.catalogueVersion)
  const costNanos = costOf(usage, priceOf(target, exchange.timeMs))
  const errorCode = ending.type === 'broken' ? ending.error.code : ending.type === 'abandoned' ? LEFT : null
  return {
    ...openingOf(exchange, asked),
    ...times(exchange, gateway),
    model: answer.model,
    provider: served.provider,
    target: served.target,
    decision: exchange.decision,
    attempts: exchange.attempts,
    status: ending.type === 'abandoned' ? ERRORS[LEFT].status : 200,
    errorCode,
    finishReason: answer.finishReason,
    usage,
    usageSource: answer.usageSource,
    costNanos,
    billedNanos: costNanos,
    priceVersion: served.priceVersion,
    ttftMs: answer.ttftMs,
    droppedParams: answer.dropped,
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
    costNanos: 0,
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
