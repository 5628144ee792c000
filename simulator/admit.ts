import type { RequestRow } from './books.ts'
import { Failure } from './failure.ts'
import type { House } from './house.ts'
import type { Reply } from './reply.ts'
import type { Route } from './route.ts'

/** Path, method, key and rate limit, in this order: throws a `Failure` at the first that fails. Gives the key. */
export function admit(route: Route, row: RequestRow, reply: Reply, { keys, limit }: House): string | null {
  const asked = `${row.method} ${row.path}`
  if (route.operation === 'unknown') throw new Failure('path-unknown', asked)
  if (row.method !== route.method) throw new Failure('method-unknown', asked)
  const key = route.format.key(row.headers, route.query)
  if (keys !== null) {
    if (key === null) throw new Failure('key-missing')
    if (keys.get(key) !== true) throw new Failure('key-invalid')
  }
  if (limit !== null) {
    const state = limit.take(key ?? '')
    reply.addHeaders(route.format.limitHeaders(state))
    if (state.isExceeded) {
      throw new Failure('rate-limited', '', { retryAfterSeconds: Math.ceil(state.resetMs / 1000) })
    }
  }
  return key
}
