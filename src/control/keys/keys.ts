import { z } from 'zod'
import { newKey, type KeyRecord } from '../../core/key.ts'
import type { AdminApp } from '../admin-app.ts'
import type { AdminParts } from '../admin-parts.ts'
import { failures } from '../errors.ts'
import { ownerId, span } from '../fields.ts'
import { pageQuery, pageRequest, pageSchema, pageView } from '../page.ts'
import { ownerFilter, scoped } from '../scope.ts'
import { findKey, KeyChanges, recordFields } from './change-key.ts'
import { keyFields, keyName } from './key-fields.ts'
import { ownerOf } from './key-owner.ts'
import { changedScopes } from './key-scope-fields.ts'
import { checkMayMake } from './key-reach.ts'
import { keyDetailSchema, keyDetailView, keySchema, keyView, newKeySchema } from './key-view.ts'
import { newSecret } from './new-secret.ts'

const tags = ['keys']
const params = z.object({ id: z.string() })

const createBody = z.strictObject({ name: keyName, ...keyFields }).meta({ id: 'KeyCreate' })
const changeBody = z
  .strictObject({ name: keyName.exactOptional(), ...keyFields })
  .meta({ id: 'KeyChange', description: 'Each field that is named is replaced whole.' })
const rotateBody = z
  .strictObject({
    grace: span({ max: '90d' }).exactOptional().describe('How long the former secret still works.'),
  })
  .nullish()

/** `/keys`: callers' credentials. A secret is shown by the answer that makes it and never again. */
export function keys(app: AdminApp, parts: AdminParts): void {
  const changes = new KeyChanges(parts)
  addReading(app, parts)
  addMaking(app, parts, changes)
  addChanging(app, parts, changes)
}

function addReading(app: AdminApp, parts: AdminParts): void {
  const { store, gateway } = parts
  app.get(
    '/keys',
    {
      schema: {
        summary: 'List keys, newest first',
        tags,
        querystring: z.strictObject({
          organization_id: ownerId.exactOptional(),
          project_id: ownerId.exactOptional(),
          ...pageQuery,
        }),
        response: { 200: pageSchema(keySchema), ...failures },
      },
    },
    async ({ query, actor }) => {
      const page = await store.listKeys(pageRequest(query), scoped(actor, ownerFilter(query)))
      return pageView(page, (key) => keyView(key, gateway.clock.now()))
    },
  )
  app.get(
    '/keys/:id',
    {
      schema: {
        summary: 'One key, with what it has used',
        tags,
        params,
        response: { 200: keyDetailSchema, ...failures },
      },
    },
    async ({ params: { id }, actor }) => {
      const key = await findKey(id, actor, parts)
      await store.catchUp()
      return keyDetailView(key, await store.spend({ type: 'key', id }, 0), gateway.clock.now())
    },
  )
}

function addMaking(app: AdminApp, parts: AdminParts, changes: KeyChanges): void {
  const { store, gateway } = parts
  app.post(
    '/keys',
    {
      schema: { summary: 'Make a key', tags, body: createBody, response: { 201: newKeySchema, ...failures } },
    },
    async ({ body, actor }, reply) => {
      const { secret, ...kept } = newSecret()
      const nowMs = gateway.clock.now()
      const { organizationId, projectId } = actor
      const fresh = { ...newKey(gateway.ids.key(), body.name, nowMs), organizationId, projectId }
      const key: KeyRecord = {
        ...fresh,
        ...recordFields(body),
        scopes: changedScopes(body, null, parts.dialects),
        ...(await ownerOf(body, body.role ?? fresh.role, fresh, parts)),
        memberId: actor.kind === 'member' ? actor.id : null,
        ...kept,
      }
      checkMayMake(key, actor)
      await store.createKey(key)
      gateway.keys.changed(key)
      return reply.status(201).send({ ...keyView(key, nowMs), key: secret })
    },
  )
  app.post(
    '/keys/:id/rotate',
    {
      schema: {
        summary: 'Give a key a new secret',
        tags,
        params,
        body: rotateBody,
        response: { 200: newKeySchema, ...failures },
      },
    },
    async ({ params: { id }, body, actor }) => {
      const { secret, ...kept } = newSecret()
      const nowMs = gateway.clock.now()
      const untilMs = nowMs + (body?.grace ?? 0)
      const key = await changes.change(id, actor, ({ hash }) => ({
        ...kept,
        previous: untilMs > nowMs ? { hash, untilMs } : null,
      }))
      return { ...keyView(key, nowMs), key: secret }
    },
  )
}

function addChanging(app: AdminApp, parts: AdminParts, changes: KeyChanges): void {
  const { gateway } = parts
  const shown = { 200: keySchema, ...failures }
  const view = (key: KeyRecord) => keyView(key, gateway.clock.now())
  app.patch(
    '/keys/:id',
    { schema: { summary: 'Change a key', tags, params, body: changeBody, response: shown } },
    async ({ params: { id }, body, actor }) => {
      const changed = await changes.change(id, actor, async (key) => ({
        ...recordFields(body),
        scopes: changedScopes(body, key.scopes, parts.dialects),
        ...(await ownerOf(body, body.role ?? key.role, key, parts)),
      }))
      return view(changed)
    },
  )
  app.post(
    '/keys/:id/block',
    { schema: { summary: 'Refuse a key until it is unblocked', tags, params, response: shown } },
    async ({ params: { id }, actor }) => view(await changes.change(id, actor, () => ({ blocked: true }))),
  )
  app.post(
    '/keys/:id/unblock',
    { schema: { summary: 'Take a key again', tags, params, response: shown } },
    async ({ params: { id }, actor }) => view(await changes.change(id, actor, () => ({ blocked: false }))),
  )
  app.delete(
    '/keys/:id',
    {
      schema: {
        summary: 'Delete a key; its records stay',
        tags,
        params,
        response: { 200: z.object({ id: z.string(), deleted: z.literal(true) }), ...failures },
      },
    },
    async ({ params: { id }, actor }) => {
      await changes.delete(id, actor)
      return { id, deleted: true as const }
    },
  )
}
