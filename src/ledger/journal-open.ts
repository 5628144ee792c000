import type { Price } from '../core/price.ts'
import type { Whole } from './journal-details.ts'
import type { OpenEntry, Opening } from './journal-entry.ts'

/** Each price as JSON: the same few objects come with all requests. */
export type PriceTexts = WeakMap<Price, string>

/** One line of JSON. */
export function encodeOpen(entry: OpenEntry, prices: PriceTexts): string {
  const { exchange, served } = entry
  const values: OpenValues = [
    exchange.id,
    exchange.timeMs,
    exchange.keyId,
    exchange.user,
    exchange.session,
    exchange.tags,
    exchange.metadata,
    exchange.dialect,
    exchange.operation,
    exchange.streamed,
    exchange.requestedModel,
    entry.reservedNanos,
    entry.reservedTokens,
    entry.inputTokens,
    entry.outputTokens,
    entry.seenMs,
    served.target,
    served.provider,
    served.model,
    served.priceVersion,
  ]
  return `${JSON.stringify(values).slice(0, -1)},${priceText(served.price, prices)}]`
}

export function decodeOpen(text: string): OpenEntry {
  const values: readonly [...OpenValues, price: Price | null] = JSON.parse(text)
  const [id, timeMs, keyId, user, session, tags, metadata, dialect, operation, streamed, ...more] = values
  const [requestedModel, reservedNanos, reservedTokens, inputTokens, outputTokens, seenMs, ...by] = more
  const [target, provider, model, priceVersion, price] = by
  const exchange: Whole<Opening> = {
    id,
    timeMs,
    keyId,
    user,
    session,
    tags,
    metadata,
    dialect,
    operation,
    streamed,
    requestedModel,
  }
  return {
    type: 'open',
    exchange,
    reservedNanos,
    reservedTokens,
    inputTokens,
    served: { target, provider, model, price, priceVersion },
    outputTokens,
    seenMs,
  }
}

/** The id of an opening, without reading the rest. */
export function idOfOpen(opened: string): string {
  const id = opened.slice(OPENING.length, opened.indexOf('"', OPENING.length))
  // An escape in it, which no id of ours has, may be of the very quote that was found.
  return id.includes('\\') ? JSON.parse(opened)[0] : id
}

const OPENING = '["'

function priceText(price: Price | null, prices: PriceTexts): string {
  if (price === null) return 'null'
  const known = prices.get(price)
  if (known !== undefined) return known
  const text = JSON.stringify(price)
  prices.set(price, text)
  return text
}

/** The id comes first, so that it can be had without the rest; after them comes the price. */
type OpenValues = readonly [
  id: string,
  timeMs: number,
  keyId: string | null,
  user: string | null,
  session: string | null,
  tags: readonly string[],
  metadata: Opening['metadata'],
  dialect: Opening['dialect'],
  operation: Opening['operation'],
  streamed: boolean,
  requestedModel: string,
  reservedNanos: number | null,
  reservedTokens: number,
  inputTokens: number,
  outputTokens: number,
  seenMs: number,
  target: string,
  provider: string,
  model: string,
  priceVersion: string | null,
]
