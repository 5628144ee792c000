import { z } from 'zod'
import { TASK_CLASSES } from '../../core/task-class.ts'
import type { AttemptRecord, AutoRecord, DecisionRecord, ExchangeRecord } from '../../core/record.ts'
import type { Usage } from '../../core/usage.ts'
import { errorCode } from '../errors.ts'
import { isoTime, time } from '../fields.ts'
import { nanos, nanosOf, usd, usdOf } from '../money.ts'

const milliseconds = z.number()

const usage = z
  .object({
    input: z.int().describe('All input tokens, cached ones included.'),
    output: z.int().describe('All output tokens, reasoning included.'),
    cache_read: z.int(),
    cache_write: z.int(),
    reasoning: z.int(),
    audio: z.int().describe('Of input and output.'),
    image: z.int().describe('Of input and output.'),
    units: z
      .object({ images: z.int(), seconds: z.int(), characters: z.int(), searches: z.int() })
      .exactOptional()
      .describe('Where something else than tokens is counted.'),
  })
  .meta({ id: 'Usage', description: 'Tokens.' })

const attempt = z.object({
  target: z.string(),
  provider: z.string(),
  model: z.string(),
  status: z.int().nullable(),
  code: z.union([errorCode, z.literal('hedge_lost')]).nullable(),
  role: z.enum(['hedge', 'continuation']).exactOptional(),
  started_ms: milliseconds.describe('After the exchange began.'),
  duration_ms: milliseconds,
  ttft_ms: milliseconds.nullable(),
  usage: usage.nullable(),
  cost: usd,
  cost_nanos: nanos,
})

export const decisionSchema = z.object({
  id: z.string(),
  seed: z.string(),
  revision: z.string(),
  target: z.string().nullable(),
  downgrade: z
    .object({ from: z.string(), to: z.string() })
    .exactOptional()
    .describe('Where a budget had no room for the model that was asked for.'),
  auto: z
    .object({
      task: z.enum(TASK_CLASSES),
      tier: z.enum(['low', 'balanced', 'high']),
      strength: z.enum(['weak', 'strong']),
      decided_by: z.enum(['class', 'score']),
      suffices: z.number().describe('The probability that a weak model is as good.'),
      threshold: z.number().describe('Below it a strong model is asked for.'),
      version: z.string().describe('Of the weights.'),
      models: z.array(z.string()),
    })
    .exactOptional()
    .describe('Where the request left the model to be chosen.'),
  candidates: z.array(
    z.object({
      target: z.string(),
      score: z.number().nullable().describe('Lower goes first.'),
      parts: z.record(z.string(), z.number()),
      removed_by: z.string().nullable(),
    }),
  ),
})

/** An exchange as lists show it. */
export const exchangeSchema = z
  .object({
    id: z.string(),
    time,
    key_id: z.string().nullable(),
    organization_id: z.string().nullable().describe('Null: the default one.'),
    project_id: z.string().nullable().describe('Null: the default one.'),
    member_id: z.string().nullable(),
    user: z.string().nullable(),
    session: z.string().nullable(),
    tags: z.array(z.string()),
    metadata: z.record(z.string(), z.unknown()).nullable(),
    dialect: z.string(),
    operation: z.string(),
    streamed: z.boolean(),
    requested_model: z.string(),
    model: z.string().nullable(),
    provider: z.string().nullable(),
    target: z.string().nullable(),
    decision: decisionSchema.nullable(),
    attempts: z.array(attempt),
    status: z.int(),
    error_code: errorCode.nullable(),
    finish_reason: z.string().nullable(),
    cache: z.null(),
    guardrails: z.array(z.never()),
    usage: usage.nullable(),
    usage_source: z.enum(['provider', 'estimated']).nullable(),
    cost: usd,
    cost_nanos: nanos,
    billed: usd,
    billed_nanos: nanos,
    price_version: z.string().nullable(),
    ttft_ms: milliseconds.nullable(),
    duration_ms: milliseconds,
    overhead_ms: milliseconds,
    dropped_params: z.array(z.string()),
    bytes: z
      .object({ request: z.int(), response: z.int() })
      .nullable()
      .describe('Of the bodies, where they were passed on as they are.'),
  })
  .meta({ id: 'Exchange' })

/** With its bodies. */
export const exchangeDetailSchema = exchangeSchema
  .extend({
    request: z.unknown().describe('The body as it came. Null: not recorded.'),
    response: z
      .unknown()
      .describe(
        'The body as it left; a streamed answer as the whole answer it amounts to. Null: not recorded.',
      ),
    response_truncated: z.boolean().describe('Whether more was sent than is recorded.'),
  })
  .meta({ id: 'ExchangeDetail' })

export function exchangeView(record: ExchangeRecord): z.output<typeof exchangeSchema> {
  return {
    id: record.id,
    time: isoTime(record.timeMs),
    key_id: record.keyId,
    organization_id: record.organizationId,
    project_id: record.projectId,
    member_id: record.memberId,
    user: record.user,
    session: record.session,
    tags: [...record.tags],
    metadata: record.metadata,
    dialect: record.dialect,
    operation: record.operation,
    streamed: record.streamed,
    requested_model: record.requestedModel,
    model: record.model,
    provider: record.provider,
    target: record.target,
    decision: record.decision === null ? null : decisionView(record.decision),
    attempts: record.attempts.map(attemptView),
    status: record.status,
    error_code: record.errorCode,
    // In the words that callers know from their own dialects: `tool_calls`, `content_filter`.
    finish_reason: record.finishReason?.replaceAll('-', '_') ?? null,
    cache: null,
    guardrails: [],
    usage: record.usage === null ? null : usageView(record.usage),
    usage_source: record.usageSource,
    cost: usdOf(record.costNanos),
    cost_nanos: nanosOf(record.costNanos),
    billed: usdOf(record.billedNanos),
    billed_nanos: nanosOf(record.billedNanos),
    price_version: record.priceVersion,
    ttft_ms: record.ttftMs,
    duration_ms: record.durationMs,
    overhead_ms: record.overheadMs,
    dropped_params: [...record.droppedParams],
    bytes: record.bytes ?? null,
  }
}

function attemptView(made: AttemptRecord): z.output<typeof attempt> {
  return {
    target: made.target,
    provider: made.provider,
    model: made.model,
    status: made.status,
    code: made.code,
    ...(made.role === undefined ? {} : { role: made.role }),
    started_ms: made.startedMs,
    duration_ms: made.ms,
    ttft_ms: made.ttftMs,
    usage: made.usage === null ? null : usageView(made.usage),
    cost: usdOf(made.costNanos),
    cost_nanos: nanosOf(made.costNanos),
  }
}

export function decisionView({ candidates, auto, ...rest }: DecisionRecord): z.output<typeof decisionSchema> {
  return {
    ...rest,
    ...(auto === undefined ? {} : { auto: autoView(auto) }),
    candidates: candidates.map(({ removedBy, ...candidate }) => ({ ...candidate, removed_by: removedBy })),
  }
}

function autoView({ decidedBy, models, ...rest }: AutoRecord) {
  return { ...rest, decided_by: decidedBy, models: [...models] }
}

function usageView(used: Usage): z.output<typeof usage> {
  return {
    input: used.inputTokens,
    output: used.outputTokens,
    cache_read: used.cacheReadTokens,
    cache_write: used.cacheWriteTokens + used.cacheWrite1hTokens,
    reasoning: used.reasoningTokens,
    audio: used.audioInputTokens + used.audioOutputTokens,
    image: used.imageInputTokens + used.imageOutputTokens,
    ...(used.units === undefined ? {} : { units: { ...used.units } }),
  }
}
