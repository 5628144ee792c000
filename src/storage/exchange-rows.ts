import type { Selectable } from 'kysely'
import type { ExchangeRecord } from '../core/record.ts'
import { decodeRecord, type JournalRecord } from '../ledger/journal-record.ts'
import { capped, exact } from './exact.ts'
import type { ExchangeTable } from './schema.ts'

export type ExchangeRow = Selectable<ExchangeTable>

const COLUMNS: JournalRecord['columns']['length'] = 25
/** As they were written before there were projects. */
const COLUMNS_AT_FIRST = 22

/**
 * The row of a record, which comes from a file, where the compiler has not been. Throws a RangeError that names a
 * column whose value can never be stored.
 */
export function exchangeToRow(seq: number, { columns, details }: JournalRecord): ExchangeRow {
  const count: number = columns.length
  if (count !== COLUMNS && count !== COLUMNS_AT_FIRST)
    throw new RangeError(`A record has ${COLUMNS} columns, not ${count}.`)
  return {
    seq,
    id: stated('id', columns[0]),
    time_ms: time(columns[1]),
    key_id: columns[2],
    end_user: columns[3],
    session: columns[4],
    tags: columns[5],
    dialect: stated('dialect', columns[6]),
    model: columns[7],
    provider: columns[8],
    status: stated('status', columns[9]),
    error_code: columns[10],
    attempts: stated('attempts', columns[11]),
    input_tokens: tokens(columns[12]),
    output_tokens: tokens(columns[13]),
    cache_read_tokens: tokens(columns[14]),
    reasoning_tokens: tokens(columns[15]),
    usage_source: columns[16],
    cost_nanos: money(columns[17]),
    billed_nanos: money(columns[18]),
    ttft_ms: columns[19],
    duration_ms: stated('duration_ms', columns[20]),
    overhead_ms: stated('overhead_ms', columns[21]),
    details,
    organization_id: columns[22] ?? null,
    project_id: columns[23] ?? null,
    member_id: columns[24] ?? null,
  }
}

export function exchangeFromRow(row: ExchangeRow): ExchangeRecord {
  return decodeRecord(journalledFromRow(row))
}

/** As it was in the journal. */
export function journalledFromRow(row: ExchangeRow): JournalRecord {
  return {
    columns: [
      row.id,
      row.time_ms,
      row.key_id,
      row.end_user,
      row.session,
      row.tags,
      row.dialect,
      row.model,
      row.provider,
      row.status,
      row.error_code,
      row.attempts,
      row.input_tokens,
      row.output_tokens,
      row.cache_read_tokens,
      row.reasoning_tokens,
      row.usage_source,
      money(row.cost_nanos),
      money(row.billed_nanos),
      row.ttft_ms,
      row.duration_ms,
      row.overhead_ms,
      row.organization_id,
      row.project_id,
      row.member_id,
    ],
    details: row.details,
  }
}

function stated<Value>(column: keyof ExchangeRow, value: Value): Value {
  if (value != null) return value
  throw new RangeError(`${column} is missing.`)
}

/** The last moment that a JavaScript date can name. */
const LAST_TIME_MS = 8.64e15

function time(timeMs: number): number {
  if (timeMs <= LAST_TIME_MS) return exact(Math.floor(stated('time_ms', timeMs)))
  throw new RangeError(`${timeMs} is no time.`)
}

function money(nanos: number | null): number | null {
  return nanos === null ? null : exact(nanos)
}

function tokens(count: number | null): number | null {
  return count === null ? null : capped(count)
}
