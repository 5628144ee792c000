import { z } from 'zod'
import { GatewayError } from '../../core/error.ts'
import { ownerId as lookUpId } from '../../core/identity.ts'
import type { Actor } from '../actor.ts'
import type { AdminApp } from '../admin-app.ts'
import type { AdminParts } from '../admin-parts.ts'
import { failures } from '../errors.ts'
import { ownerId } from '../fields.ts'
import { pageRequest, pageSchema, pageView } from '../page.ts'
import { isWithin, ownerFilter, scoped } from '../scope.ts'
import { seenQuery, seenSchema, seenView } from './seen-view.ts'

const tags = ['users']
const params = z.object({ id: z.string().min(1).max(256) })
const querystring = z.strictObject({
  organization_id: ownerId.exactOptional().describe('Absent: your own, or the default one.'),
})
const blockedSchema = z.object({
  id: z.string(),
  organization_id: z.string().nullable().describe('Null: the default one.'),
  blocked: z.boolean(),
})

/** `/users`: the end users that requests are made for. */
export function users(app: AdminApp, parts: AdminParts): void {
  const { store, gateway } = parts
  app.get(
    '/users',
    {
      schema: {
        summary: 'List the users that exchanges name, with what they used, the latest first',
        tags,
        querystring: seenQuery,
        response: {
          200: pageSchema(seenSchema.extend({ blocked: z.boolean() }).meta({ id: 'User' })),
          ...failures,
        },
      },
    },
    async ({ query, actor }) => {
      await store.catchUp()
      const filter = scoped(actor, ownerFilter(query))
      const page = await store.identity('listSeen', { what: 'user', ...filter }, pageRequest(query))
      return pageView(page, (row) => ({
        ...seenView(row),
        blocked: gateway.blockedUsers.has(row.organizationId, row.id),
      }))
    },
  )
  const schema = { tags, params, querystring, response: { 200: blockedSchema, ...failures } }
  app.post(
    '/users/:id/block',
    { schema: { summary: 'Refuse a user’s requests, also before he was ever seen', ...schema } },
    async ({ params: { id }, query, actor }) => {
      const organizationId = organizationOf(query, actor)
      gateway.blockedUsers.add(lookUpId(organizationId), id)
      const blocked = { organizationId: lookUpId(organizationId), user: id }
      await store.identity('blockUser', blocked, gateway.clock.now())
      return { id, organization_id: organizationId, blocked: true }
    },
  )
  app.post(
    '/users/:id/unblock',
    { schema: { summary: 'Take a user’s requests again', ...schema } },
    async ({ params: { id }, query, actor }) => {
      const organizationId = organizationOf(query, actor)
      await store.identity('unblockUser', { organizationId: lookUpId(organizationId), user: id })
      gateway.blockedUsers.delete(lookUpId(organizationId), id)
      return { id, organization_id: organizationId, blocked: false }
    },
  )
}

function organizationOf({ organization_id }: z.output<typeof querystring>, actor: Actor): string | null {
  const organizationId = organization_id === undefined ? actor.organizationId : organization_id
  if (isWithin(actor, { organizationId, projectId: null })) return organizationId
  throw new GatewayError('permission_denied', 'organization_id is outside of what you may change.', {
    param: 'organization_id',
  })
}
