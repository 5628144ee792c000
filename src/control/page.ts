import { z } from 'zod'
import { GatewayError } from '../core/error.ts'
import { type Page, PAGE_LIMIT_MAX, type PageRequest } from '../storage/store.ts'

/** How every list is paged. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(PAGE_LIMIT_MAX).default(50),
  cursor: z.string().exactOptional().describe('The `next_cursor` of the page before.'),
}

/** How every list is answered. */
export function pageSchema<Item extends z.ZodType>(item: Item) {
  return z.object({
    data: z.array(item),
    next_cursor: z.string().nullable().describe('Null on the last page.'),
  })
}

export function pageRequest({
  limit,
  cursor,
}: {
  readonly limit: number
  readonly cursor?: string
}): PageRequest {
  return { limit, cursor: cursor ?? null }
}

export function pageView<Item, View>({ items, nextCursor }: Page<Item>, view: (item: Item) => View) {
  return { data: items.map(view), next_cursor: nextCursor }
}

/** A page of what is in memory, in the order of its names, each of which is there once. */
export function pageOfNamed<Item>(
  items: readonly Item[],
  { limit, cursor }: PageRequest,
  nameOf: (item: Item) => string,
): Page<Item> {
  const after = cursor === null ? null : decode(cursor)
  const sorted = [...items].sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1))
  const rest = after === null ? sorted : sorted.filter((item) => nameOf(item) > after)
  const shown = rest.slice(0, limit)
  const last = shown.at(-1)
  const isLast = last === undefined || shown.length === rest.length
  return { items: shown, nextCursor: isLast ? null : encode(nameOf(last)) }
}

/** A page of what is in memory, newest first, by ids that sort by time. */
export function pageOfNewest<Item>(
  items: readonly Item[],
  { limit, cursor }: PageRequest,
  idOf: (item: Item) => string,
): Page<Item> {
  const after = cursor === null ? null : decode(cursor)
  const rest = after === null ? items : items.filter((item) => idOf(item) < after)
  const shown = rest.slice(0, limit)
  const last = shown.at(-1)
  const isLast = last === undefined || shown.length === rest.length
  return { items: shown, nextCursor: isLast ? null : encode(idOf(last)) }
}

function encode(name: string): string {
  return Buffer.from(`n:${name}`).toString('base64url')
}

function decode(cursor: string): string {
  const text = Buffer.from(cursor, 'base64url').toString()
  if (text.startsWith('n:')) return text.slice('n:'.length)
  throw new GatewayError('invalid_request', 'This cursor was not made here.', { param: 'cursor' })
}
