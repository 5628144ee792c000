import { z } from 'zod'
import { Turns } from '../../config/turns.ts'
import { GatewayError, wrongField } from '../../core/error.ts'
import { DEFAULT_ID, type Project, storedOwnerId } from '../../core/identity.ts'
import type { Actor } from '../actor.ts'
import type { AdminApp } from '../admin-app.ts'
import type { AdminParts } from '../admin-parts.ts'
import { failures } from '../errors.ts'
import { isoTime, time } from '../fields.ts'
import { pageQuery, pageRequest, pageSchema, pageView } from '../page.ts'
import { isWithin, scoped } from '../scope.ts'
import { ownerName } from './organizations.ts'

const tags = ['projects']
const params = z.object({ id: z.string() })
const createBody = z
  .strictObject({
    name: ownerName,
    organization_id: z.string().exactOptional().describe('Absent: your own, or the default one.'),
  })
  .meta({ id: 'ProjectCreate' })
const changeBody = z.strictObject({ name: ownerName.exactOptional() }).meta({ id: 'ProjectChange' })
const schema = z
  .object({
    id: z.string(),
    organization_id: z.string(),
    name: z.string(),
    created_at: time,
    updated_at: time,
  })
  .meta({ id: 'Project' })
const shown = { 200: schema, ...failures }

/** `/projects`: what keys are of. */
export function projects(app: AdminApp, parts: AdminParts): void {
  addReading(app, parts)
  addMaking(app, parts)
  addChanging(app, parts)
}

function addReading(app: AdminApp, parts: AdminParts): void {
  app.get(
    '/projects',
    {
      schema: {
        summary: 'List projects, newest first',
        tags,
        querystring: z.strictObject({ organization_id: z.string().exactOptional(), ...pageQuery }),
        response: { 200: pageSchema(schema), ...failures },
      },
    },
    async ({ query: { organization_id, ...page }, actor }) => {
      if (actor.projectId !== null)
        return { data: [view(await findProject(actor.projectId, actor, parts))], next_cursor: null }
      const { organizationId } = scoped(
        actor,
        organization_id === undefined ? {} : { organizationId: organization_id },
      )
      const filter = organizationId == null ? {} : { organizationId }
      return pageView(await parts.store.identity('listProjects', filter, pageRequest(page)), view)
    },
  )
  app.get(
    '/projects/:id',
    { schema: { summary: 'One project', tags, params, response: shown } },
    async ({ params: { id }, actor }) => view(await findProject(id, actor, parts)),
  )
}

function addMaking(app: AdminApp, parts: AdminParts): void {
  const { store, gateway } = parts
  app.post(
    '/projects',
    { schema: { summary: 'Make a project', tags, body: createBody, response: { 201: schema, ...failures } } },
    async ({ body: { name, organization_id }, actor }, reply) => {
      const organizationId = organization_id ?? actor.organizationId ?? DEFAULT_ID
      if (actor.organizationId !== null && organizationId !== actor.organizationId)
        throw new GatewayError('permission_denied', 'organization_id is outside of what you may change.', {
          param: 'organization_id',
        })
      if ((await store.identity('getOrganization', organizationId)) === null)
        throw wrongField('organization_id', 'is of no organization that exists')
      const nowMs = gateway.clock.now()
      const made = {
        id: gateway.ids.next('prj'),
        organizationId,
        name,
        createdAtMs: nowMs,
        updatedAtMs: nowMs,
      }
      await store.identity('createProject', made)
      return reply.status(201).send(view(made))
    },
  )
}

function addChanging(app: AdminApp, parts: AdminParts): void {
  const { store, gateway } = parts
  const turns = new Turns()
  app.patch(
    '/projects/:id',
    { schema: { summary: 'Change a project', tags, params, body: changeBody, response: shown } },
    ({ params: { id }, body, actor }) =>
      turns.take(async () => {
        const project = await findProject(id, actor, parts)
        const changed = { ...project, ...body, updatedAtMs: gateway.clock.now() }
        await store.identity('updateProject', changed)
        return view(changed)
      }),
  )
  app.delete(
    '/projects/:id',
    {
      schema: {
        summary: 'Delete a project that has no keys; its records stay',
        tags,
        params,
        response: { 200: z.object({ id: z.string(), deleted: z.literal(true) }), ...failures },
      },
    },
    async ({ params: { id }, actor }) => {
      if (id === DEFAULT_ID) throw new GatewayError('conflict', 'The default project stays.')
      await findProject(id, actor, parts)
      await store.identity('deleteProject', id, gateway.clock.now())
      return { id, deleted: true as const }
    },
  )
}

/** Rejects with `not_found`, also for one that the actor may not see. */
async function findProject(id: string, actor: Actor, { store }: AdminParts): Promise<Project> {
  const project = await store.identity('getProject', id)
  const isVisible =
    project !== null &&
    isWithin(actor, { organizationId: storedOwnerId(project.organizationId), projectId: project.id })
  if (isVisible) return project
  throw new GatewayError('not_found', `There is no project ${id.slice(0, 100)}.`)
}

function view({ id, organizationId, name, createdAtMs, updatedAtMs }: Project): z.output<typeof schema> {
  return {
    id,
    organization_id: organizationId,
    name,
    created_at: isoTime(createdAtMs),
    updated_at: isoTime(updatedAtMs),
  }
}
