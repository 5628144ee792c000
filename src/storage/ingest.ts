import type { Kysely, Selectable } from 'kysely'
import { packBody } from './bodies.ts'
import { CompiledInsert } from './compiled-insert.ts'
import type { Engine } from './engine.ts'
import { type ExchangeRow, exchangeToRow } from './exchange-rows.ts'
import { saveOpened, savePosition } from './journal-state.ts'
import { RollupWriter } from './rollups.ts'
import type { BodyTable, ExchangeTagTable, Schema } from './schema.ts'
import { SpendWriter } from './spend.ts'
import type { IngestBatch, IngestResult, JournalledExchange } from './store.ts'

/** Takes batches of exchanges into the tables, each batch in one transaction. */
export class Ingester {
  readonly #db: Kysely<Schema>
  readonly #engine: Engine
  readonly #exchanges: CompiledInsert<ExchangeRow>
  readonly #tags: CompiledInsert<Selectable<ExchangeTagTable>>
  readonly #bodies: CompiledInsert<Selectable<BodyTable>>
  readonly #spend: SpendWriter
  readonly #rollups: RollupWriter

  constructor(db: Kysely<Schema>, engine: Engine) {
    this.#db = db
    this.#engine = engine
    this.#exchanges = new CompiledInsert(engine.chunkRows, (rows) =>
      db
        .insertInto('exchanges')
        .values(rows)
        .onConflict((conflict) => conflict.doNothing())
        .compile(),
    )
    this.#tags = new CompiledInsert(engine.chunkRows, (rows) =>
      db.insertInto('exchange_tags').values(rows).compile(),
    )
    this.#bodies = new CompiledInsert(engine.chunkRows, (rows) =>
      db.insertInto('bodies').values(rows).compile(),
    )
    this.#spend = new SpendWriter(db, engine.chunkRows)
    this.#rollups = new RollupWriter(db, engine.chunkRows)
  }

  async ingest(batch: IngestBatch): Promise<IngestResult> {
    await this.#engine.prepareFor(
      this.#db,
      batch.exchanges.map(({ columns }) => columns[1]),
    )
    try {
      return await this.#ingestAll(batch)
    } catch (error) {
      if (!this.#engine.isRecordsFault(error)) throw error
      return await this.#ingestEach(batch, error)
    }
  }

  async #ingestAll({ exchanges, journalId, opened, position }: IngestBatch): Promise<IngestResult> {
    return this.#engine.transaction(this.#db, async (transaction) => {
      const seqs = await this.#engine.takeSeqs(transaction, exchanges.length)
      const { encoded, rejected } = encodeAll(exchanges, seqs)
      const fresh = await this.#insert(transaction, encoded)
      const rows = fresh.map(({ row }) => row)
      await this.#tags.run(transaction, fresh.flatMap(tagRows))
      await this.#bodies.run(transaction, fresh.flatMap(bodyRows))
      await saveOpened(transaction, journalId, opened, new Set(encoded.map(({ row }) => row.id)))
      if (position !== null) await savePosition(transaction, journalId, position)
      // Last, because all processes add to the same few rows, and each waits for the one before to end.
      await this.#spend.add(transaction, rows)
      await this.#rollups.add(transaction, rows)
      return { inserted: fresh.length, rejected }
    })
  }

  /** One at a time, to find those that the database refuses; where it refuses what is no record, that is thrown. */
  async #ingestEach(batch: IngestBatch, error: unknown): Promise<IngestResult> {
    if (batch.exchanges.length === 0) throw error
    let inserted = 0
    const rejected: { id: string; reason: string }[] = []
    for (const exchange of batch.exchanges) {
      try {
        const one = await this.#ingestAll({
          ...{ exchanges: [exchange], opened: new Map(), position: null },
          journalId: batch.journalId,
        })
        inserted += one.inserted
        rejected.push(...one.rejected)
      } catch (fault) {
        if (!this.#engine.isRecordsFault(fault)) throw fault
        rejected.push({ id: exchange.columns[0], reason: String(fault) })
      }
    }
    await this.#ingestAll({ ...batch, exchanges: [] })
    return { inserted, rejected }
  }

  /** Those that were not there already. */
  async #insert(
    db: Kysely<Schema>,
    encoded: readonly EncodedExchange[],
  ): Promise<readonly EncodedExchange[]> {
    const rows = encoded.map(({ row }) => row)
    const inserted = await this.#exchanges.run(db, rows)
    if (inserted === rows.length) return encoded
    // The numbers are new, so what has one of them was inserted now.
    const there = await db
      .selectFrom('exchanges')
      .select('seq')
      .where(
        'seq',
        'in',
        rows.map(({ seq }) => seq),
      )
      .where('time_ms', 'in', [...new Set(rows.map(({ time_ms }) => time_ms))])
      .execute()
    const seqs = new Set(there.map(({ seq }) => seq))
    return encoded.filter(({ row }) => seqs.has(row.seq))
  }
}

interface EncodedExchange {
  readonly row: ExchangeRow
  readonly exchange: JournalledExchange
}

/** One record that can never be stored must not hold up all that come after it. */
function encodeAll(exchanges: readonly JournalledExchange[], seqs: readonly number[]) {
  const encoded: EncodedExchange[] = []
  const rejected: { id: string; reason: string }[] = []
  for (const [index, seq] of seqs.entries()) {
    const exchange = exchanges[index]
    if (exchange === undefined) break
    try {
      encoded.push({ row: exchangeToRow(seq, exchange), exchange })
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
      time_ms: row.time_ms,
    },
  ]
}
