import type { Kysely, Selectable } from 'kysely'
import { CompiledInsert } from './compiled-insert.ts'
import { capped, exact } from './exact.ts'
import type { ExchangeRow } from './exchange-rows.ts'
import type { Schema, UsageRollupTable } from './schema.ts'

export const MINUTE_MS = 60_000
export const HOUR_MS = 3_600_000
export const DAY_MS = 86_400_000

/** Of roll-ups, the widest first. */
export const WIDTHS_MS = [DAY_MS, HOUR_MS, MINUTE_MS] as const

export type Rollup = Selectable<UsageRollupTable>

/** Adds exchanges that were stored just now to the sums of their minute, hour and day. */
export class RollupWriter {
  readonly #upsert: CompiledInsert<Rollup>

  constructor(db: Kysely<Schema>, chunkRows: readonly number[]) {
    this.#upsert = new CompiledInsert(chunkRows, (rows) =>
      db
        .insertInto('usage_rollups')
        .values(rows)
        .onConflict((conflict) =>
          conflict
            .columns(['width_ms', 'start_ms', 'model', 'provider', 'dialect'])
            .doUpdateSet((eb) =>
              Object.fromEntries(
                SUMS.map((column) => [
                  column,
                  eb(`usage_rollups.${column}`, '+', eb.ref(`excluded.${column}`)),
                ]),
              ),
            ),
        )
        .compile(),
    )
  }

  /** All writers touch the rows in one order, so that no two of them wait for each other. */
  async add(db: Kysely<Schema>, exchanges: readonly ExchangeRow[]): Promise<void> {
    await this.#upsert.run(db, rollUp(exchanges).sort(byPlace))
  }
}

const SUMS = [
  'requests',
  'errors',
  'input_tokens',
  'output_tokens',
  'cache_read_tokens',
  'reasoning_tokens',
  'cost_nanos',
  'priced',
  'billed_nanos',
  'billed',
] as const satisfies readonly (keyof Rollup)[]

function rollUp(exchanges: readonly ExchangeRow[]): Rollup[] {
  const minutes = new Map<string, Rollup>()
  for (const exchange of exchanges) {
    const minute = Math.floor(exchange.time_ms / MINUTE_MS)
    const place = `${minute} ${exchange.dialect} ${exchange.provider} ${exchange.model}`
    let sums = minutes.get(place)
    if (sums === undefined) {
      sums = emptySums(minute * MINUTE_MS, exchange)
      minutes.set(place, sums)
    }
    addExchange(sums, exchange)
  }
  const all = [...minutes.values()]
  return [...all, ...widened(all, HOUR_MS), ...widened(all, DAY_MS)]
}

function widened(minutes: readonly Rollup[], widthMs: number): Iterable<Rollup> {
  const wide = new Map<string, Rollup>()
  for (const minute of minutes) {
    const start_ms = Math.floor(minute.start_ms / widthMs) * widthMs
    const place = `${start_ms} ${minute.dialect} ${minute.provider} ${minute.model}`
    const sums = wide.get(place)
    if (sums === undefined) wide.set(place, { ...minute, width_ms: widthMs, start_ms })
    else for (const column of SUMS) sums[column] = sumOf(column, sums[column], minute[column])
  }
  return wide.values()
}

function addExchange(sums: Rollup, exchange: ExchangeRow): void {
  sums.requests++
  if (exchange.error_code !== null) sums.errors++
  sums.input_tokens = capped(sums.input_tokens + (exchange.input_tokens ?? 0))
  sums.output_tokens = capped(sums.output_tokens + (exchange.output_tokens ?? 0))
  sums.cache_read_tokens = capped(sums.cache_read_tokens + (exchange.cache_read_tokens ?? 0))
  sums.reasoning_tokens = capped(sums.reasoning_tokens + (exchange.reasoning_tokens ?? 0))
  if (exchange.cost_nanos !== null) {
    sums.cost_nanos = exact(sums.cost_nanos + exchange.cost_nanos)
    sums.priced++
  }
  if (exchange.billed_nanos !== null) {
    sums.billed_nanos = exact(sums.billed_nanos + exchange.billed_nanos)
    sums.billed++
  }
}

function sumOf(column: (typeof SUMS)[number], a: number, b: number): number {
  return column === 'cost_nanos' || column === 'billed_nanos' ? exact(a + b) : capped(a + b)
}

function emptySums(start_ms: number, { model, provider, dialect }: ExchangeRow): Rollup {
  return {
    width_ms: MINUTE_MS,
    start_ms,
    model: model ?? '',
    provider: provider ?? '',
    dialect,
    requests: 0,
    errors: 0,
    input_tokens: 0,
    output_tokens: 0,
    cache_read_tokens: 0,
    reasoning_tokens: 0,
    cost_nanos: 0,
    priced: 0,
    billed_nanos: 0,
    billed: 0,
  }
}

function byPlace(a: Rollup, b: Rollup): number {
  return (
    a.width_ms - b.width_ms ||
    a.start_ms - b.start_ms ||
    compare(a.model, b.model) ||
    compare(a.provider, b.provider) ||
    compare(a.dialect, b.dialect)
  )
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
