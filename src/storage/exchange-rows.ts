import type { Selectable } from 'kysely'
import type { ExchangeRecord } from '../core/record.ts'
import type { Usage } from '../core/usage.ts'
import { exact } from './exact.ts'
import type { ExchangeTable } from './schema.ts'

export type ExchangeRow = Selectable<ExchangeTable>

type UsageColumns = Pick<
  ExchangeRow,
  | 'input_tokens'
  | 'output_tokens'
  | 'cache_read_tokens'
  | 'cache_write_tokens'
  | 'cache_write_1h_tokens'
  | 'reasoning_tokens'
  | 'audio_input_tokens'
  | 'audio_output_tokens'
  | 'image_input_tokens'
  | 'image_output_tokens'
>

export function exchangeToRow(record: ExchangeRecord): ExchangeRow {
  return {
    id: record.id,
    time_ms: exact(Math.floor(record.timeMs)),
    key_id: record.keyId,
    end_user: record.user,
    session: record.session,
    dialect: record.dialect,
    operation: record.operation,
    streamed: record.streamed ? 1 : 0,
    requested_model: record.requestedModel,
    model: record.model,
    provider: record.provider,
    target: record.target,
    status: record.status,
    error_code: record.errorCode,
    finish_reason: record.finishReason,
    ...usageToColumns(record.usage),
    usage_source: record.usageSource,
    cost_nanos: record.costNanos === null ? null : exact(record.costNanos),
    billed_nanos: record.billedNanos === null ? null : exact(record.billedNanos),
    price_version: record.priceVersion,
    ttft_ms: record.ttftMs,
    duration_ms: record.durationMs,
    overhead_ms: record.overheadMs,
    tags: JSON.stringify(record.tags),
    metadata: record.metadata === null ? null : JSON.stringify(record.metadata),
    dropped_params: JSON.stringify(record.droppedParams),
    attempts: JSON.stringify(record.attempts),
    decision: record.decision === null ? null : JSON.stringify(record.decision),
  }
}

const REQUIRED = [
  'id',
  'time_ms',
  'dialect',
  'operation',
  'requested_model',
  'status',
  'duration_ms',
  'overhead_ms',
] as const satisfies readonly (keyof ExchangeRow)[]

/** Records come from a file, where the compiler has not been. Throws a RangeError that names the column. */
export function checkedRow(row: ExchangeRow): ExchangeRow {
  for (const [column, value] of Object.entries(row)) {
    if (value === undefined) throw new RangeError(`${column} is missing.`)
  }
  for (const column of REQUIRED) {
    if (row[column] === null) throw new RangeError(`${column} is missing.`)
  }
  if (row.time_ms > LAST_TIME_MS) throw new RangeError(`time_ms ${row.time_ms} is no time.`)
  return row
}

/** The last moment that a JavaScript date can name. */
const LAST_TIME_MS = 8.64e15

export function exchangeFromRow(row: ExchangeRow): ExchangeRecord {
  return {
    id: row.id,
    timeMs: row.time_ms,
    keyId: row.key_id,
    user: row.end_user,
    session: row.session,
    tags: JSON.parse(row.tags),
    metadata: row.metadata === null ? null : JSON.parse(row.metadata),
    dialect: row.dialect,
    operation: row.operation,
    streamed: row.streamed === 1,
    requestedModel: row.requested_model,
    model: row.model,
    provider: row.provider,
    target: row.target,
    decision: row.decision === null ? null : JSON.parse(row.decision),
    attempts: JSON.parse(row.attempts),
    status: row.status,
    errorCode: row.error_code,
    finishReason: row.finish_reason,
    usage: usageFromColumns(row),
    usageSource: row.usage_source,
    costNanos: row.cost_nanos === null ? null : exact(row.cost_nanos),
    billedNanos: row.billed_nanos === null ? null : exact(row.billed_nanos),
    priceVersion: row.price_version,
    ttftMs: row.ttft_ms,
    durationMs: row.duration_ms,
    overheadMs: row.overhead_ms,
    droppedParams: JSON.parse(row.dropped_params),
  }
}

function usageToColumns(usage: Usage | null): UsageColumns {
  return {
    input_tokens: usage?.inputTokens ?? null,
    output_tokens: usage?.outputTokens ?? null,
    cache_read_tokens: usage?.cacheReadTokens ?? null,
    cache_write_tokens: usage?.cacheWriteTokens ?? null,
    cache_write_1h_tokens: usage?.cacheWrite1hTokens ?? null,
    reasoning_tokens: usage?.reasoningTokens ?? null,
    audio_input_tokens: usage?.audioInputTokens ?? null,
    audio_output_tokens: usage?.audioOutputTokens ?? null,
    image_input_tokens: usage?.imageInputTokens ?? null,
    image_output_tokens: usage?.imageOutputTokens ?? null,
  }
}

function usageFromColumns(row: UsageColumns): Usage | null {
  if (row.input_tokens === null) return null
  return {
    inputTokens: row.input_tokens,
    outputTokens: row.output_tokens ?? 0,
    cacheReadTokens: row.cache_read_tokens ?? 0,
    cacheWriteTokens: row.cache_write_tokens ?? 0,
    cacheWrite1hTokens: row.cache_write_1h_tokens ?? 0,
    reasoningTokens: row.reasoning_tokens ?? 0,
    audioInputTokens: row.audio_input_tokens ?? 0,
    audioOutputTokens: row.audio_output_tokens ?? 0,
    imageInputTokens: row.image_input_tokens ?? 0,
    imageOutputTokens: row.image_output_tokens ?? 0,
  }
}
