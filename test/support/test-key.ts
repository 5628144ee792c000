import { randomBytes } from 'node:crypto'
import { type KeyRecord, newKey } from '../../src/core/key.ts'
import { hashSecret } from '../../src/gateway/key-ring.ts'
import type { KeyStore } from '../../src/storage/store.ts'

/** What a test wants of a caller's key; without any of it the key may do everything. */
export type KeyFields = Partial<
  Pick<
    KeyRecord,
    'limits' | 'budgets' | 'models' | 'scopes' | 'role' | 'blocked' | 'expiresAtMs' | 'previous'
  >
>

export interface TestKey {
  readonly id: string
  /** What the caller sends. */
  readonly secret: string
  readonly record: KeyRecord
}

/** Makes a key straight in the store. */
export async function createKey(store: KeyStore, fields: KeyFields = {}): Promise<TestKey> {
  const id = `key_${randomBytes(8).toString('hex')}`
  const secret = `sk-ptl-${randomBytes(24).toString('base64url')}`
  const now = Date.now()
  const record: KeyRecord = {
    ...newKey(id, 'test', now),
    hash: hashSecret(secret),
    hint: secret.slice(-4),
    ...fields,
  }
  await store.createKey(record)
  return { id, secret, record }
}
