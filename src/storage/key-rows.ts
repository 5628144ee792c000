import type { Selectable } from 'kysely'
import type { KeyRecord } from '../core/key.ts'
import type { KeyTable } from './schema.ts'

type KeyRow = Selectable<KeyTable>

export function keyToRow(key: KeyRecord): KeyRow {
  return {
    id: key.id,
    hash: key.hash,
    hint: key.hint,
    name: key.name,
    role: key.role,
    models: key.models === null ? null : JSON.stringify(key.models),
    limits: JSON.stringify(key.limits),
    budgets: JSON.stringify(key.budgets),
    expires_at_ms: key.expiresAtMs,
    blocked: key.blocked ? 1 : 0,
    tags: JSON.stringify(key.tags),
    metadata: key.metadata === null ? null : JSON.stringify(key.metadata),
    created_at_ms: key.createdAtMs,
    updated_at_ms: key.updatedAtMs,
    previous_hash: key.previous?.hash ?? null,
    previous_until_ms: key.previous?.untilMs ?? null,
    deleted_at_ms: null,
    organization_id: key.organizationId,
    project_id: key.projectId,
    member_id: key.memberId,
    scopes: key.scopes === null ? null : JSON.stringify(key.scopes),
  }
}

export function keyFromRow(row: KeyRow): KeyRecord {
  return {
    id: row.id,
    hash: row.hash,
    hint: row.hint,
    name: row.name,
    role: row.role,
    organizationId: row.organization_id,
    projectId: row.project_id,
    memberId: row.member_id,
    models: row.models === null ? null : JSON.parse(row.models),
    scopes: row.scopes === null ? null : JSON.parse(row.scopes),
    limits: JSON.parse(row.limits),
    budgets: JSON.parse(row.budgets),
    expiresAtMs: row.expires_at_ms,
    blocked: row.blocked === 1,
    tags: JSON.parse(row.tags),
    metadata: row.metadata === null ? null : JSON.parse(row.metadata),
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
    previous:
      row.previous_hash === null || row.previous_until_ms === null
        ? null
        : { hash: row.previous_hash, untilMs: row.previous_until_ms },
  }
}
