import { nanosToUsd, type Nanos } from '../core/money.ts'
import type { ReplyHeaders } from '../core/reply.ts'
import type { Target } from '../routing/target.ts'
import type { Exchange } from './exchange.ts'

/** What every answer says about its exchange, refusals included. */
export function exchangeHeaders(exchange: Exchange): Record<string, string | number> {
  const headers: Record<string, string | number> = {
    'x-request-id': exchange.id,
    ...exchange.limitHeaders,
    'x-portolan-attempts': exchange.attemptsBegun,
  }
  if (exchange.decision !== null) headers['x-portolan-decision'] = exchange.decision.id
  return headers
}

/** And about where it went. `model` is what the provider says has answered. */
export function servedHeaders(
  exchange: Exchange,
  served: { readonly target: Target; readonly model: string; readonly dropped: readonly string[] },
): Record<string, string | number> {
  const headers = exchangeHeaders(exchange)
  headers['x-portolan-provider'] = headerText(served.target.providerName)
  headers['x-portolan-model'] = headerText(served.model)
  headers['x-portolan-target'] = headerText(served.target.id)
  if (served.dropped.length > 0)
    headers['x-portolan-dropped-params'] = served.dropped.map(headerText).join(',')
  return headers
}

/** For whole answers, whose price is known before they leave. */
export function costHeaders(costNanos: Nanos | null, overheadMs: number): ReplyHeaders {
  const overhead = { 'x-portolan-overhead-ms': overheadMs.toFixed(3) }
  return costNanos === null ? overhead : { ...overhead, 'x-portolan-cost': usdText(costNanos) }
}

export const STREAM_HEADERS: ReplyHeaders = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
}

/** Never in exponents: `0.000000123`. */
function usdText(nanos: Nanos): string {
  const usd = nanosToUsd(nanos)
  return usd === 0 ? '0' : usd.toFixed(9).replace(/0+$/, '').replace(/\.$/, '')
}

/** Model names come from outside; a header takes visible ASCII only. */
function headerText(text: string): string {
  // Half a surrogate pair, which JSON may hold, would make `encodeURIComponent` throw.
  return /^[\x21-\x7e]*$/.test(text) ? text : encodeURIComponent(text.toWellFormed())
}
