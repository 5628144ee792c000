import { z } from 'zod'
import { GatewayError } from '../../core/error.ts'
import type { ActivityQuery, ActivityStep, NamedSums } from '../../storage/store.ts'
import type { AdminApp } from '../admin-app.ts'
import type { AdminParts } from '../admin-parts.ts'
import { failures } from '../errors.ts'
import { instant, isoTime, ownerId } from '../fields.ts'
import { ownerFilter, scoped } from '../scope.ts'
import { ActivityReader } from './activity-reader.ts'
import { overviewSchema, sumsView, wholeView } from './overview-view.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
/** Each divides an hour, or is whole hours. */
const STEPS_MS = [MINUTE_MS, 5 * MINUTE_MS, 15 * MINUTE_MS, HOUR_MS, 6 * HOUR_MS, 24 * HOUR_MS]
const STEPS_WANTED_MAX = 120
const SPAN_MAX_MS = 92 * 24 * HOUR_MS
const NAMES_MAX = 8

/** `/overview`: what is going on, what it costs and how it compares, in one answer. */
export function overview(app: AdminApp, parts: AdminParts): void {
  const { store, gateway } = parts
  const reader = new ActivityReader(store, gateway.clock)
  app.get(
    '/overview',
    {
      schema: {
        summary: 'Spend, requests, errors and latency over a time, compared with the time before',
        tags: ['usage'],
        querystring: z.strictObject({
          since: instant().exactOptional().describe('Absent: a day before `until`.'),
          until: instant().exactOptional().describe('Absent: now.'),
          provider: z.string().exactOptional(),
          model: z.string().exactOptional(),
          key_id: z.string().exactOptional(),
          organization_id: ownerId.exactOptional(),
          project_id: ownerId.exactOptional(),
        }),
        response: { 200: overviewSchema, ...failures },
      },
    },
    async ({ query: { since, until, provider, model, key_id, ...owner }, actor }) => {
      const untilMs = until ?? gateway.clock.now()
      const sinceMs = since ?? untilMs - 24 * HOUR_MS
      checkSpan(sinceMs, untilMs)
      await store.catchUp()
      const only = {
        ...scoped(actor, ownerFilter(owner)),
        ...(provider === undefined ? {} : { provider }),
        ...(model === undefined ? {} : { model }),
        ...(key_id === undefined ? {} : { keyId: key_id }),
      }
      const span: ActivityQuery = { ...only, sinceMs, untilMs, stepMs: stepOf(untilMs - sinceMs) }
      const former = { ...span, sinceMs: sinceMs - (untilMs - sinceMs), untilMs: sinceMs }
      const [present, before] = [await reader.read(span), await reader.read(former)]
      return {
        since: isoTime(sinceMs),
        until: isoTime(untilMs),
        step_ms: span.stepMs,
        now: wholeView(present.steps),
        before: wholeView(before.steps),
        series: filled(present.steps, span).map((step) => ({
          time: isoTime(step.timeMs),
          ...wholeView([step]),
        })),
        by_model: ranked(present.models, before.models),
        by_provider: ranked(present.providers, before.providers),
        by_key: await withNames(ranked(present.keys, before.keys), parts),
      }
    },
  )
}

function checkSpan(sinceMs: number, untilMs: number): void {
  if (untilMs - sinceMs > 0 && untilMs - sinceMs <= SPAN_MAX_MS) return
  throw new GatewayError('invalid_request', 'since must be before until, by at most 92 days.', {
    param: 'since',
  })
}

function stepOf(spanMs: number): number {
  return STEPS_MS.find((stepMs) => spanMs / stepMs <= STEPS_WANTED_MAX) ?? 24 * HOUR_MS
}

/** With the steps in which nothing happened, so that a chart of it is true. */
function filled(steps: readonly ActivityStep[], { sinceMs, untilMs, stepMs }: ActivityQuery): ActivityStep[] {
  const known = new Map(steps.map((step) => [step.timeMs, step]))
  const times: ActivityStep[] = []
  for (let timeMs = sinceMs - (sinceMs % stepMs); timeMs < untilMs; timeMs += stepMs)
    times.push(known.get(timeMs) ?? emptyStep(timeMs))
  return times
}

function emptyStep(timeMs: number): ActivityStep {
  return {
    timeMs,
    requests: 0,
    errors: 0,
    inputTokens: 0,
    outputTokens: 0,
    cacheReadTokens: 0,
    costNanos: 0,
    unpriced: 0,
    ttft: [],
    duration: [],
  }
}

/** The dearest first, and the busiest where nothing is known to cost anything. */
function ranked(present: readonly NamedSums[], before: readonly NamedSums[]) {
  const former = new Map(before)
  return present
    .toSorted(([, one], [, other]) => other.costNanos - one.costNanos || other.requests - one.requests)
    .slice(0, NAMES_MAX)
    .map(([name, sums]) => {
      const earlier = former.get(name)
      return {
        name,
        label: null,
        ...sumsView(sums),
        before: earlier === undefined ? null : sumsView(earlier),
      }
    })
}

async function withNames(rows: ReturnType<typeof ranked>, { store }: AdminParts) {
  return await Promise.all(
    rows.map(async (row) => ({ ...row, label: (await store.getKey(row.name))?.name ?? null })),
  )
}
