import type { Kysely } from 'kysely'
import type { Schema } from './schema.ts'
import type { SweepBefore, SweepResult } from './store.ts'

/** What databases do in different ways. All else of the store is SQL that they share. */
export interface Engine {
  /** Rows that one insert takes, the most first; ends with 1, so that any number can be served. */
  readonly chunkRows: readonly number[]
  /** Numbers for new exchanges, rising, that no other process gets. Called within the transaction that uses them. */
  takeSeqs(db: Kysely<Schema>, count: number): Promise<readonly number[]>
  /** Before exchanges of these times are stored. */
  prepareFor(db: Kysely<Schema>, timesMs: readonly number[]): Promise<void>
  /** Which of these numbers, taken just now, are in the table: the others gave way to exchanges that were there. */
  sweep(db: Kysely<Schema>, before: SweepBefore, limit: number): Promise<SweepResult>
  /** Runs a transaction, anew where it was a matter of luck that it failed. */
  transaction<Result>(db: Kysely<Schema>, run: (db: Kysely<Schema>) => Promise<Result>): Promise<Result>
  /** Whether it is this one record, and not the database, on account of which an insert fails each time. */
  isRecordsFault(error: unknown): boolean
  /** A view of the database at one moment. */
  snapshot<Result>(db: Kysely<Schema>, read: (db: Kysely<Schema>) => Promise<Result>): Promise<Result>
}
