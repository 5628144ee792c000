import type { LiveConfig } from '../config/live.ts'
import type { StoreChange } from '../storage/changes.ts'
import type { Store } from '../storage/store.ts'
import type { Gateway } from './gateway.ts'

export interface Followers {
  readonly store: Pick<Store, 'getKey' | 'identity'>
  readonly gateway: Pick<Gateway, 'keys' | 'blockedUsers' | 'log'>
  readonly live: LiveConfig | null
}

/** Brings what is kept in memory to what another process has put into the store. Never rejects. */
export async function followChange(change: StoreChange, followers: Followers): Promise<void> {
  const { keys } = followers.gateway
  switch (change.kind) {
    case 'key':
      return await followKey(change.id, followers)
    case 'member':
      return keys.forgetAll() // A key is no better than whoever it belongs to.
    case 'blocked-user':
      return await followBlockedUsers(followers)
    case 'config':
      return await followers.live?.follow()
    case 'all':
      keys.forgetAll()
      await followBlockedUsers(followers)
      await followers.live?.follow()
  }
}

async function followKey(id: string, { store, gateway: { keys } }: Followers): Promise<void> {
  try {
    const key = await store.getKey(id)
    if (key === null) keys.deleted(id)
    else keys.found(key)
  } catch {
    keys.forgetAll() // What it is now cannot be known, so that it is asked for when it is used.
  }
}

async function followBlockedUsers({ store, gateway: { blockedUsers, log } }: Followers): Promise<void> {
  try {
    blockedUsers.replace(await store.identity('listBlockedUsers'))
  } catch (error) {
    log.warn('Which users are blocked by now could not be looked up.', { error })
  }
}
