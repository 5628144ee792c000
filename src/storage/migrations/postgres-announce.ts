import { type Kysely, sql } from 'kysely'

type AnyDatabase = Kysely<unknown>

/** Tables of which other processes keep a copy in memory: by kind of change, and the column that names the row. */
const ANNOUNCED = [
  { table: 'keys', kind: 'key', id: 'id' },
  { table: 'members', kind: 'member', id: 'id' },
  { table: 'blocked_users', kind: 'blocked-user', id: 'end_user' },
  { table: 'config_revisions', kind: 'config', id: 'revision' },
] as const

/** By triggers, so that a change which somebody makes by hand reaches the gateways too. */
export async function announceChanges(db: AnyDatabase): Promise<void> {
  await sql`
    CREATE FUNCTION portolan_announce() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM pg_notify('portolan_changes', json_build_object(
        'kind', TG_ARGV[0], 'id', to_jsonb(coalesce(NEW, OLD)) ->> TG_ARGV[1])::text);
      RETURN NULL;
    END $$`.execute(db)
  for (const { table, kind, id } of ANNOUNCED) {
    await sql`
      CREATE TRIGGER portolan_announce AFTER INSERT OR UPDATE OR DELETE ON ${sql.table(table)}
      FOR EACH ROW EXECUTE FUNCTION portolan_announce(${sql.lit(kind)}, ${sql.lit(id)})`.execute(db)
  }
}

export async function keepSilent(db: AnyDatabase): Promise<void> {
  for (const { table } of ANNOUNCED)
    await sql`DROP TRIGGER portolan_announce ON ${sql.table(table)}`.execute(db)
  await sql`DROP FUNCTION portolan_announce()`.execute(db)
}
