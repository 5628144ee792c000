import { z } from 'zod'
import { nanosToUsd } from '../core/money.ts'
import type { Price } from '../core/price.ts'
import { expandTarget, type Snapshot } from '../gateway/snapshot.ts'
import type { Figures } from '../routing/health-view.ts'
import type { Standing } from '../routing/health.ts'
import { priceOf, type Target } from '../routing/target.ts'
import type { AdminApp } from './admin-app.ts'
import type { AdminParts } from './admin-parts.ts'
import { errorCode, failures } from './errors.ts'
import { isoTime, time } from './fields.ts'
import { pageOfNamed, pageQuery, pageRequest, pageSchema, pageView } from './page.ts'

const perMillion = z.number().nullable()

const price = z
  .object({
    input: perMillion,
    output: perMillion,
    cache_read: perMillion,
    cache_write: perMillion,
    cache_write_1h: perMillion,
    audio_input: perMillion,
    audio_output: perMillion,
    request: z.number().nullable().describe('USD for each request.'),
    image: z.number().nullable().describe('USD for each image.'),
    second: z.number().nullable().describe('USD for each second of sound.'),
    search: z.number().nullable().describe('USD for each search unit.'),
    characters: perMillion,
  })
  .describe('USD per million tokens, at this moment. Null: not known, or charged as input or output.')

const milliseconds = z.number()
const share = z.number().nullable()

const quantiles = z
  .object({
    p50: z.number(),
    p75: z.number(),
    p90: z.number(),
    p95: z.number(),
    p99: z.number(),
  })
  .nullable()
  .describe('To 5 %; the latest minutes count most. Null: not measured lately.')

const schema = z
  .object({
    id: z.string(),
    provider: z.string(),
    kind: z.string(),
    model: z.string().describe("The provider's own name of it."),
    routes: z.array(z.string()).describe('The names under `models:` that lead here.'),
    standing: z.enum(['ready', 'half-open', 'open', 'full', 'refused']),
    until: time.nullable().describe('When an open, full or refused target may be tried again.'),
    requests: z.int().describe('Since the gateway started, as the figures that follow.'),
    errors: z.int(),
    failures_in_a_row: z.int(),
    last_error: errorCode.nullable(),
    ttft_ms: milliseconds.nullable().describe('A mean in which the latest tenth counts.'),
    duration_ms: milliseconds.nullable(),
    ttft_quantiles_ms: quantiles,
    tokens_per_second: quantiles,
    uptime: z
      .object({ five_minutes: share, thirty_minutes: share, day: share })
      .describe("The share of attempts that did not fail by the provider's ill health, from 0 to 1."),
    in_flight: z.int().describe('Attempts under way from this process.'),
    requests_left: z.int().nullable().describe('As the provider last said of its present window.'),
    tokens_left: z.int().nullable(),
    cache_hit_rate: share.describe('The share of input tokens read from its prompt cache.'),
    quality: share.describe('From 0 to 1. Null: too little is known.'),
    price: price.nullable(),
    context: z.int().nullable().describe('Tokens.'),
    max_output: z.int().nullable().describe('Tokens.'),
  })
  .meta({ id: 'Target' })

/** `/targets`: every place an answer can come from, and how it fares. */
export function targets(app: AdminApp, parts: AdminParts): void {
  app.get(
    '/targets',
    {
      schema: {
        summary: 'Targets of all routes, and others that were called since the start',
        tags: ['targets'],
        querystring: z.strictObject(pageQuery),
        response: { 200: pageSchema(schema), ...failures },
      },
    },
    async ({ query }) => {
      const page = pageOfNamed(allTargets(parts), pageRequest(query), ({ id }) => id)
      return pageView(page, (target) => targetView(target, parts))
    },
  )
}

function allTargets({ gateway: { snapshot, health, catalogue } }: AdminParts): readonly Target[] {
  const current = snapshot()
  const routed = [...current.routes.values()].flatMap((route) => route.targets)
  const called = health.targetIds().flatMap((id) => findTarget(id, current, catalogue))
  return [...new Map([...called, ...routed].map((target) => [target.id, target])).values()]
}

/** None where its provider is not configured any more. */
function findTarget(
  id: string,
  { providers }: Snapshot,
  catalogue: Parameters<typeof expandTarget>[3],
): readonly Target[] {
  const slash = id.indexOf('/')
  const provider = providers.get(id.slice(0, slash))
  if (provider === undefined) return []
  const rest = id.slice(slash + 1)
  const hasMany = provider.config.credentials.length > 1
  const model = hasMany ? rest.slice(0, rest.lastIndexOf('#')) : rest
  const place = { position: 0, weight: 1, price: null }
  return expandTarget(provider, model, place, catalogue).filter((target) => target.id === id)
}

function targetView(target: Target, { gateway }: AdminParts): z.output<typeof schema> {
  const nowMs = gateway.clock.now()
  const monotonicMs = gateway.clock.monotonicMs()
  const report = gateway.health.report(target.id, monotonicMs)
  const known = priceOf(target, nowMs)
  const routes = [...gateway.snapshot().routes.values()]
  return {
    id: target.id,
    provider: target.providerName,
    kind: target.provider.kind,
    model: target.model,
    routes: routes
      .filter((route) => route.targets.some(({ id }) => id === target.id))
      .map(({ name }) => name),
    ...standingView(report.standing, nowMs - monotonicMs),
    requests: report.requests,
    errors: report.errors,
    failures_in_a_row: report.failuresInARow,
    last_error: report.lastError,
    ttft_ms: report.ttftMs,
    duration_ms: report.durationMs,
    ...figuresView(report.figures),
    price: known === null ? null : priceView(known),
    context: target.offer?.contextTokens ?? null,
    max_output: target.offer?.maxOutputTokens ?? null,
  }
}

function figuresView(figures: Figures) {
  const { fiveMinutes, thirtyMinutes, day } = figures.uptime
  return {
    ttft_quantiles_ms: figures.ttftMs,
    tokens_per_second: figures.tokensPerSecond,
    uptime: { five_minutes: fiveMinutes, thirty_minutes: thirtyMinutes, day },
    in_flight: figures.inFlight,
    requests_left: figures.requestsLeft,
    tokens_left: figures.tokensLeft,
    cache_hit_rate: figures.cacheHitRate ?? null,
    quality: figures.quality,
  }
}

/** The clock of health never jumps and means nothing to anybody else: `aheadMs` turns its times into wall time. */
function standingView(
  standing: Standing,
  aheadMs: number,
): Pick<z.output<typeof schema>, 'standing' | 'until'> {
  switch (standing.type) {
    case 'ready':
    case 'half-open':
      return { standing: standing.type, until: null }
    case 'crowded': // Full too, by a guess.
      return { standing: 'full', until: isoTime(Math.round(standing.untilMs + aheadMs)) }
    case 'open':
    case 'full':
    case 'refused':
      return { standing: standing.type, until: isoTime(Math.round(standing.untilMs + aheadMs)) }
  }
}

function priceView(known: Price): z.output<typeof price> {
  const inUsd = (amount: number | null) => (amount === null ? null : nanosToUsd(amount))
  return {
    input: inUsd(known.input),
    output: inUsd(known.output),
    cache_read: inUsd(known.cacheRead),
    cache_write: inUsd(known.cacheWrite),
    cache_write_1h: inUsd(known.cacheWrite1h),
    audio_input: inUsd(known.audioInput),
    audio_output: inUsd(known.audioOutput),
    request: inUsd(known.request),
    image: inUsd(known.units?.image ?? null),
    second: inUsd(known.units?.second ?? null),
    search: inUsd(known.units?.search ?? null),
    characters: inUsd(known.units?.characters ?? null),
  }
}
