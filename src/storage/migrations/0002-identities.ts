import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

const TABLES = ['blocked_users', 'sign_ins', 'members', 'projects', 'organizations'] as const
const OWNERS = ['organization_id', 'project_id', 'member_id'] as const
/** Lists of exchanges are narrowed by these. Rows of the default ones are in neither index, and cost nothing. */
const FILTER_COLUMNS = ['organization_id', 'project_id'] as const

/** A migration sees no table types: those of the schema are of today, and a migration is of its own day. */
type AnyDatabase = Kysely<unknown>

export function identities(): Migration {
  return {
    async up(db: AnyDatabase) {
      await createOwners(db)
      await createMembers(db)
      await addOwners(db)
    },
    async down(db: AnyDatabase) {
      for (const column of FILTER_COLUMNS) await db.schema.dropIndex(`exchanges_${column}`).execute()
      for (const column of OWNERS) {
        await db.schema.alterTable('exchanges').dropColumn(column).execute()
        await db.schema.alterTable('keys').dropColumn(column).execute()
      }
      await db.schema.alterTable('keys').dropColumn('scopes').execute()
      for (const table of TABLES) await db.schema.dropTable(table).execute()
    },
  }
}

async function createOwners(db: AnyDatabase): Promise<void> {
  await db.schema
    .createTable('organizations')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('created_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('updated_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('deleted_at_ms', 'bigint')
    .execute()
  await db.schema
    .createTable('projects')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('organization_id', 'text', (column) => column.notNull().references('organizations.id'))
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('created_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('updated_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('deleted_at_ms', 'bigint')
    .execute()
  await uniqueWhileLive(db, 'organizations', ['name'])
  await uniqueWhileLive(db, 'projects', ['organization_id', 'name'])
  await sql`INSERT INTO organizations (id, name, created_at_ms, updated_at_ms)
    VALUES ('default', 'Default', 0, 0)`.execute(db)
  await sql`INSERT INTO projects (id, organization_id, name, created_at_ms, updated_at_ms)
    VALUES ('default', 'default', 'Default', 0, 0)`.execute(db)
}

async function createMembers(db: AnyDatabase): Promise<void> {
  await db.schema
    .createTable('members')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('organization_id', 'text', (column) => column.references('organizations.id'))
    .addColumn('email', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('active', 'integer', (column) => column.notNull())
    .addColumn('password', 'text')
    .addColumn('invitation_hash', 'text', (column) => column.unique())
    .addColumn('invitation_until_ms', 'bigint')
    .addColumn('issuer', 'text')
    .addColumn('subject', 'text')
    .addColumn('external_id', 'text')
    .addColumn('created_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('updated_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('deleted_at_ms', 'bigint')
    .execute()
  await uniqueWhileLive(db, 'members', ['email'])
  await uniqueWhileLive(db, 'members', ['issuer', 'subject'])
  await db.schema
    .createTable('sign_ins')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('hash', 'text', (column) => column.notNull().unique())
    .addColumn('member_id', 'text', (column) => column.references('members.id'))
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('user_agent', 'text', (column) => column.notNull())
    .addColumn('created_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('seen_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('expires_at_ms', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('sign_ins_time').on('sign_ins').columns(['created_at_ms', 'id']).execute()
  // Users are told apart within an organization, which is said here even where it is the default one.
  await db.schema
    .createTable('blocked_users')
    .addColumn('organization_id', 'text', (column) => column.notNull())
    .addColumn('end_user', 'text', (column) => column.notNull())
    .addColumn('blocked_at_ms', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('blocked_users_pk', ['organization_id', 'end_user'])
    .execute()
}

async function addOwners(db: AnyDatabase): Promise<void> {
  await db.schema.alterTable('keys').addColumn('scopes', 'text').execute()
  for (const column of OWNERS) {
    await db.schema.alterTable('keys').addColumn(column, 'text').execute()
    await db.schema.alterTable('exchanges').addColumn(column, 'text').execute()
  }
  for (const column of FILTER_COLUMNS) {
    await db.schema
      .createIndex(`exchanges_${column}`)
      .on('exchanges')
      .columns([column, 'time_ms'])
      .where(sql.ref(column), 'is not', null)
      .execute()
  }
}

/** What is deleted stays, and gives its name back. */
async function uniqueWhileLive(db: AnyDatabase, table: string, columns: readonly string[]): Promise<void> {
  await db.schema
    .createIndex(`${table}_${columns.join('_')}`)
    .unique()
    .on(table)
    .columns([...columns])
    .where(sql.ref('deleted_at_ms'), 'is', null)
    .execute()
}
