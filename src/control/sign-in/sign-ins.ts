import { randomBytes } from 'node:crypto'
import type { Member, SignIn } from '../../core/identity.ts'
import { hashSecret } from '../../gateway/key-ring.ts'
import type { AdminParts } from '../admin-parts.ts'

/** After so long without a request a browser is signed out, and after so long in any case. */
export const IDLE_MS = 12 * 3_600_000
export const SIGN_IN_MS = 7 * 24 * 3_600_000
const TOUCH_MS = 60_000
const SECRET_BYTES = 32
const USER_AGENT_CHARS_MAX = 200

export interface SignedIn {
  readonly secret: string
  readonly signIn: SignIn
  /** Null: the master key. */
  readonly member: Member | null
}

/** Signs a browser in; nothing is checked here any more. */
export async function signIn(
  member: Member | null,
  from: { readonly address: string; readonly userAgent: string | undefined },
  { store, gateway }: AdminParts,
): Promise<SignedIn> {
  const secret = randomBytes(SECRET_BYTES).toString('base64url')
  const nowMs = gateway.clock.now()
  const begun: SignIn = {
    id: gateway.ids.next('sgn'),
    hash: hashSecret(secret),
    memberId: member?.id ?? null,
    address: from.address,
    userAgent: (from.userAgent ?? '').slice(0, USER_AGENT_CHARS_MAX),
    createdAtMs: nowMs,
    seenAtMs: nowMs,
    expiresAtMs: nowMs + SIGN_IN_MS,
  }
  await store.identity('createSignIn', begun)
  return { secret, signIn: begun, member }
}

/** Who is signed in with this secret, seen now. Null: nobody, or no more. */
export async function findSignedIn(secret: string, { store, gateway }: AdminParts): Promise<SignedIn | null> {
  const found = await store.identity('findSignIn', hashSecret(secret))
  const nowMs = gateway.clock.now()
  if (found === null || endOf(found) <= nowMs) return null
  const member =
    found.memberId === null ? null : await store.identity('findMember', { by: 'id', id: found.memberId })
  if (found.memberId !== null && member?.active !== true) return null
  if (nowMs - found.seenAtMs < TOUCH_MS) return { secret, signIn: found, member }
  await store.identity('touchSignIn', found.id, nowMs)
  return { secret, signIn: { ...found, seenAtMs: nowMs }, member }
}

/** When it is over, if nothing more is heard. Epoch milliseconds. */
export function endOf({ seenAtMs, expiresAtMs }: SignIn): number {
  return Math.min(expiresAtMs, seenAtMs + IDLE_MS)
}
