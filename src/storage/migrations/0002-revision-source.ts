import type { Migration } from 'kysely/migration'

/** A revision knows who put it in force, so that one of a file that is gone is not taken up again. */
export const revisionSource: Migration = {
  async up(db) {
    await db.schema
      .alterTable('config_revisions')
      .addColumn('source', 'text', (column) => column.notNull().defaultTo('file'))
      .execute()
  },
  async down(db) {
    await db.schema.alterTable('config_revisions').dropColumn('source').execute()
  },
}
