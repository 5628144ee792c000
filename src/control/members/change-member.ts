import { randomBytes } from 'node:crypto'
import { Turns } from '../../config/turns.ts'
import { GatewayError } from '../../core/error.ts'
import type { Member, MemberRole } from '../../core/identity.ts'
import { hashSecret } from '../../gateway/key-ring.ts'
import type { AdminParts } from '../admin-parts.ts'

export const INVITATION_MS = 7 * 24 * 3_600_000
const TOKEN_BYTES = 32

/** Changes of members, one after the other, so that none undoes another. Each holds from the next request on. */
export class MemberChanges {
  readonly #parts: AdminParts
  readonly #turns = new Turns()

  constructor(parts: AdminParts) {
    this.#parts = parts
  }

  /** Rejects with `conflict` where the address is taken. */
  async create(fields: NewMember): Promise<Member> {
    const { store, gateway } = this.#parts
    const member = newMember(gateway.ids.next('mem'), fields, gateway.clock.now())
    await store.identity('createMember', member)
    return member
  }

  /** Rejects with `not_found`. */
  change(id: string, change: (member: Member) => Partial<Member>): Promise<Member> {
    const { store, gateway } = this.#parts
    return this.#turns.take(async () => {
      const member = await findMember(id, this.#parts)
      const changed = { ...member, ...change(member), updatedAtMs: gateway.clock.now() }
      await store.identity('updateMember', changed)
      if (!changed.active) gateway.keys.forgetAll()
      return changed
    })
  }

  /** Rejects with `not_found`. */
  delete(id: string): Promise<void> {
    const { store, gateway } = this.#parts
    return this.#turns.take(async () => {
      await store.identity('deleteMember', id, gateway.clock.now())
      gateway.keys.forgetAll()
    })
  }
}

export interface NewMember {
  readonly email: string
  readonly name: string
  readonly role: MemberRole
  readonly organizationId: string | null
  readonly invitation?: Member['invitation']
  readonly identity?: Member['identity']
  readonly externalId?: string | null
  readonly active?: boolean
}

/** A token that sets a password once, and what is kept of it. */
export function newInvitation(nowMs: number) {
  const token = randomBytes(TOKEN_BYTES).toString('base64url')
  return { token, invitation: { hash: hashSecret(token), untilMs: nowMs + INVITATION_MS } }
}

export async function findMember(id: string, { store }: AdminParts): Promise<Member> {
  const member = await store.identity('findMember', { by: 'id', id })
  if (member !== null) return member
  throw new GatewayError('not_found', `There is no member ${id.slice(0, 100)}.`)
}

function newMember(id: string, fields: NewMember, nowMs: number): Member {
  return {
    id,
    active: true,
    password: null,
    invitation: null,
    identity: null,
    externalId: null,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    ...fields,
    email: fields.email.toLowerCase(),
  }
}
