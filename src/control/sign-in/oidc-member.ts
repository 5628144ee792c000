import type { OidcConfig } from '../../config/auth-config.ts'
import { GatewayError } from '../../core/error.ts'
import { type Member, MEMBER_ROLES, type MemberRole } from '../../core/identity.ts'
import type { AdminParts } from '../admin-parts.ts'
import type { MemberChanges } from '../members/change-member.ts'

/** As much of an id token as is read. */
export interface Claims {
  readonly iss: string
  readonly sub: string
  readonly [claim: string]: unknown
}

/**
 * The member whom an issuer has signed in: found by its name for him, or else by his verified address, or made. An
 * address links nobody who is not of the issuer's own organization, or any issuer could become any member.
 */
export async function memberOf(
  claims: Claims,
  config: OidcConfig,
  parts: AdminParts,
  changes: MemberChanges,
): Promise<Member> {
  const { store } = parts
  const identity = { issuer: claims.iss, subject: claims.sub }
  const email = verifiedEmail(claims, config)
  const role = roleOf(claims, config)
  const known = await store.identity('findMember', { by: 'identity', ...identity })
  if (known !== null) return active(await withRole(known, role, changes))
  const { organization: organizationId } = config
  const other = await store.identity('findMember', { by: 'email', email })
  if (other === null) {
    const name = typeof claims.name === 'string' && claims.name !== '' ? claims.name.slice(0, 200) : email
    return changes.create({ email, name, role: role ?? 'member', organizationId, identity })
  }
  if (other.identity !== null || other.organizationId !== organizationId)
    throw denied('A member with this address exists, and is not of this provider.')
  const linked = await changes.change(other.id, () => ({ identity }))
  return active(await withRole(linked, role, changes))
}

function verifiedEmail({ email, email_verified }: Claims, { allowedDomains, name }: OidcConfig): string {
  if (typeof email !== 'string' || !/^[^\s@]+@[^\s@]+$/.test(email) || email_verified !== true)
    throw denied(`${name} says no address that it has verified.`)
  const address = email.toLowerCase()
  const domain = address.slice(address.indexOf('@') + 1)
  if (allowedDomains !== null && !allowedDomains.includes(domain))
    throw denied(`Addresses of ${domain.slice(0, 100)} may not sign in here.`)
  return address
}

/** Null: the issuer does not say. */
function roleOf(claims: Claims, { roleClaim }: OidcConfig): MemberRole | null {
  if (roleClaim === null) return null
  const role = MEMBER_ROLES.find((each) => each === claims[roleClaim])
  if (role === undefined) throw denied(`The claim ${roleClaim} is no role.`)
  return role
}

async function withRole(member: Member, role: MemberRole | null, changes: MemberChanges): Promise<Member> {
  return role === null || role === member.role ? member : changes.change(member.id, () => ({ role }))
}

function active(member: Member): Member {
  if (member.active) return member
  throw denied('This member may not sign in any more.')
}

function denied(message: string): GatewayError {
  return new GatewayError('permission_denied', message)
}
