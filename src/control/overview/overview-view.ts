import { z } from 'zod'
import type { ActivityStep, ActivitySums } from '../../storage/store.ts'
import { time } from '../fields.ts'
import { nanos, nanosOf, usd, usdOf } from '../money.ts'
import { addSums, NO_SUMS } from './merge.ts'
import { percentiles } from './percentile.ts'

const sums = {
  requests: z.int(),
  errors: z.int(),
  input_tokens: z.int(),
  output_tokens: z.int(),
  cache_read_tokens: z.int(),
  cost: usd.describe('USD, of what is known.'),
  cost_nanos: nanos,
  unpriced: z.int().describe('Requests whose cost is not known.'),
}

const quantiles = z
  .object({ p50: z.number(), p95: z.number(), p99: z.number() })
  .nullable()
  .describe('Milliseconds, to 3 %. Null: nothing to measure.')

const whole = {
  ...sums,
  ttft_ms: quantiles.describe('To the first token.'),
  duration_ms: quantiles.describe('Of whole answers that ended well.'),
}

const named = z.object({
  name: z.string(),
  label: z.string().nullable().describe('What people call it, where that is something else.'),
  ...sums,
  before: z.object(sums).nullable(),
})

export const overviewSchema = z
  .object({
    since: time,
    until: time,
    step_ms: z.int(),
    now: z.object(whole),
    before: z.object(whole).describe('The same, of as long a time before `since`.'),
    series: z.array(z.object({ time, ...whole })),
    by_model: z.array(named),
    by_provider: z.array(named),
    by_key: z.array(named),
  })
  .meta({ id: 'Overview' })

export function wholeView(steps: readonly ActivityStep[]) {
  return {
    ...sumsView(steps.reduce<ActivitySums>(addSums, NO_SUMS)),
    ttft_ms: percentiles(steps.flatMap(({ ttft }) => ttft)),
    duration_ms: percentiles(steps.flatMap(({ duration }) => duration)),
  }
}

export function sumsView(sums: ActivitySums) {
  return {
    requests: sums.requests,
    errors: sums.errors,
    input_tokens: sums.inputTokens,
    output_tokens: sums.outputTokens,
    cache_read_tokens: sums.cacheReadTokens,
    cost: usdOf(sums.costNanos),
    cost_nanos: nanosOf(sums.costNanos),
    unpriced: sums.unpriced,
  }
}
