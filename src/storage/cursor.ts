import { GatewayError } from '../core/error.ts'
import { type Page, PAGE_LIMIT_MAX, type PageRequest } from './store.ts'

/** The last row of a page, by the two columns that put rows in order. Newer rows do not move it. */
export interface Cursor {
  readonly timeMs: number
  readonly id: string
}

export function encodeCursor({ timeMs, id }: Cursor): string {
  return Buffer.from(`${timeMs}:${id}`).toString('base64url')
}

/** Throws `invalid_request` for text that `encodeCursor` has not made. */
export function decodeCursor(text: string): Cursor {
  const match = /^(\d{1,16}):(.+)$/s.exec(Buffer.from(text, 'base64url').toString())
  const [, timeMs, id] = match ?? []
  if (timeMs === undefined || id === undefined) throw foreignCursor()
  return { timeMs: Number(timeMs), id }
}

export function foreignCursor(): GatewayError {
  return new GatewayError('invalid_request', 'This cursor was not made here.', { param: 'cursor' })
}

export function checkedLimit({ limit }: PageRequest): number {
  if (Number.isInteger(limit) && limit >= 1 && limit <= PAGE_LIMIT_MAX) return limit
  throw new GatewayError('invalid_request', `A limit is a whole number from 1 to ${PAGE_LIMIT_MAX}.`, {
    param: 'limit',
  })
}

/** Makes a page of `limit` items out of rows that were asked for with one more, to know whether there is a next. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  read: (row: Row) => Item,
  cursorOf: (row: Row) => Cursor,
): Page<Item> {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const nextCursor = rows.length > limit && last !== undefined ? encodeCursor(cursorOf(last)) : null
  return { items: shown.map(read), nextCursor }
}
