import type { Kysely } from 'kysely'
import type { ExchangeRecord } from '../core/record.ts'
import { unpackBody } from './bodies.ts'
import { checkedLimit, encodeCursor } from './cursor.ts'
import { exchangeFromRow } from './exchange-rows.ts'
import { cursorOf, exchangeCursor, type Place, selectExchanges } from './exchanges.ts'
import type { BodyEncoding, Schema } from './schema.ts'
import type { ExchangeFilter, Page, PageRequest } from './store.ts'

/** One page looks through no more than this; its cursor goes on from there. */
export const SEARCH_EXCHANGES_MAX = 2_000
export const SEARCH_BYTES_MAX = 32 * 1024 * 1024
const CHUNK_ROWS = 20

/**
 * Exchanges whose stored bodies hold every word. There is no index of words, which would outgrow the bodies: the
 * bodies are read, newest first, until the page is full or its share of work is done.
 */
export async function searchExchanges(
  db: Kysely<Schema>,
  filter: ExchangeFilter,
  words: string,
  page: PageRequest,
): Promise<Page<ExchangeRecord>> {
  const limit = checkedLimit(page)
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean)
  const items: ExchangeRecord[] = []
  let after = cursorOf(page)
  let exchangesLeft = SEARCH_EXCHANGES_MAX
  let bytesLeft = SEARCH_BYTES_MAX
  while (exchangesLeft > 0) {
    const rows = await selectExchanges(db, filter, after)
      .leftJoin('bodies', 'bodies.exchange_seq', 'exchanges.seq')
      .selectAll('exchanges')
      .select(['bodies.request', 'bodies.request_encoding', 'bodies.response', 'bodies.response_encoding'])
      .limit(CHUNK_ROWS)
      .execute()
    for (const row of rows) {
      const text = textOf(row.request, row.request_encoding) + textOf(row.response, row.response_encoding)
      if (wanted.every((word) => text.includes(word))) items.push(exchangeFromRow(row))
      after = row
      bytesLeft -= text.length
      if (items.length === limit || bytesLeft <= 0) return { items, nextCursor: cursorAt(after) }
    }
    if (rows.length < CHUNK_ROWS) return { items, nextCursor: null }
    exchangesLeft -= rows.length
  }
  return { items, nextCursor: after === null ? null : cursorAt(after) }
}

function cursorAt(place: Place): string {
  return encodeCursor(exchangeCursor(place))
}

function textOf(bytes: Uint8Array | null, encoding: BodyEncoding): string {
  const body = unpackBody(bytes, encoding)
  return body === null ? '' : `${new TextDecoder().decode(body).toLowerCase()}\n`
}
