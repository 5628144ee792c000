import type { Kysely, Selectable } from 'kysely'
import { GatewayError } from '../core/error.ts'
import type { Member } from '../core/identity.ts'
import { checkedLimit, decodeCursor, pageOf } from './cursor.ts'
import type { MemberFilter, MemberHandle } from './identity-store.ts'
import type { MemberTable, Schema } from './schema.ts'
import type { Page, PageRequest } from './store.ts'

export async function listMembers(
  db: Kysely<Schema>,
  { organizationId }: MemberFilter,
  page: PageRequest,
): Promise<Page<Member>> {
  const limit = checkedLimit(page)
  let query = live(db).orderBy('created_at_ms', 'desc').orderBy('id', 'desc')
  if (organizationId !== undefined) query = query.where('organization_id', '=', organizationId)
  if (page.cursor !== null) {
    const { timeMs, id } = decodeCursor(page.cursor)
    query = query.where((eb) => eb(eb.refTuple('created_at_ms', 'id'), '<', eb.tuple(timeMs, id)))
  }
  const rows = await query.limit(limit + 1).execute()
  return pageOf(rows, limit, fromRow, (row) => ({ timeMs: row.created_at_ms, id: row.id }))
}

export async function findMember(db: Kysely<Schema>, handle: MemberHandle): Promise<Member | null> {
  const row = await byHandle(db, handle).executeTakeFirst()
  return row === undefined ? null : fromRow(row)
}

export async function createMember(db: Kysely<Schema>, member: Member): Promise<void> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('members')
    .values(toRow(member))
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  if (numInsertedOrUpdatedRows !== 1n) throw taken(member)
}

export async function updateMember(db: Kysely<Schema>, member: Member): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const other = await live(transaction)
      .where('email', '=', member.email)
      .where('id', '!=', member.id)
      .executeTakeFirst()
    if (other !== undefined) throw taken(member)
    const { numUpdatedRows } = await transaction
      .updateTable('members')
      .set(toRow(member))
      .where('id', '=', member.id)
      .where('deleted_at_ms', 'is', null)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows !== 1n) throw missing(member.id)
    if (!member.active) await shutOut(transaction, member.id, member.updatedAtMs)
  })
}

export async function deleteMember(db: Kysely<Schema>, id: string, nowMs: number): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable('members')
      .set({ deleted_at_ms: nowMs, updated_at_ms: nowMs, password: null, invitation_hash: null })
      .where('id', '=', id)
      .where('deleted_at_ms', 'is', null)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows !== 1n) throw missing(id)
    await shutOut(transaction, id, nowMs)
  })
}

/** Whoever has left is signed out everywhere, and what was handed to him opens nothing any more. */
async function shutOut(db: Kysely<Schema>, id: string, nowMs: number): Promise<void> {
  await db.deleteFrom('sign_ins').where('member_id', '=', id).execute()
  await db
    .updateTable('keys')
    .set({ blocked: 1, updated_at_ms: nowMs })
    .where('member_id', '=', id)
    .where('blocked', '=', 0)
    .execute()
}

function live(db: Kysely<Schema>) {
  return db.selectFrom('members').selectAll().where('deleted_at_ms', 'is', null)
}

function byHandle(db: Kysely<Schema>, handle: MemberHandle) {
  switch (handle.by) {
    case 'id':
      return live(db).where('id', '=', handle.id)
    case 'email':
      return live(db).where('email', '=', handle.email)
    case 'invitation':
      return live(db).where('invitation_hash', '=', handle.hash)
    case 'identity':
      return live(db).where('issuer', '=', handle.issuer).where('subject', '=', handle.subject)
  }
}

type Row = Selectable<MemberTable>

function toRow(member: Member): Row {
  return {
    id: member.id,
    organization_id: member.organizationId,
    email: member.email,
    name: member.name,
    role: member.role,
    active: member.active ? 1 : 0,
    password: member.password,
    invitation_hash: member.invitation?.hash ?? null,
    invitation_until_ms: member.invitation?.untilMs ?? null,
    issuer: member.identity?.issuer ?? null,
    subject: member.identity?.subject ?? null,
    external_id: member.externalId,
    created_at_ms: member.createdAtMs,
    updated_at_ms: member.updatedAtMs,
    deleted_at_ms: null,
  }
}

function fromRow(row: Row): Member {
  const { invitation_hash: hash, invitation_until_ms: untilMs, issuer, subject } = row
  return {
    id: row.id,
    organizationId: row.organization_id,
    email: row.email,
    name: row.name,
    role: row.role,
    active: row.active === 1,
    password: row.password,
    invitation: hash === null || untilMs === null ? null : { hash, untilMs },
    identity: issuer === null || subject === null ? null : { issuer, subject },
    externalId: row.external_id,
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
  }
}

function taken({ email }: Member): GatewayError {
  return new GatewayError('conflict', `A member with the address ${email} exists.`, { param: 'email' })
}

function missing(id: string): GatewayError {
  return new GatewayError('not_found', `There is no member ${id}.`)
}
