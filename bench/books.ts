import Database from 'better-sqlite3'
import { databaseIn, PRICE } from './gateway.ts'
import { USAGE } from './upstream/answers.ts'

/** Sums of the gateway's own tables, read when it has stopped. */
export interface Books {
  readonly records: number
  readonly answered: number
  readonly bodies: number
  readonly costNanos: number
  readonly settledNanos: number
  readonly settledCalls: number
  readonly stillOpen: number
}

export function readBooks(folder: string): Books {
  const database = new Database(databaseIn(folder), { readonly: true })
  try {
    return database.prepare(SUMS).get() as Books // The columns are named so below.
  } finally {
    database.close()
  }
}

const SUMS = `
  SELECT records, answered, costNanos, bodies, settledNanos, settledCalls, stillOpen
  FROM
    (SELECT count(*) AS records, coalesce(sum(status = 200 AND usage_source = 'provider'), 0) AS answered,
       coalesce(sum(cost_nanos), 0) AS costNanos FROM exchanges),
    (SELECT count(*) AS bodies FROM bodies WHERE request IS NOT NULL AND response IS NOT NULL),
    (SELECT coalesce(sum(cost_nanos), 0) AS settledNanos, coalesce(sum(calls), 0) AS settledCalls FROM scope_spend
      WHERE scope_type = 'key'),
    (SELECT count(*) AS stillOpen FROM open_exchanges)`

/** What every answer of the upstream costs. */
export const COST_NANOS_EACH =
  (USAGE.prompt_tokens * PRICE.input * 1e9 + USAGE.completion_tokens * PRICE.output * 1e9) / 1e6

/** What does not agree with `answers` that the load generator got whole. None: the books balance. */
export function discrepancies(books: Books, answers: number): string[] {
  const expected: Books = {
    records: answers,
    answered: answers,
    bodies: answers,
    costNanos: answers * COST_NANOS_EACH,
    settledNanos: answers * COST_NANOS_EACH,
    settledCalls: answers,
    stillOpen: 0,
  }
  return (Object.keys(expected) as (keyof Books)[]) // `keys` has no narrower type.
    .filter((figure) => books[figure] !== expected[figure])
    .map((figure) => `${figure}: ${books[figure]} in the books, ${expected[figure]} expected`)
}
