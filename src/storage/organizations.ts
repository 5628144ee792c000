import type { Kysely, Selectable } from 'kysely'
import { GatewayError } from '../core/error.ts'
import type { Organization } from '../core/identity.ts'
import { checkedLimit, decodeCursor, pageOf } from './cursor.ts'
import type { OrganizationTable, Schema } from './schema.ts'
import type { Page, PageRequest } from './store.ts'

export async function listOrganizations(db: Kysely<Schema>, page: PageRequest): Promise<Page<Organization>> {
  const limit = checkedLimit(page)
  let query = live(db).orderBy('created_at_ms', 'desc').orderBy('id', 'desc')
  if (page.cursor !== null) {
    const { timeMs, id } = decodeCursor(page.cursor)
    query = query.where((eb) => eb(eb.refTuple('created_at_ms', 'id'), '<', eb.tuple(timeMs, id)))
  }
  const rows = await query.limit(limit + 1).execute()
  return pageOf(rows, limit, fromRow, (row) => ({ timeMs: row.created_at_ms, id: row.id }))
}

export async function getOrganization(db: Kysely<Schema>, id: string): Promise<Organization | null> {
  const row = await live(db).where('id', '=', id).executeTakeFirst()
  return row === undefined ? null : fromRow(row)
}

export async function createOrganization(db: Kysely<Schema>, organization: Organization): Promise<void> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('organizations')
    .values(toRow(organization))
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  if (numInsertedOrUpdatedRows !== 1n) throw taken(organization)
}

export async function updateOrganization(db: Kysely<Schema>, organization: Organization): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const other = await live(transaction)
      .where('name', '=', organization.name)
      .where('id', '!=', organization.id)
      .executeTakeFirst()
    if (other !== undefined) throw taken(organization)
    const { numUpdatedRows } = await transaction
      .updateTable('organizations')
      .set(toRow(organization))
      .where('id', '=', organization.id)
      .where('deleted_at_ms', 'is', null)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows !== 1n) throw missing(organization.id)
  })
}

export async function deleteOrganization(db: Kysely<Schema>, id: string, nowMs: number): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    for (const table of ['projects', 'keys', 'members'] as const) {
      const user = await transaction
        .selectFrom(table)
        .select('id')
        .where('organization_id', '=', id)
        .where('deleted_at_ms', 'is', null)
        .executeTakeFirst()
      if (user !== undefined)
        throw new GatewayError('conflict', `The organization ${id} still has ${table}; delete them first.`)
    }
    const { numUpdatedRows } = await transaction
      .updateTable('organizations')
      .set({ deleted_at_ms: nowMs, updated_at_ms: nowMs })
      .where('id', '=', id)
      .where('deleted_at_ms', 'is', null)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows !== 1n) throw missing(id)
  })
}

function live(db: Kysely<Schema>) {
  return db.selectFrom('organizations').selectAll().where('deleted_at_ms', 'is', null)
}

type Row = Selectable<OrganizationTable>

function toRow({ id, name, createdAtMs, updatedAtMs }: Organization): Row {
  return { id, name, created_at_ms: createdAtMs, updated_at_ms: updatedAtMs, deleted_at_ms: null }
}

function fromRow(row: Row): Organization {
  return { id: row.id, name: row.name, createdAtMs: row.created_at_ms, updatedAtMs: row.updated_at_ms }
}

function taken({ name }: Organization): GatewayError {
  return new GatewayError('conflict', `An organization with the name ${name} exists.`, { param: 'name' })
}

function missing(id: string): GatewayError {
  return new GatewayError('not_found', `There is no organization ${id}.`)
}
