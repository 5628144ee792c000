import type { z } from 'zod'
import { Turns } from '../../config/turns.ts'
import { GatewayError } from '../../core/error.ts'
import type { KeyRecord } from '../../core/key.ts'
import type { Actor } from '../actor.ts'
import type { AdminParts } from '../admin-parts.ts'
import { isWithin } from '../scope.ts'
import type { keyFields } from './key-fields.ts'
import { checkMayMake } from './key-reach.ts'

type Fields = z.output<z.ZodObject<typeof keyFields>> & { readonly name?: string }

/**
 * Changes of keys, one after the other, so that none undoes another. Each holds from the next request on: the ring
 * that knows keys by heart forgets this one.
 */
export class KeyChanges {
  readonly #parts: AdminParts
  readonly #turns = new Turns()

  constructor(parts: AdminParts) {
    this.#parts = parts
  }

  /** Rejects with `not_found`, and with `permission_denied` where the actor may not change it, or not to this. */
  change(
    id: string,
    actor: Actor,
    change: (key: KeyRecord) => Partial<KeyRecord> | Promise<Partial<KeyRecord>>,
  ): Promise<KeyRecord> {
    const { store, gateway } = this.#parts
    return this.#turns.take(async () => {
      const key = await findKey(id, actor, this.#parts)
      checkMayMake(key, actor)
      const changed = { ...key, ...(await change(key)), updatedAtMs: gateway.clock.now() }
      checkMayMake(changed, actor)
      await store.updateKey(changed)
      gateway.keys.changed(changed)
      return changed
    })
  }

  /** The same. */
  delete(id: string, actor: Actor): Promise<void> {
    const { store, gateway } = this.#parts
    return this.#turns.take(async () => {
      checkMayMake(await findKey(id, actor, this.#parts), actor)
      await store.deleteKey(id, gateway.clock.now())
      gateway.keys.deleted(id)
    })
  }
}

/** Rejects with `not_found`, also for a key that the actor may not see. */
export async function findKey(id: string, actor: Actor, { store }: AdminParts): Promise<KeyRecord> {
  const key = await store.getKey(id)
  if (key !== null && isWithin(actor, key)) return key
  throw new GatewayError('not_found', `There is no key ${id.slice(0, 100)}.`)
}

/** The fields that were said, under the record's own names. */
export function recordFields(said: Fields): Partial<KeyRecord> {
  const { name, models, limits, budgets, expires_at, role, tags, metadata } = said
  return {
    ...(name === undefined ? {} : { name }),
    ...(models === undefined ? {} : { models }),
    ...(limits === undefined ? {} : { limits }),
    ...(budgets === undefined ? {} : { budgets }),
    ...(expires_at === undefined ? {} : { expiresAtMs: expires_at }),
    ...(role === undefined ? {} : { role }),
    ...(tags === undefined ? {} : { tags }),
    ...(metadata === undefined ? {} : { metadata }),
  }
}
