import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { GatewayError } from '../../core/error.ts'
import type { ExchangeRecord } from '../../core/record.ts'
import type { ExchangeFilter } from '../../storage/store.ts'
import type { AdminApp } from '../admin-app.ts'
import type { AdminParts } from '../admin-parts.ts'
import { failures } from '../errors.ts'
import { exchangeFilter, filterQuery } from './exchange-filter.ts'
import { exchangeView } from './exchange-view.ts'

const TAILS_MAX = 32
const LOOK_MS = 1_000
const ROWS_A_LOOK = 100
/** An exchange is written down when it ends, under the time at which it began. */
const BEGAN_AGO_MS = 10 * 60_000
const SEEN_MAX = 20_000
/** Proxies cut a stream that says nothing for a minute. */
const QUIET_LOOKS_MAX = 15

/** `/exchanges/tail`: exchanges as they end, as server-sent events. At most a hundred a second; others are left out. */
export function exchangeTail(app: AdminApp, parts: AdminParts): void {
  const open = new Set<AbortController>()
  // The bodies, which words are looked for in, are not read while exchanges pass by; and what passes has one time: now.
  const { q: _words, since: _since, until: _until, ...narrowing } = filterQuery(parts.dialects)
  app.get(
    '/exchanges/tail',
    {
      schema: {
        summary: 'Exchanges as they end, as server-sent events of the type `exchange`',
        tags: ['exchanges'],
        querystring: z.strictObject(narrowing),
        response: {
          200: {
            description: 'An event for each exchange; its data is an Exchange.',
            content: { 'text/event-stream': { schema: z.custom<Readable>().meta({ type: 'string' }) } },
          },
          ...failures,
        },
      },
    },
    async ({ query, raw, actor }, reply) => {
      if (open.size >= TAILS_MAX)
        throw new GatewayError('overloaded', `${TAILS_MAX} live tails are open already.`)
      const ending = new AbortController()
      open.add(ending)
      raw.once('close', () => {
        ending.abort()
        open.delete(ending)
      })
      reply.headers({ 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' })
      return reply.send(Readable.from(events(exchangeFilter(query, actor), parts, ending.signal)))
    },
  )
}

async function* events(
  filter: ExchangeFilter,
  parts: AdminParts,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const { gateway, store, isClosing } = parts
  const startedMs = gateway.clock.now()
  const seen = new Set<string>()
  let quietLooks = 0
  yield ': open\n\n'
  while (!signal.aborted && !isClosing()) {
    const sinceMs = gateway.clock.now() - BEGAN_AGO_MS
    const { items } = await store.pageExchanges({ ...filter, sinceMs }, { limit: ROWS_A_LOOK, cursor: null })
    const fresh = items.filter((record) => !seen.has(record.id) && endedMs(record) >= startedMs)
    for (const { id } of fresh) remember(seen, id)
    quietLooks = fresh.length > 0 ? 0 : quietLooks + 1
    if (fresh.length > 0) yield fresh.toReversed().map(eventOf).join('')
    else if (quietLooks % QUIET_LOOKS_MAX === 0) yield ': quiet\n\n'
    await sleep(LOOK_MS, undefined, { signal }).catch(() => undefined)
  }
}

function endedMs({ timeMs, durationMs }: ExchangeRecord): number {
  return timeMs + durationMs
}

function remember(seen: Set<string>, id: string): void {
  seen.add(id)
  const [oldest] = seen
  if (seen.size > SEEN_MAX && oldest !== undefined) seen.delete(oldest)
}

function eventOf(record: ExchangeRecord): string {
  return `event: exchange\nid: ${record.id}\ndata: ${JSON.stringify(exchangeView(record))}\n\n`
}
