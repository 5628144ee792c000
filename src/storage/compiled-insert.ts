import { CompiledQuery, type Kysely } from 'kysely'
import type { Schema } from './schema.ts'

/**
 * An insert for the tables that grow with every exchange, many rows in a statement, whose SQL is compiled once: to
 * compile it costs as much as to run it. All rows must name the same columns in the same order.
 */
export class CompiledInsert<Row extends object> {
  readonly #compile: (rows: Row[]) => CompiledQuery
  readonly #chunkRows: readonly number[]
  readonly #sql = new Map<number, string>()

  /** `chunkRows`: rows in one statement, the most first, the last of them 1. */
  constructor(chunkRows: readonly number[], compile: (rows: Row[]) => CompiledQuery) {
    this.#chunkRows = chunkRows
    this.#compile = compile
  }

  /** How many were inserted: fewer than `rows` where some gave way to others that were there. */
  async run(db: Kysely<Schema>, rows: readonly Row[]): Promise<number> {
    let inserted = 0
    let from = 0
    while (from < rows.length) {
      const left = rows.length - from
      const count = this.#chunkRows.find((size) => size <= left) ?? 1
      const chunk = rows.slice(from, from + count)
      const { numAffectedRows = 0n } = await db.executeQuery(
        CompiledQuery.raw(this.#sqlFor(chunk), valuesOf(chunk)),
      )
      inserted += Number(numAffectedRows)
      from += count
    }
    return inserted
  }

  #sqlFor(chunk: Row[]): string {
    const known = this.#sql.get(chunk.length)
    if (known !== undefined) return known
    const { sql } = this.#compile(chunk)
    this.#sql.set(chunk.length, sql)
    return sql
  }
}

function valuesOf(rows: readonly object[]): unknown[] {
  const values: unknown[] = []
  for (const row of rows) values.push(...Object.values(row))
  return values
}
