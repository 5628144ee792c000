import type { Kysely, Selectable } from 'kysely'
import type { SignIn } from '../core/identity.ts'
import { checkedLimit, decodeCursor, pageOf } from './cursor.ts'
import type { SignInFilter } from './identity-store.ts'
import type { Schema, SignInTable } from './schema.ts'
import type { Page, PageRequest } from './store.ts'

export async function listSignIns(
  db: Kysely<Schema>,
  { memberId, organizationId, nowMs }: SignInFilter,
  page: PageRequest,
): Promise<Page<SignIn>> {
  const limit = checkedLimit(page)
  let query = db
    .selectFrom('sign_ins')
    .leftJoin('members', 'members.id', 'sign_ins.member_id')
    .selectAll('sign_ins')
    .where('sign_ins.expires_at_ms', '>', nowMs)
    .orderBy('sign_ins.created_at_ms', 'desc')
    .orderBy('sign_ins.id', 'desc')
  if (memberId !== undefined) query = query.where('sign_ins.member_id', '=', memberId)
  if (organizationId !== undefined) query = query.where('members.organization_id', '=', organizationId)
  if (page.cursor !== null) {
    const { timeMs, id } = decodeCursor(page.cursor)
    query = query.where((eb) =>
      eb(eb.refTuple('sign_ins.created_at_ms', 'sign_ins.id'), '<', eb.tuple(timeMs, id)),
    )
  }
  const rows = await query.limit(limit + 1).execute()
  return pageOf(rows, limit, fromRow, (row) => ({ timeMs: row.created_at_ms, id: row.id }))
}

export async function findSignIn(db: Kysely<Schema>, hash: string): Promise<SignIn | null> {
  const row = await db.selectFrom('sign_ins').selectAll().where('hash', '=', hash).executeTakeFirst()
  return row === undefined ? null : fromRow(row)
}

/** Those that are over go when another comes, so that there are never more than are in use. */
export async function createSignIn(db: Kysely<Schema>, signIn: SignIn): Promise<void> {
  await db.deleteFrom('sign_ins').where('expires_at_ms', '<=', signIn.createdAtMs).execute()
  await db.insertInto('sign_ins').values(toRow(signIn)).execute()
}

export async function touchSignIn(db: Kysely<Schema>, id: string, nowMs: number): Promise<void> {
  await db.updateTable('sign_ins').set({ seen_at_ms: nowMs }).where('id', '=', id).execute()
}

export async function deleteSignIn(
  db: Kysely<Schema>,
  id: string,
  organizationId: string | null,
): Promise<boolean> {
  let query = db.deleteFrom('sign_ins').where('id', '=', id)
  if (organizationId !== null)
    query = query.where('member_id', 'in', (eb) =>
      eb.selectFrom('members').select('id').where('organization_id', '=', organizationId),
    )
  const { numDeletedRows } = await query.executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

export async function deleteSignInsOf(
  db: Kysely<Schema>,
  memberId: string,
  exceptId: string | null,
): Promise<void> {
  await db
    .deleteFrom('sign_ins')
    .where('member_id', '=', memberId)
    .where('id', '!=', exceptId ?? '')
    .execute()
}

type Row = Selectable<SignInTable>

function toRow(signIn: SignIn): Row {
  return {
    id: signIn.id,
    hash: signIn.hash,
    member_id: signIn.memberId,
    address: signIn.address,
    user_agent: signIn.userAgent,
    created_at_ms: signIn.createdAtMs,
    seen_at_ms: signIn.seenAtMs,
    expires_at_ms: signIn.expiresAtMs,
  }
}

function fromRow(row: Row): SignIn {
  return {
    id: row.id,
    hash: row.hash,
    memberId: row.member_id,
    address: row.address,
    userAgent: row.user_agent,
    createdAtMs: row.created_at_ms,
    seenAtMs: row.seen_at_ms,
    expiresAtMs: row.expires_at_ms,
  }
}
