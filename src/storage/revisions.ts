import type { Kysely, Selectable } from 'kysely'
import { checkedLimit, decodeCursor, pageOf } from './cursor.ts'
import type { ConfigRevisionTable, Schema } from './schema.ts'
import type { ConfigRevision, Page, PageRequest } from './store.ts'

export async function addRevision(db: Kysely<Schema>, revision: ConfigRevision): Promise<void> {
  await db
    .insertInto('config_revisions')
    .values({
      revision: revision.revision,
      document: revision.document,
      source: revision.source,
      created_at_ms: revision.createdAtMs,
    })
    .onConflict((conflict) =>
      conflict.column('revision').doUpdateSet((eb) => ({
        document: eb.ref('excluded.document'),
        source: eb.ref('excluded.source'),
        created_at_ms: eb.ref('excluded.created_at_ms'),
      })),
    )
    .execute()
}

export async function listRevisions(db: Kysely<Schema>, page: PageRequest): Promise<Page<ConfigRevision>> {
  const limit = checkedLimit(page)
  let query = db
    .selectFrom('config_revisions')
    .selectAll()
    .orderBy('created_at_ms', 'desc')
    .orderBy('revision', 'desc')
  if (page.cursor !== null) {
    const { timeMs, id } = decodeCursor(page.cursor)
    query = query.where((eb) => eb(eb.refTuple('created_at_ms', 'revision'), '<', eb.tuple(timeMs, id)))
  }
  const rows = await query.limit(limit + 1).execute()
  return pageOf(rows, limit, fromRow, (row) => ({ timeMs: row.created_at_ms, id: row.revision }))
}

export async function getRevision(db: Kysely<Schema>, revision: string): Promise<ConfigRevision | null> {
  const row = await db
    .selectFrom('config_revisions')
    .selectAll()
    .where('revision', '=', revision)
    .executeTakeFirst()
  return row === undefined ? null : fromRow(row)
}

function fromRow(row: Selectable<ConfigRevisionTable>): ConfigRevision {
  const { revision, document, source, created_at_ms } = row
  return { revision, document, source, createdAtMs: created_at_ms }
}
