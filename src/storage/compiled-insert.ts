import { CompiledQuery, type Kysely } from 'kysely'
import type { Schema } from './schema.ts'

/**
 * An insert whose SQL is compiled once, for the tables that grow with every exchange: to compile some forty columns
 * costs as much as to insert them. All rows must name the same columns in the same order.
 */
export class CompiledInsert<Row extends object> {
  readonly #compile: (row: Row) => CompiledQuery
  #sql: string | null = null

  constructor(compile: (row: Row) => CompiledQuery) {
    this.#compile = compile
  }

  /** False where the insert gave way to a row that was there. */
  async run(db: Kysely<Schema>, row: Row): Promise<boolean> {
    this.#sql ??= this.#compile(row).sql
    const { numAffectedRows } = await db.executeQuery(CompiledQuery.raw(this.#sql, Object.values(row)))
    return numAffectedRows === 1n
  }
}
