import { z } from 'zod'
import { GatewayError } from '../core/error.ts'
import type { DrillFault } from '../drill/drill-fault.ts'
import { DRILL_MS_MAX, type StruckDrill } from '../drill/drills.ts'
import { unknownProvider } from '../drill/unknown-provider.ts'
import type { AdminApp } from './admin-app.ts'
import type { AdminParts } from './admin-parts.ts'
import { failures } from './errors.ts'
import { isoTime, time } from './fields.ts'
import { pageOfNamed, pageQuery, pageRequest, pageSchema, pageView } from './page.ts'

const tags = ['drills']
const DELAY_MS_MAX = 600_000

const every = {
  provider: z.string().min(1).max(256),
  for_ms: z.int().min(1).max(DRILL_MS_MAX).describe('It ends by itself after so long.'),
  share: z
    .number()
    .gt(0)
    .max(1)
    .default(1)
    .describe('Of the requests to the provider, the share that suffers.'),
  seed: z.string().min(1).max(256).exactOptional().describe('Makes a share strike the same requests again.'),
}

const delayMs = z.int().min(1).max(DELAY_MS_MAX)
const retryAfterMs = z.int().min(0).max(DRILL_MS_MAX).describe('What `retry-after` says, in whole seconds.')
const status = z.int().min(400).max(599)
const factor = z
  .number()
  .gt(0)
  .max(1_000)
  .describe('Routing takes its prices for so many times what they are; what is booked stays true.')

const order = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('outage'),
    ...every,
    hangs: z
      .boolean()
      .default(false)
      .describe('Connections are not refused, but cannot be made in the time for it.'),
  }),
  z.strictObject({ kind: z.literal('slow'), ...every, delay_ms: delayMs.default(5_000) }),
  z.strictObject({ kind: z.literal('rate-limit'), ...every, retry_after_ms: retryAfterMs.default(1_000) }),
  z.strictObject({ kind: z.literal('error'), ...every, status: status.default(500) }),
  z.strictObject({
    kind: z.literal('price'),
    provider: every.provider,
    for_ms: every.for_ms,
    factor: factor.default(2),
  }),
])

const schema = z
  .object({
    id: z.string(),
    provider: z.string(),
    kind: z.enum(['outage', 'slow', 'rate-limit', 'error', 'price']),
    hangs: z.boolean().exactOptional(),
    delay_ms: delayMs.exactOptional(),
    retry_after_ms: retryAfterMs.exactOptional(),
    status: status.exactOptional(),
    factor: factor.exactOptional(),
    share: z.number(),
    seed: z.string(),
    started_at: time,
    ends_at: time,
    struck: z.int().describe('Requests to the provider that have suffered so far.'),
  })
  .meta({ id: 'Drill' })

/** `/drills`: faults that are made on purpose at one provider, for a while. */
export function drills(app: AdminApp, parts: AdminParts): void {
  addStarting(app, parts)
  addWatching(app, parts)
}

function addStarting(app: AdminApp, { gateway, drills }: AdminParts): void {
  app.post(
    '/drills',
    {
      schema: {
        summary: 'Begin a drill at a provider',
        description:
          'What callers ask of the provider meanwhile suffers. A provider has one drill at a time.',
        tags,
        body: order,
        response: { 201: schema, ...failures },
      },
    },
    async ({ body }, reply) => {
      const { providers } = gateway.snapshot()
      const { provider, for_ms: forMs } = body
      if (!providers.has(provider))
        throw new GatewayError('not_found', unknownProvider(provider, providers.keys()), {
          param: 'provider',
        })
      const drill = drills.start({
        provider,
        fault: faultOf(body),
        share: 'share' in body ? body.share : 1,
        forMs,
        ...('seed' in body && body.seed !== undefined ? { seed: body.seed } : {}),
      })
      return reply.status(201).send(view({ drill, struck: 0 }))
    },
  )
}

function addWatching(app: AdminApp, { drills }: AdminParts): void {
  app.get(
    '/drills',
    {
      schema: {
        summary: 'Drills that are on',
        tags,
        querystring: z.strictObject(pageQuery),
        response: { 200: pageSchema(schema), ...failures },
      },
    },
    async ({ query }) =>
      pageView(
        pageOfNamed(drills.list(), pageRequest(query), ({ drill }) => drill.id),
        view,
      ),
  )
  app.delete(
    '/drills/:id',
    {
      schema: {
        summary: 'End a drill at once',
        tags,
        params: z.object({ id: z.string() }),
        response: { 200: z.object({ id: z.string(), deleted: z.literal(true) }), ...failures },
      },
    },
    async ({ params: { id } }) => {
      if (!drills.end(id))
        throw new GatewayError('not_found', `There is no drill ${id.slice(0, 100)}, or it has ended.`)
      return { id, deleted: true as const }
    },
  )
}

function faultOf(body: z.output<typeof order>): DrillFault {
  switch (body.kind) {
    case 'outage':
      return { kind: 'outage', hangs: body.hangs }
    case 'slow':
      return { kind: 'slow', delayMs: body.delay_ms }
    case 'rate-limit':
      return { kind: 'rate-limit', retryAfterMs: body.retry_after_ms }
    case 'error':
      return { kind: 'error', status: body.status }
    case 'price':
      return { kind: 'price', factor: body.factor }
  }
}

function view({ drill, struck }: StruckDrill): z.output<typeof schema> {
  const { id, provider, fault, share, seed, startedAtMs, endsAtMs } = drill
  return {
    id,
    provider,
    ...faultView(fault),
    share,
    seed,
    started_at: isoTime(startedAtMs),
    ends_at: isoTime(endsAtMs),
    struck,
  }
}

function faultView(fault: DrillFault) {
  switch (fault.kind) {
    case 'outage':
      return { kind: fault.kind, hangs: fault.hangs }
    case 'slow':
      return { kind: fault.kind, delay_ms: fault.delayMs }
    case 'rate-limit':
      return { kind: fault.kind, retry_after_ms: fault.retryAfterMs }
    case 'error':
      return { kind: fault.kind, status: fault.status }
    case 'price':
      return { kind: fault.kind, factor: fault.factor }
  }
}
