import type { ErrorCode } from '../core/error.ts'
import type { ExchangeRecord } from '../core/record.ts'
import type { DialectFormat } from '../core/request.ts'
import type { UsageSource } from '../core/usage.ts'
import { decodeDetails, encodeDetails, type Whole } from './journal-details.ts'

/**
 * A record as it is written down, once, by the thread that serves: the journal holds this and the store's row is this,
 * so that the details cross from the one to the other as text that nobody has to read.
 */
export interface JournalRecord {
  readonly columns: RecordColumns
  /** One line of JSON: all that is only looked at and never looked for. */
  readonly details: string
}

/** What is filtered, grouped and summed by. The store has a column for each, in this order. */
export type RecordColumns = readonly [
  id: string,
  timeMs: number,
  keyId: string | null,
  user: string | null,
  session: string | null,
  /** A list as JSON; null for an empty one. */
  tags: string | null,
  dialect: DialectFormat,
  model: string | null,
  provider: string | null,
  status: number,
  errorCode: ErrorCode | null,
  attempts: number,
  /** The counts of tokens are null together, where the usage is not known. */
  inputTokens: number | null,
  outputTokens: number | null,
  cacheReadTokens: number | null,
  reasoningTokens: number | null,
  usageSource: UsageSource | null,
  costNanos: number | null,
  billedNanos: number | null,
  ttftMs: number | null,
  durationMs: number,
  overheadMs: number,
  organizationId: string | null,
  projectId: string | null,
  memberId: string | null,
]

/** Two lines: the columns as a list in JSON, and the details. */
export function encodeRecord(record: ExchangeRecord): string {
  const { tags, usage } = record
  const columns: RecordColumns = [
    record.id,
    record.timeMs,
    record.keyId,
    record.user,
    record.session,
    tags.length === 0 ? null : JSON.stringify(tags),
    record.dialect,
    record.model,
    record.provider,
    record.status,
    record.errorCode,
    record.attempts.length,
    usage === null ? null : usage.inputTokens,
    usage === null ? null : usage.outputTokens,
    usage === null ? null : usage.cacheReadTokens,
    usage === null ? null : usage.reasoningTokens,
    record.usageSource,
    record.costNanos,
    record.billedNanos,
    record.ttftMs,
    record.durationMs,
    record.overheadMs,
    record.organizationId,
    record.projectId,
    record.memberId,
  ]
  return `${JSON.stringify(columns)}\n${encodeDetails(record)}`
}

/** Reads no more of it than the columns. */
export function parseRecord(text: string): JournalRecord {
  const columnsEnd = text.indexOf('\n')
  return { columns: JSON.parse(text.slice(0, columnsEnd)), details: text.slice(columnsEnd + 1) }
}

export function decodeRecord({ columns, details }: JournalRecord): Whole<ExchangeRecord> {
  return {
    ...decodeDetails(details, { id: columns[0], model: columns[7], provider: columns[8] }),
    id: columns[0],
    timeMs: columns[1],
    keyId: columns[2],
    user: columns[3],
    session: columns[4],
    tags: columns[5] === null ? [] : JSON.parse(columns[5]),
    dialect: columns[6],
    model: columns[7],
    provider: columns[8],
    status: columns[9],
    errorCode: columns[10],
    usageSource: columns[16],
    costNanos: columns[17],
    billedNanos: columns[18],
    ttftMs: columns[19],
    durationMs: columns[20],
    overheadMs: columns[21],
    organizationId: columns[22],
    projectId: columns[23],
    memberId: columns[24],
  }
}
