import { z } from 'zod'
import type { AdminApp } from './admin-app.ts'
import type { AdminParts } from './admin-parts.ts'
import { changeable, unmasked } from './config-document.ts'
import { configView } from './config-view.ts'
import { failures } from './errors.ts'
import { isoTime, time } from './fields.ts'
import { pageQuery, pageRequest, pageSchema, pageView } from './page.ts'

const tags = ['config']
const source = z
  .enum(['file', 'api', 'defaults', 'program'])
  .describe('Who put it in force; program: the one that runs the gateway, which then keeps it to itself.')

const inForce = z
  .object({
    revision: z.string(),
    source,
    config: z.looseObject({}).describe('In the words of portolan.yaml, complete, with secrets masked.'),
  })
  .meta({ id: 'Config' })

const revision = z
  .object({ revision: z.string(), source, created_at: time.describe('When it was last put in force.') })
  .meta({ id: 'ConfigRevision' })

const problem = z
  .object({
    path: z.string(),
    line: z.int().nullable(),
    column: z.int().nullable(),
    message: z.string(),
    suggestion: z.string().nullable(),
  })
  .meta({ id: 'ConfigProblem', description: 'Lines and columns count from 1.' })

const changed = { 200: z.object({ revision: z.string() }), ...failures }
const takesDocument = { consumes: ['application/yaml', 'application/json'], body: z.string() }

/** `/config`: what is in force, and every way to change it. */
export function configuration(app: AdminApp, parts: AdminParts): void {
  addReading(app, parts)
  addChanging(app, parts)
}

function addReading(app: AdminApp, parts: AdminParts): void {
  const { gateway, live, store } = parts
  app.get(
    '/config',
    { schema: { summary: 'The configuration in force', tags, response: { 200: inForce, ...failures } } },
    async () => {
      const snapshot = gateway.snapshot()
      return {
        revision: snapshot.revision,
        source: live?.source ?? ('program' as const),
        config: configView(snapshot.config),
      }
    },
  )
  app.get(
    '/config/revisions',
    {
      schema: {
        summary: 'Revisions, the last to be put in force first',
        tags,
        querystring: z.strictObject(pageQuery),
        response: { 200: pageSchema(revision), ...failures },
      },
    },
    async ({ query }) => {
      const page = await store.listRevisions(pageRequest(query))
      return pageView(page, (stored) => ({
        revision: stored.revision,
        source: stored.source,
        created_at: isoTime(stored.createdAtMs),
      }))
    },
  )
  app.post(
    '/config/validate',
    {
      config: { takesText: true, changesNothing: true },
      schema: {
        summary: 'Whether a document could be put in force, and everything that is wrong with it',
        tags,
        ...takesDocument,
        response: { 200: z.object({ valid: z.boolean(), errors: z.array(problem) }), ...failures },
      },
    },
    async ({ body }) => {
      const errors = changeable(live).check(await unmasked(body, parts))
      return { valid: errors.length === 0, errors: [...errors] }
    },
  )
}

function addChanging(app: AdminApp, parts: AdminParts): void {
  const { live } = parts
  app.put(
    '/config',
    {
      config: { takesText: true },
      schema: { summary: 'Put a whole document in force', tags, ...takesDocument, response: changed },
    },
    async ({ body }) => ({ revision: await changeable(live).put(await unmasked(body, parts)) }),
  )
  app.post(
    '/config/rollback',
    {
      schema: {
        summary: 'Put an earlier revision in force again',
        tags,
        body: z.strictObject({ revision: z.string() }),
        response: changed,
      },
    },
    async ({ body }) => ({ revision: await changeable(live).rollBack(body.revision) }),
  )
}
