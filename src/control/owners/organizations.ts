import { z } from 'zod'
import { Turns } from '../../config/turns.ts'
import { GatewayError } from '../../core/error.ts'
import { DEFAULT_ID, type Organization } from '../../core/identity.ts'
import type { Actor } from '../actor.ts'
import type { AdminApp } from '../admin-app.ts'
import type { AdminParts } from '../admin-parts.ts'
import { failures } from '../errors.ts'
import { isoTime, time } from '../fields.ts'
import { pageQuery, pageRequest, pageSchema, pageView } from '../page.ts'

const tags = ['organizations']
const params = z.object({ id: z.string() })
export const ownerName = z.string().min(1).max(200)
const createBody = z.strictObject({ name: ownerName }).meta({ id: 'OrganizationCreate' })
const changeBody = z.strictObject({ name: ownerName.exactOptional() }).meta({ id: 'OrganizationChange' })
const schema = z
  .object({ id: z.string(), name: z.string(), created_at: time, updated_at: time })
  .meta({ id: 'Organization' })
const shown = { 200: schema, ...failures }

/** `/organizations`. */
export function organizations(app: AdminApp, parts: AdminParts): void {
  addReading(app, parts)
  addChanging(app, parts)
}

function addReading(app: AdminApp, parts: AdminParts): void {
  app.get(
    '/organizations',
    {
      schema: {
        summary: 'List organizations, newest first',
        tags,
        querystring: z.strictObject(pageQuery),
        response: { 200: pageSchema(schema), ...failures },
      },
    },
    async ({ query, actor }) => {
      if (actor.organizationId === null)
        return pageView(await parts.store.identity('listOrganizations', pageRequest(query)), view)
      return { data: [view(await findOrganization(actor.organizationId, actor, parts))], next_cursor: null }
    },
  )
  app.get(
    '/organizations/:id',
    { schema: { summary: 'One organization', tags, params, response: shown } },
    async ({ params: { id }, actor }) => view(await findOrganization(id, actor, parts)),
  )
}

function addChanging(app: AdminApp, parts: AdminParts): void {
  const { store, gateway } = parts
  const turns = new Turns()
  app.post(
    '/organizations',
    {
      schema: {
        summary: 'Make an organization',
        tags,
        body: createBody,
        response: { 201: schema, ...failures },
      },
    },
    async ({ body: { name } }, reply) => {
      const nowMs = gateway.clock.now()
      const organization = { id: gateway.ids.next('org'), name, createdAtMs: nowMs, updatedAtMs: nowMs }
      await store.identity('createOrganization', organization)
      return reply.status(201).send(view(organization))
    },
  )
  app.patch(
    '/organizations/:id',
    { schema: { summary: 'Change an organization', tags, params, body: changeBody, response: shown } },
    ({ params: { id }, body, actor }) =>
      turns.take(async () => {
        const organization = await findOrganization(id, actor, parts)
        const changed = { ...organization, ...body, updatedAtMs: gateway.clock.now() }
        await store.identity('updateOrganization', changed)
        return view(changed)
      }),
  )
  app.delete(
    '/organizations/:id',
    {
      schema: {
        summary: 'Delete an organization that has no projects, keys and members; its records stay',
        tags,
        params,
        response: { 200: z.object({ id: z.string(), deleted: z.literal(true) }), ...failures },
      },
    },
    async ({ params: { id } }) => {
      if (id === DEFAULT_ID) throw new GatewayError('conflict', 'The default organization stays.')
      await store.identity('deleteOrganization', id, gateway.clock.now())
      return { id, deleted: true as const }
    },
  )
}

/** Rejects with `not_found`, also for one that the actor may not see. */
async function findOrganization(id: string, actor: Actor, { store }: AdminParts): Promise<Organization> {
  const isVisible = actor.organizationId === null || actor.organizationId === id
  const organization = isVisible ? await store.identity('getOrganization', id) : null
  if (organization !== null) return organization
  throw new GatewayError('not_found', `There is no organization ${id.slice(0, 100)}.`)
}

function view({ id, name, createdAtMs, updatedAtMs }: Organization): z.output<typeof schema> {
  return { id, name, created_at: isoTime(createdAtMs), updated_at: isoTime(updatedAtMs) }
}
