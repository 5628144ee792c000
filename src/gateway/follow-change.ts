import type { LiveConfig } from '../config/live.ts'
import type { StoreChange } from '../storage/changes.ts'
import type { KeyStore } from '../storage/store.ts'
import type { KeyRing } from './key-ring.ts'

export interface Followers {
  readonly store: Pick<KeyStore, 'getKey'>
  readonly keys: KeyRing
  readonly live: LiveConfig | null
}

/** Brings what is kept in memory to what another process has put into the store. Never rejects. */
export async function followChange(change: StoreChange, { store, keys, live }: Followers): Promise<void> {
  if (change.kind === 'key') {
    try {
      const key = await store.getKey(change.id)
      if (key === null) keys.deleted(change.id)
      else keys.found(key)
    } catch {
      keys.forgetAll() // What it is now cannot be known, so that it is asked for when it is used.
    }
    return
  }
  if (change.kind === 'all') keys.forgetAll()
  await live?.follow()
}
