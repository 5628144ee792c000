import { z } from 'zod'
import { type Member, MEMBER_ROLES } from '../../core/identity.ts'
import { isoTime, isoTimeOrNull, time } from '../fields.ts'

export const memberRole = z
  .enum(MEMBER_ROLES)
  .describe('What each may do: see the page on identities. Billing sees sums and no exchanges.')

const summary = z.object({
  id: z.string(),
  organization_id: z.string().nullable().describe('Null: of the whole gateway.'),
  email: z.string(),
  name: z.string(),
  role: memberRole,
  active: z.boolean(),
  signs_in_by: z.array(z.enum(['password', 'oidc'])),
  invited_until: time.nullable().describe('Null: there is no invitation that is open.'),
  external_id: z.string().nullable(),
  created_at: time,
  updated_at: time,
})

export const memberSchema = summary.meta({ id: 'Member' })

/** With the token, which only the answer that made it holds. */
export const invitedMemberSchema = summary.extend({ invitation: z.string() }).meta({ id: 'InvitedMember' })

export function memberView(member: Member, nowMs: number): z.output<typeof memberSchema> {
  const { invitation } = member
  const isOpen = invitation !== null && invitation.untilMs > nowMs
  return {
    id: member.id,
    organization_id: member.organizationId,
    email: member.email,
    name: member.name,
    role: member.role,
    active: member.active,
    signs_in_by: [
      ...(member.password === null ? [] : ['password' as const]),
      ...(member.identity === null ? [] : ['oidc' as const]),
    ],
    invited_until: isoTimeOrNull(isOpen ? invitation.untilMs : null),
    external_id: member.externalId,
    created_at: isoTime(member.createdAtMs),
    updated_at: isoTime(member.updatedAtMs),
  }
}
