import { Readable } from 'node:stream'
import { z } from 'zod'
import { GatewayError } from '../../core/error.ts'
import { RECORDED_BYTES_MAX } from '../../gateway/reply-stream.ts'
import type { StoredExchange } from '../../storage/store.ts'
import type { AdminApp } from '../admin-app.ts'
import type { AdminParts } from '../admin-parts.ts'
import { failures } from '../errors.ts'
import { pageQuery, pageRequest, pageSchema, pageView } from '../page.ts'
import { isWithin } from '../scope.ts'
import { exchangeFilter, filterQuery } from './exchange-filter.ts'
import { exchangeDetailSchema, exchangeSchema, exchangeView } from './exchange-view.ts'
import { exportExchanges, FORMATS } from './export.ts'
import { recordedAnswer } from './recorded-answer.ts'

const tags = ['exchanges']

/**
 * `/exchanges`: the records. One can be read as soon as its caller has the last byte, so every reading first waits for
 * what is on its way into the store.
 */
export function exchanges(app: AdminApp, parts: AdminParts): void {
  addList(app, parts)
  addExport(app, parts)
  addOne(app, parts)
}

function addList(app: AdminApp, { store, dialects }: AdminParts): void {
  app.get(
    '/exchanges',
    {
      schema: {
        summary: 'Search exchanges, newest first',
        description: 'A page of a search by words may be short, or empty, and still name a next one.',
        tags,
        querystring: z.strictObject({ ...filterQuery(dialects), ...pageQuery }),
        response: { 200: pageSchema(exchangeSchema), ...failures },
      },
    },
    async ({ query, actor }) => {
      await store.catchUp()
      const page = await store.pageExchanges(exchangeFilter(query, actor), pageRequest(query))
      return pageView(page, exchangeView)
    },
  )
}

function addExport(app: AdminApp, { store, dialects }: AdminParts): void {
  const text = { schema: z.custom<Readable>().meta({ type: 'string' }) }
  app.get(
    '/exchanges/export',
    {
      schema: {
        summary: 'All exchanges that pass the filters, newest first, as they are in lists',
        tags,
        querystring: z.strictObject({
          ...filterQuery(dialects),
          format: z.enum(['jsonl', 'csv', 'parquet']).default('jsonl'),
        }),
        response: {
          200: {
            description: 'A line for each exchange.',
            content: { 'application/x-ndjson': text, 'text/csv': text },
          },
          ...failures,
        },
      },
    },
    async ({ query: { format, ...query }, actor }, reply) => {
      if (format === 'parquet')
        throw new GatewayError('unsupported_parameter', 'format parquet is not supported yet.', {
          param: 'format',
        })
      await store.catchUp()
      reply.headers({
        'content-type': FORMATS[format].mediaType,
        'content-disposition': `attachment; filename="exchanges.${format}"`,
      })
      return reply.send(Readable.from(exportExchanges(store, exchangeFilter(query, actor), format)))
    },
  )
}

function addOne(app: AdminApp, parts: AdminParts): void {
  const { store } = parts
  app.get(
    '/exchanges/:id',
    {
      schema: {
        summary: 'One exchange, with its bodies',
        tags,
        params: z.object({ id: z.string() }),
        response: { 200: exchangeDetailSchema, ...failures },
      },
    },
    async ({ params: { id }, actor }) => {
      await store.catchUp()
      const stored = await store.getExchange(id)
      if (stored === null || !isWithin(actor, stored.record))
        throw new GatewayError('not_found', `There is no exchange ${id.slice(0, 100)}.`)
      return detail(stored, parts)
    },
  )
}

function detail({ record, request, response }: StoredExchange, parts: AdminParts) {
  return {
    ...exchangeView(record),
    request: request === null ? null : (JSON.parse(new TextDecoder().decode(request)) as unknown),
    response: response === null ? null : recordedAnswer(response, record, parts),
    // What was sent beyond this bound is not kept, but for the piece that ends a stream.
    response_truncated: record.streamed && response !== null && response.length >= RECORDED_BYTES_MAX,
  }
}
