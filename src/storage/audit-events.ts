import type { Kysely, Selectable } from 'kysely'
import type { AuditCheckpoint, AuditDraft, AuditEvent } from '../audit/audit-event.ts'
import { type ChainHead, EMPTY_CHAIN, linked } from '../audit/chain.ts'
import { GatewayError } from '../core/error.ts'
import type { AuditFilter } from './audit-store.ts'
import { checkedLimit, decodeCursor, pageOf } from './cursor.ts'
import { exact } from './exact.ts'
import type { AuditCheckpointTable, AuditEventTable, Schema } from './schema.ts'
import type { Page, PageRequest } from './store.ts'

/** Several processes may link at once: who finds his place taken takes the next. */
export async function appendAudit(db: Kysely<Schema>, draft: AuditDraft): Promise<AuditEvent> {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const event = linked(draft, (await auditHead(db)) ?? EMPTY_CHAIN)
    const result = await db
      .insertInto('audit_events')
      .values(toRow(event))
      .onConflict((conflict) => conflict.column('seq').doNothing())
      .executeTakeFirst()
    if (result.numInsertedOrUpdatedRows === 1n) return event
  }
  throw new GatewayError(
    'store_unavailable',
    'The audit log has no place for this just now; try again shortly.',
  )
}

const ATTEMPTS_MAX = 100

export async function auditHead(db: Kysely<Schema>): Promise<ChainHead | null> {
  const last = await db
    .selectFrom('audit_events')
    .select(['seq', 'hash'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return last === undefined ? null : { seq: exact(last.seq), hash: last.hash }
}

export async function pageAudit(
  db: Kysely<Schema>,
  filter: AuditFilter,
  page: PageRequest,
): Promise<Page<AuditEvent>> {
  const limit = checkedLimit(page)
  const { actor, action, subject, organizationId, sinceMs, untilMs } = filter
  let query = db.selectFrom('audit_events').selectAll().orderBy('seq', 'desc')
  if (actor !== undefined) query = query.where('actor', '=', actor)
  if (action !== undefined) query = query.where('action', '=', action)
  if (subject !== undefined) query = query.where('subject', '=', subject)
  if (organizationId !== undefined) query = query.where('organization_id', '=', organizationId)
  if (sinceMs !== undefined) query = query.where('time_ms', '>=', sinceMs)
  if (untilMs !== undefined) query = query.where('time_ms', '<', untilMs)
  if (page.cursor !== null) query = query.where('seq', '<', decodeCursor(page.cursor).timeMs)
  const rows = await query.limit(limit + 1).execute()
  // The number alone tells the order; a cursor has two parts.
  return pageOf(rows, limit, fromRow, ({ seq }) => ({ timeMs: exact(seq), id: 'seq' }))
}

export async function readAudit(
  db: Kysely<Schema>,
  afterSeq: number,
  limit: number,
): Promise<readonly AuditEvent[]> {
  const rows = await db
    .selectFrom('audit_events')
    .selectAll()
    .where('seq', '>', afterSeq)
    .orderBy('seq')
    .limit(checkedLimit({ limit, cursor: null }))
    .execute()
  return rows.map(fromRow)
}

export async function addCheckpoint(db: Kysely<Schema>, checkpoint: AuditCheckpoint): Promise<void> {
  const { seq, hash, timeMs, publicKey, signature } = checkpoint
  await db
    .insertInto('audit_checkpoints')
    .values({ seq, hash, time_ms: timeMs, public_key: publicKey, signature })
    .onConflict((conflict) => conflict.column('seq').doNothing())
    .execute()
}

export async function listCheckpoints(db: Kysely<Schema>): Promise<readonly AuditCheckpoint[]> {
  const rows = await db.selectFrom('audit_checkpoints').selectAll().orderBy('seq').execute()
  return rows.map(checkpointFromRow)
}

export async function eraseAudit(db: Kysely<Schema>, organizationId: string | null): Promise<number> {
  const result = await db
    .updateTable('audit_events')
    .set({ body: null })
    .where('organization_id', organizationId === null ? 'is' : '=', organizationId)
    .where('body', 'is not', null)
    .executeTakeFirst()
  return Number(result.numUpdatedRows)
}

function toRow(event: AuditEvent): Selectable<AuditEventTable> {
  const { timeMs, organizationId, ...same } = event
  return { ...same, time_ms: timeMs, organization_id: organizationId }
}

function fromRow({ time_ms, organization_id, ...same }: Selectable<AuditEventTable>): AuditEvent {
  return { ...same, seq: exact(same.seq), timeMs: exact(time_ms), organizationId: organization_id }
}

function checkpointFromRow(row: Selectable<AuditCheckpointTable>): AuditCheckpoint {
  const { seq, hash, time_ms, public_key, signature } = row
  return { seq: exact(seq), hash, timeMs: exact(time_ms), publicKey: public_key, signature }
}
