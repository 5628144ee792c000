import type { Kysely } from 'kysely'
import { unpackBody } from './bodies.ts'
import { journalledFromRow } from './exchange-rows.ts'
import type { Schema } from './schema.ts'
import type { SqlStore } from './sql-store.ts'

const CHUNK_ROWS = 200

export interface CopiedExchanges {
  /** Rows of the old store that are in the new one. */
  readonly done: number
  readonly total: number
}

/**
 * Copies exchanges with their bodies in the order in which they were stored, as if they came from a journal called
 * `name`: the place reached is saved with each batch, and one that is there already changes nothing.
 */
export async function* copyExchanges(
  from: Kysely<Schema>,
  to: SqlStore,
  name: string,
): AsyncGenerator<CopiedExchanges> {
  const { total } = await from
    .selectFrom('exchanges')
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  let after = (await to.journalState(name)).position
  const before = await from
    .selectFrom('exchanges')
    .select(({ fn }) => fn.countAll<number>().as('rows'))
    .where('seq', '<=', after)
    .executeTakeFirstOrThrow()
  let done = before.rows
  yield { done, total }
  while (true) {
    const rows = await from
      .selectFrom('exchanges')
      .leftJoin('bodies', 'bodies.exchange_seq', 'exchanges.seq')
      .selectAll('exchanges')
      .select(['bodies.request', 'bodies.request_encoding', 'bodies.response', 'bodies.response_encoding'])
      .where('exchanges.seq', '>', after)
      .orderBy('exchanges.seq')
      .limit(CHUNK_ROWS)
      .execute()
    const last = rows.at(-1)
    if (last === undefined) return
    const exchanges = rows.map((row) => ({
      ...journalledFromRow(row),
      request: unpackBody(row.request, row.request_encoding),
      response: unpackBody(row.response, row.response_encoding),
    }))
    after = last.seq
    const { rejected } = await to.ingest({ exchanges, journalId: name, opened: new Map(), position: after })
    const [bad] = rejected
    if (bad !== undefined) throw new Error(`The exchange ${bad.id} cannot be stored: ${bad.reason}`)
    done += rows.length
    yield { done, total: Math.max(total, done) }
  }
}
