import { z } from 'zod'
import { GatewayError, wrongField } from '../../core/error.ts'
import type { Member, MemberRole } from '../../core/identity.ts'
import type { Actor } from '../actor.ts'
import type { AdminApp } from '../admin-app.ts'
import type { AdminParts } from '../admin-parts.ts'
import { failures } from '../errors.ts'
import { ownerId } from '../fields.ts'
import { pageQuery, pageRequest, pageSchema, pageView } from '../page.ts'
import { isWithin, scoped } from '../scope.ts'
import { findMember, MemberChanges, newInvitation } from './change-member.ts'
import { invitedMemberSchema, memberRole, memberSchema, memberView } from './member-view.ts'

const tags = ['members']
const params = z.object({ id: z.string() })
export const memberEmail = z
  .string()
  .max(254)
  .regex(/^[^\s@]+@[^\s@]+$/, 'use an address such as ada@example.com')
export const memberName = z.string().min(1).max(200)

const createBody = z
  .strictObject({
    email: memberEmail,
    name: memberName.exactOptional().describe('Absent: the address.'),
    role: memberRole.default('member'),
    organization_id: ownerId.nullable().exactOptional().describe('Null: of the whole gateway.'),
  })
  .meta({ id: 'MemberCreate' })
const changeBody = z
  .strictObject({
    email: memberEmail.exactOptional(),
    name: memberName.exactOptional(),
    role: memberRole.exactOptional(),
    active: z.boolean().exactOptional(),
  })
  .meta({ id: 'MemberChange' })

/** `/members`: the people who administer, or look on. */
export function members(app: AdminApp, parts: AdminParts): void {
  const changes = new MemberChanges(parts)
  addReading(app, parts)
  addInviting(app, parts, changes)
  addChanging(app, parts, changes)
}

function addReading(app: AdminApp, parts: AdminParts): void {
  const { store, gateway } = parts
  app.get(
    '/members',
    {
      schema: {
        summary: 'List members, newest first',
        tags,
        querystring: z.strictObject({ organization_id: z.string().exactOptional(), ...pageQuery }),
        response: { 200: pageSchema(memberSchema), ...failures },
      },
    },
    async ({ query: { organization_id, ...page }, actor }) => {
      const filter = scoped(actor, organization_id === undefined ? {} : { organizationId: organization_id })
      const { organizationId } = filter
      const found = await store.identity(
        'listMembers',
        organizationId == null ? {} : { organizationId },
        pageRequest(page),
      )
      return pageView(found, (member) => memberView(member, gateway.clock.now()))
    },
  )
  app.get(
    '/members/:id',
    { schema: { summary: 'One member', tags, params, response: { 200: memberSchema, ...failures } } },
    async ({ params: { id }, actor }) => memberView(await visible(id, actor, parts), gateway.clock.now()),
  )
}

function addInviting(app: AdminApp, parts: AdminParts, changes: MemberChanges): void {
  const { gateway, store } = parts
  app.post(
    '/members',
    {
      schema: {
        summary: 'Invite a member',
        description:
          'The answer alone holds the token, with which the member sets a password, once, in 7 days.',
        tags,
        body: createBody,
        response: { 201: invitedMemberSchema, ...failures },
      },
    },
    async ({ body: { email, name = email, role, organization_id }, actor }, reply) => {
      checkMayGive(actor, role)
      const organizationId = organization_id === undefined ? actor.organizationId : organization_id
      if (!isWithin(actor, { organizationId, projectId: null }))
        throw new GatewayError('permission_denied', 'organization_id is outside of what you may change.', {
          param: 'organization_id',
        })
      if (organizationId !== null && (await store.identity('getOrganization', organizationId)) === null)
        throw wrongField('organization_id', 'is of no organization that exists')
      const nowMs = gateway.clock.now()
      const { token, invitation } = newInvitation(nowMs)
      const member = await changes.create({ email, name, role, organizationId, invitation })
      return reply.status(201).send({ ...memberView(member, nowMs), invitation: token })
    },
  )
  app.post(
    '/members/:id/invitation',
    {
      schema: {
        summary: 'Take a member’s password and sessions, and give a token to set a new one',
        tags,
        params,
        response: { 200: invitedMemberSchema, ...failures },
      },
    },
    async ({ params: { id }, actor }) => {
      checkMayGive(actor, (await visible(id, actor, parts)).role)
      const nowMs = gateway.clock.now()
      const { token, invitation } = newInvitation(nowMs)
      const member = await changes.change(id, () => ({ password: null, invitation }))
      await store.identity('deleteSignInsOf', id, null)
      return { ...memberView(member, nowMs), invitation: token }
    },
  )
}

function addChanging(app: AdminApp, parts: AdminParts, changes: MemberChanges): void {
  const { gateway } = parts
  app.patch(
    '/members/:id',
    {
      schema: {
        summary: 'Change a member; one who is not active is signed out, and his keys are blocked',
        tags,
        params,
        body: changeBody,
        response: { 200: memberSchema, ...failures },
      },
    },
    async ({ params: { id }, body: { email, ...said }, actor }) => {
      checkMayGive(actor, (await visible(id, actor, parts)).role)
      if (said.role !== undefined) checkMayGive(actor, said.role)
      const address = email === undefined ? {} : { email: email.toLowerCase() }
      const member = await changes.change(id, () => ({ ...said, ...address }))
      return memberView(member, gateway.clock.now())
    },
  )
  app.delete(
    '/members/:id',
    {
      schema: {
        summary: 'Delete a member; he is signed out, and his keys are blocked',
        tags,
        params,
        response: { 200: z.object({ id: z.string(), deleted: z.literal(true) }), ...failures },
      },
    },
    async ({ params: { id }, actor }) => {
      checkMayGive(actor, (await visible(id, actor, parts)).role)
      await changes.delete(id)
      return { id, deleted: true as const }
    },
  )
}

/** What lies outside of what the actor may see is not there, for him. */
async function visible(id: string, actor: Actor, parts: AdminParts): Promise<Member> {
  const member = await findMember(id, parts)
  if (isWithin(actor, { organizationId: member.organizationId, projectId: null })) return member
  throw new GatewayError('not_found', `There is no member ${id.slice(0, 100)}.`)
}

/** Only owners make owners, and change them. */
function checkMayGive({ role }: Actor, given: MemberRole): void {
  if (given !== 'owner' || role === 'owner') return
  throw new GatewayError('permission_denied', 'Only an owner may make an owner, or change one.', {
    param: 'role',
  })
}
