import type { Kysely, Selectable } from 'kysely'
import { packBody } from './bodies.ts'
import { CompiledInsert } from './compiled-insert.ts'
import { type ExchangeRow, exchangeToRow } from './exchange-rows.ts'
import { saveOpened, savePosition } from './journal-state.ts'
import type { BodyTable, ExchangeTagTable, Schema } from './schema.ts'
import { SpendWriter } from './spend.ts'
import type { IngestBatch, IngestResult, JournalledExchange } from './store.ts'

/** Takes batches of exchanges into the tables, each batch in one transaction. */
export class Ingester {
  readonly #db: Kysely<Schema>
  readonly #exchanges: CompiledInsert<ExchangeRow>
  readonly #tags: CompiledInsert<Selectable<ExchangeTagTable>>
  readonly #bodies: CompiledInsert<Selectable<BodyTable>>
  readonly #spend: SpendWriter

  constructor(db: Kysely<Schema>) {
    this.#db = db
    this.#exchanges = new CompiledInsert((rows) =>
      db
        .insertInto('exchanges')
        .values(rows)
        .onConflict((conflict) => conflict.column('id').doNothing())
        .compile(),
    )
    this.#tags = new CompiledInsert((rows) => db.insertInto('exchange_tags').values(rows).compile())
    this.#spend = new SpendWriter(db)
    this.#bodies = new CompiledInsert((rows) => db.insertInto('bodies').values(rows).compile())
  }

  async ingest({ exchanges, opened, position }: IngestBatch): Promise<IngestResult> {
    return this.#db.transaction().execute(async (transaction) => {
      const { encoded, rejected } = encodeAll(exchanges, await nextSeq(transaction))
      const fresh = await this.#insert(transaction, encoded)
      await this.#tags.run(transaction, fresh.flatMap(tagRows))
      await this.#bodies.run(transaction, fresh.flatMap(bodyRows))
      await this.#spend.add(
        transaction,
        fresh.map(({ row }) => row),
      )
      await saveOpened(transaction, opened, new Set(encoded.map(({ row }) => row.id)))
      if (position !== null) await savePosition(transaction, position)
      return { inserted: fresh.length, rejected }
    })
  }

  /** Those that were not there already. */
  async #insert(
    db: Kysely<Schema>,
    encoded: readonly EncodedExchange[],
  ): Promise<readonly EncodedExchange[]> {
    const rows = encoded.map(({ row }) => row)
    const inserted = await this.#exchanges.run(db, rows)
    const [first] = rows
    if (inserted === rows.length || first === undefined) return encoded
    // Nobody else writes, so what begins at the first number is what was inserted now.
    const there = await db.selectFrom('exchanges').select('seq').where('seq', '>=', first.seq).execute()
    const seqs = new Set(there.map(({ seq }) => seq))
    return encoded.filter(({ row }) => seqs.has(row.seq))
  }
}

async function nextSeq(db: Kysely<Schema>): Promise<number> {
  const newest = await db
    .selectFrom('exchanges')
    .select(({ fn }) => fn.max('seq').as('seq'))
    .executeTakeFirst()
  return (newest?.seq ?? 0) + 1
}

interface EncodedExchange {
  readonly row: ExchangeRow
  readonly exchange: JournalledExchange
}

/** One record that can never be stored must not hold up all that come after it. */
function encodeAll(exchanges: readonly JournalledExchange[], firstSeq: number) {
  const encoded: EncodedExchange[] = []
  const rejected: { id: string; reason: string }[] = []
  for (const exchange of exchanges) {
    try {
      encoded.push({ row: exchangeToRow(firstSeq + encoded.length, exchange), exchange })
    } catch (error) {
      rejected.push({ id: exchange.columns[0], reason: String(error) })
    }
  }
  return { encoded, rejected }
}

function tagRows({ row }: EncodedExchange): Selectable<ExchangeTagTable>[] {
  if (row.tags === null) return []
  const tags: readonly string[] = JSON.parse(row.tags)
  return [...new Set(tags)].map((tag) => ({ exchange_seq: row.seq, tag, time_ms: row.time_ms }))
}

function bodyRows({ row, exchange: { request, response } }: EncodedExchange): Selectable<BodyTable>[] {
  if (request === null && response === null) return []
  const packedRequest = packBody(request)
  const packedResponse = packBody(response)
  return [
    {
      exchange_seq: row.seq,
      request: packedRequest.bytes,
      request_encoding: packedRequest.encoding,
      response: packedResponse.bytes,
      response_encoding: packedResponse.encoding,
    },
  ]
}
