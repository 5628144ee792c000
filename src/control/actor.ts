import type { FastifyRequest } from 'fastify'
import { GatewayError } from '../core/error.ts'
import type { MemberRole } from '../core/identity.ts'
import { secretOf } from '../gateway/authenticate.ts'
import { clientAddress } from '../gateway/client-address.ts'
import { checkScopes } from '../gateway/key-scopes.ts'
import type { KeyHolder } from '../gateway/key-ring.ts'
import type { AdminParts } from './admin-parts.ts'
import { sessionSecret } from './sign-in/cookie.ts'
import { checkCsrf } from './sign-in/csrf.ts'
import { findSignedIn, type SignedIn } from './sign-in/sign-ins.ts'

/** Who asks something of the admin API. */
export interface Actor {
  readonly kind: 'master' | 'key' | 'member'
  /** Of the key or the member; `master`. */
  readonly id: string
  readonly role: MemberRole
  /** What he is held to. Null: the whole gateway. */
  readonly organizationId: string | null
  /** Null: the whole organization. */
  readonly projectId: string | null
  /** Null: without a browser. */
  readonly signedIn: SignedIn | null
}

/**
 * A key in a header goes before the cookie of a browser. Rejects as `KeyRing.find` does, with `key_missing`, and with
 * `permission_denied` for keys that only call models and for changes that may come from a foreign page.
 */
export async function actorOf(request: FastifyRequest, parts: AdminParts): Promise<Actor> {
  const { headers, method } = request
  const secret = secretOf(headers)
  if (secret !== null) return holderActor(await parts.gateway.keys.find(secret), request, parts)
  const cookie = sessionSecret(headers)
  if (cookie === null) throw missing()
  const signedIn = await findSignedIn(cookie, parts)
  if (signedIn === null)
    throw new GatewayError('key_invalid', 'This session is over, or never was. Sign in again.')
  if (method !== 'GET' && method !== 'HEAD') checkCsrf(cookie, headers)
  return memberActor(signedIn)
}

export function addressOf({ socket, headers }: FastifyRequest, { gateway }: AdminParts): string {
  const { trustedProxies } = gateway.snapshot().config.server
  return clientAddress(socket.remoteAddress, headers['x-forwarded-for'], trustedProxies)
}

function holderActor({ keyId, key }: KeyHolder, request: FastifyRequest, parts: AdminParts): Actor {
  if (key === null) return { ...MASTER_ACTOR, signedIn: null }
  if (key.role === 'inference')
    throw new GatewayError('permission_denied', 'This API key calls models; it may not use the admin API.')
  checkScopes(key, { address: addressOf(request, parts) })
  const { role, organizationId, projectId } = key
  return { kind: 'key', id: keyId, role, organizationId, projectId, signedIn: null }
}

function memberActor(signedIn: SignedIn): Actor {
  const { member } = signedIn
  if (member === null) return { ...MASTER_ACTOR, signedIn }
  const { id, role, organizationId } = member
  return { kind: 'member', id, role, organizationId, projectId: null, signedIn }
}

/** The master key may do what an owner may. */
const MASTER_ACTOR = {
  kind: 'master',
  id: 'master',
  role: 'owner',
  organizationId: null,
  projectId: null,
} as const satisfies Partial<Actor>

function missing(): GatewayError {
  return new GatewayError(
    'key_missing',
    'Nobody is signed in, and no API key was sent. Send one as `Authorization: Bearer …` or `x-api-key`.',
  )
}
