import type { Kysely, Selectable } from 'kysely'
import type { ExchangeRecord } from '../core/record.ts'
import { packBody } from './bodies.ts'
import { CompiledInsert } from './compiled-insert.ts'
import { checkedRow, type ExchangeRow, exchangeToRow } from './exchange-rows.ts'
import { saveOpened, savePosition } from './journal-state.ts'
import type { BodyTable, ExchangeTagTable, Schema } from './schema.ts'
import { addSpend } from './spend.ts'
import type { IngestBatch, IngestResult, StoredExchange } from './store.ts'

/** Takes batches of exchanges into the tables, each batch in one transaction. */
export class Ingester {
  readonly #db: Kysely<Schema>
  readonly #exchanges: CompiledInsert<ExchangeRow>
  readonly #tags: CompiledInsert<Selectable<ExchangeTagTable>>
  readonly #bodies: CompiledInsert<Selectable<BodyTable>>

  constructor(db: Kysely<Schema>) {
    this.#db = db
    this.#exchanges = new CompiledInsert((row) =>
      db
        .insertInto('exchanges')
        .values(row)
        .onConflict((conflict) => conflict.column('id').doNothing())
        .compile(),
    )
    this.#tags = new CompiledInsert((row) => db.insertInto('exchange_tags').values(row).compile())
    this.#bodies = new CompiledInsert((row) => db.insertInto('bodies').values(row).compile())
  }

  async ingest({ exchanges, opened, position }: IngestBatch): Promise<IngestResult> {
    const { encoded, rejected } = encodeAll(exchanges)
    const inserted = await this.#db.transaction().execute(async (transaction) => {
      const fresh: ExchangeRecord[] = []
      for (const exchange of encoded) {
        if (await this.#insertOnce(transaction, exchange)) fresh.push(exchange.record)
      }
      await addSpend(transaction, fresh)
      await saveOpened(transaction, opened, new Set(encoded.map(({ record }) => record.id)))
      if (position !== null) await savePosition(transaction, position)
      return fresh.length
    })
    return { inserted, rejected }
  }

  /** False, and nothing done, where the exchange is there already. */
  async #insertOnce(db: Kysely<Schema>, { record, row, bodies }: EncodedExchange): Promise<boolean> {
    if (!(await this.#exchanges.run(db, row))) return false
    for (const tag of new Set(record.tags)) {
      await this.#tags.run(db, { exchange_id: row.id, tag, time_ms: row.time_ms })
    }
    if (bodies !== null) await this.#bodies.run(db, bodies)
    return true
  }
}

interface EncodedExchange {
  readonly record: ExchangeRecord
  readonly row: ExchangeRow
  readonly bodies: Selectable<BodyTable> | null
}

/** One record that can never be stored must not hold up all that come after it. */
function encodeAll(exchanges: readonly StoredExchange[]) {
  const encoded: EncodedExchange[] = []
  const rejected: { id: string; reason: string }[] = []
  for (const exchange of exchanges) {
    try {
      encoded.push(encode(exchange))
    } catch (error) {
      rejected.push({ id: exchange.record.id, reason: String(error) })
    }
  }
  return { encoded, rejected }
}

function encode(exchange: StoredExchange): EncodedExchange {
  const { record, request, response } = exchange
  const row = checkedRow(exchangeToRow(record))
  return { record, row, bodies: request === null && response === null ? null : bodyRow(row, exchange) }
}

function bodyRow(row: ExchangeRow, { request, response }: StoredExchange): Selectable<BodyTable> {
  const packedRequest = packBody(request)
  const packedResponse = packBody(response)
  return {
    exchange_id: row.id,
    time_ms: row.time_ms,
    request_encoding: packedRequest.encoding,
    response_encoding: packedResponse.encoding,
    request: packedRequest.bytes,
    response: packedResponse.bytes,
  }
}
