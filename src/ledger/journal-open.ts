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
  const price = priceText(served.price, prices)
  return `${JSON.stringify(values).slice(0, -1)},${price}${ownersText(exchange)}]`
}

export function decodeOpen(text: string): OpenEntry {
  const values: readonly [...OpenValues, price: Price | null, ...Partial<Owners>] = JSON.parse(text)
  const [id, timeMs, keyId, user, session, tags, metadata, dialect, operation, streamed, ...more] = values
  const [requestedModel, reservedNanos, reservedTokens, inputTokens, outputTokens, seenMs, ...by] = more
  const [target, provider, model, priceVersion, price, ...owners] = by
  const [organizationId = null, projectId = null, memberId = null] = owners
  const exchange: Whole<Opening> = {
    id,
    timeMs,
    keyId,
    organizationId,
    projectId,
    memberId,
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

/** Last, and left out where all are the default, as they are for most. */
function ownersText({ organizationId, projectId, memberId }: Opening): string {
  if (organizationId === null && projectId === null && memberId === null) return ''
  const owners: Owners = [organizationId, projectId, memberId]
  return `,${JSON.stringify(owners).slice(1, -1)}`
}

type Owners = readonly [organizationId: string | null, projectId: string | null, memberId: string | null]

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
