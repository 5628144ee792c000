import type { Kysely } from 'kysely'
import type { BlockedUser } from './identity-store.ts'
import type { Schema } from './schema.ts'

/** All of them. */
export async function listBlockedUsers(db: Kysely<Schema>): Promise<readonly BlockedUser[]> {
  const rows = await db.selectFrom('blocked_users').select(['organization_id', 'end_user']).execute()
  return rows.map((row) => ({ organizationId: row.organization_id, user: row.end_user }))
}

/** One who is blocked already stays so. */
export async function blockUser(
  db: Kysely<Schema>,
  { organizationId, user }: BlockedUser,
  nowMs: number,
): Promise<void> {
  await db
    .insertInto('blocked_users')
    .values({ organization_id: organizationId, end_user: user, blocked_at_ms: nowMs })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export async function unblockUser(db: Kysely<Schema>, { organizationId, user }: BlockedUser): Promise<void> {
  await db
    .deleteFrom('blocked_users')
    .where('organization_id', '=', organizationId)
    .where('end_user', '=', user)
    .execute()
}
