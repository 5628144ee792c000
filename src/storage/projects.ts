import type { Kysely, Selectable } from 'kysely'
import { GatewayError } from '../core/error.ts'
import type { Project } from '../core/identity.ts'
import { checkedLimit, decodeCursor, pageOf } from './cursor.ts'
import type { ProjectFilter } from './identity-store.ts'
import type { ProjectTable, Schema } from './schema.ts'
import type { Page, PageRequest } from './store.ts'

export async function listProjects(
  db: Kysely<Schema>,
  { organizationId }: ProjectFilter,
  page: PageRequest,
): Promise<Page<Project>> {
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

export async function getProject(db: Kysely<Schema>, id: string): Promise<Project | null> {
  const row = await live(db).where('id', '=', id).executeTakeFirst()
  return row === undefined ? null : fromRow(row)
}

export async function createProject(db: Kysely<Schema>, project: Project): Promise<void> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('projects')
    .values(toRow(project))
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  if (numInsertedOrUpdatedRows !== 1n) throw taken(project)
}

export async function updateProject(db: Kysely<Schema>, project: Project): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const other = await live(transaction)
      .where('organization_id', '=', project.organizationId)
      .where('name', '=', project.name)
      .where('id', '!=', project.id)
      .executeTakeFirst()
    if (other !== undefined) throw taken(project)
    const { numUpdatedRows } = await transaction
      .updateTable('projects')
      .set(toRow(project))
      .where('id', '=', project.id)
      .where('deleted_at_ms', 'is', null)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows !== 1n) throw missing(project.id)
  })
}

export async function deleteProject(db: Kysely<Schema>, id: string, nowMs: number): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const key = await transaction
      .selectFrom('keys')
      .select('id')
      .where('project_id', '=', id)
      .where('deleted_at_ms', 'is', null)
      .executeTakeFirst()
    if (key !== undefined)
      throw new GatewayError('conflict', `The project ${id} still has keys; delete them first.`)
    const { numUpdatedRows } = await transaction
      .updateTable('projects')
      .set({ deleted_at_ms: nowMs, updated_at_ms: nowMs })
      .where('id', '=', id)
      .where('deleted_at_ms', 'is', null)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows !== 1n) throw missing(id)
  })
}

function live(db: Kysely<Schema>) {
  return db.selectFrom('projects').selectAll().where('deleted_at_ms', 'is', null)
}

type Row = Selectable<ProjectTable>

function toRow({ id, organizationId, name, createdAtMs, updatedAtMs }: Project): Row {
  return {
    id,
    organization_id: organizationId,
    name,
    created_at_ms: createdAtMs,
    updated_at_ms: updatedAtMs,
    deleted_at_ms: null,
  }
}

function fromRow(row: Row): Project {
  return {
    id: row.id,
    organizationId: row.organization_id,
    name: row.name,
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
  }
}

function taken({ name }: Project): GatewayError {
  return new GatewayError('conflict', `The organization has a project with the name ${name}.`, {
    param: 'name',
  })
}

function missing(id: string): GatewayError {
  return new GatewayError('not_found', `There is no project ${id}.`)
}
