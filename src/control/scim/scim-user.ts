import { z } from 'zod'
import { GatewayError, wrongField } from '../../core/error.ts'
import type { Member } from '../../core/identity.ts'
import type { NewMember } from '../members/change-member.ts'
import { memberEmail } from '../members/members.ts'

export const USER_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:User'

/** Some directories write booleans as text. */
const flag = z.union([z.boolean(), z.stringbool({ truthy: ['true'], falsy: ['false'] })])
const text = z.string().max(254)

/** As much of a user as is kept; the rest of what a directory sends is its own. https://www.rfc-editor.org/rfc/rfc7643#section-4.1 */
export const userBody = z.looseObject({
  userName: text.min(1),
  externalId: text.nullish(),
  displayName: text.nullish(),
  name: z
    .looseObject({ formatted: text.nullish(), givenName: text.nullish(), familyName: text.nullish() })
    .nullish(),
  emails: z.array(z.looseObject({ value: text.nullish(), primary: flag.nullish() })).nullish(),
  active: flag.nullish(),
})
export type UserBody = z.output<typeof userBody>

export const patchBody = z.looseObject({
  Operations: z
    .array(z.looseObject({ op: z.string(), path: z.string().exactOptional(), value: z.unknown() }))
    .min(1)
    .max(100),
})

/** What is said of a member. Whoever is provisioned is of the whole gateway, with the least role that works. */
export function memberFields(user: UserBody): NewMember & { readonly active: boolean } {
  const email = emailOf(user)
  const { displayName, name, externalId, active } = user
  const parts = [name?.givenName, name?.familyName].filter(Boolean).join(' ')
  return {
    email,
    name: displayName || name?.formatted || parts || email,
    role: 'member',
    organizationId: null,
    externalId: externalId ?? null,
    active: active ?? true,
  }
}

/** The user after the operations, each of which says one attribute, or several by their names. */
export function patched(member: Member, { Operations }: z.output<typeof patchBody>): Partial<Member> {
  const changes: Record<string, unknown> = {}
  for (const { op, path, value } of Operations) {
    if (!/^(?:add|replace)$/i.test(op)) throw wrongField('op', 'takes add and replace')
    if (path !== undefined) changes[path] = value
    else if (typeof value === 'object' && value !== null) Object.assign(changes, value)
    else throw wrongField('value', 'must be an object where there is no path')
  }
  const unknown = Object.keys(changes).find((path) => !PATHS.includes(path))
  if (unknown !== undefined)
    throw new GatewayError('invalid_request', `${unknown.slice(0, 100)} cannot be changed.`)
  const said = { ...userOf(member), ...changes, name: { formatted: changes['name.formatted'] } }
  const result = userBody.safeParse(said)
  if (!result.success) throw new GatewayError('invalid_request', 'A value of the operations is not valid.')
  const { email, name, active, externalId } = memberFields({ ...result.data, emails: null })
  const isNamed = 'displayName' in changes || 'name.formatted' in changes
  return { email, active, externalId: externalId ?? null, name: isNamed ? name : member.name }
}

const PATHS: readonly string[] = ['active', 'userName', 'displayName', 'name.formatted', 'externalId']

function userOf({ email, externalId, active }: Member) {
  return { userName: email, externalId, active }
}

export function userView(member: Member) {
  return {
    schemas: [USER_SCHEMA],
    id: member.id,
    ...(member.externalId === null ? {} : { externalId: member.externalId }),
    userName: member.email,
    displayName: member.name,
    name: { formatted: member.name },
    emails: [{ value: member.email, primary: true }],
    active: member.active,
    meta: {
      resourceType: 'User',
      created: new Date(member.createdAtMs).toISOString(),
      lastModified: new Date(member.updatedAtMs).toISOString(),
      location: `/scim/v2/Users/${member.id}`,
    },
  }
}

function emailOf({ userName, emails }: UserBody): string {
  const listed = emails?.find(({ primary }) => primary === true) ?? emails?.[0]
  const address = [userName, listed?.value].find((each) => memberEmail.safeParse(each).success)
  if (typeof address === 'string') return address.toLowerCase()
  throw wrongField('userName', 'must be an address, or emails must have one')
}
