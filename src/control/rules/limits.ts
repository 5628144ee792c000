import { z } from 'zod'
import type { LimitsRecord, ScopedLimits } from '../../core/budget.ts'
import { GatewayError } from '../../core/error.ts'
import type { AdminApp } from '../admin-app.ts'
import type { AdminParts } from '../admin-parts.ts'
import { failures } from '../errors.ts'
import { isoTime, time } from '../fields.ts'
import { limitsSchema } from '../keys/key-fields.ts'
import { pageOfNamed, pageQuery, pageRequest, pageSchema, pageView } from '../page.ts'
import { addRule, findRule, putRule, removeRule } from './change-rule.ts'
import { ALL_SCOPES, LIMITED_SCOPES, subjectFields, subjectOf } from './rule-fields.ts'

const tags = ['limits']
const params = z.object({ id: z.string() })

const createBody = z
  .strictObject({ ...subjectFields(LIMITED_SCOPES), limits: limitsSchema })
  .meta({ id: 'LimitCreate' })
const changeBody = z.strictObject({ limits: limitsSchema }).meta({ id: 'LimitChange' })

const shown = z
  .object({
    id: z.string(),
    scope: z.enum(ALL_SCOPES),
    match: z.array(z.string()).nullable().describe('Null: each of that scope.'),
    limits: limitsSchema,
    source: z.enum(['config', 'api']),
    created_at: time.nullable(),
    updated_at: time.nullable(),
  })
  .meta({ id: 'Limit' })

/** `/limits`: rates of the configuration, which are only shown, and those made here. */
export function limits(app: AdminApp, parts: AdminParts): void {
  addReading(app, parts)
  addChanging(app, parts)
}

function addReading(app: AdminApp, parts: AdminParts): void {
  const { gateway } = parts
  app.get(
    '/limits',
    {
      schema: {
        summary: 'List rate limits, in the order of their ids',
        tags,
        querystring: z.strictObject(pageQuery),
        response: { 200: pageSchema(shown), ...failures },
      },
    },
    async ({ query }) => {
      const configured = gateway.snapshot().config.limits.map((rule) => view(rule, null))
      const all = [...configured, ...gateway.rules.limits.map((record) => view(record.rule, record))]
      return pageView(
        pageOfNamed(all, pageRequest(query), ({ id }) => id),
        (each) => each,
      )
    },
  )
  app.get(
    '/limits/:id',
    { schema: { summary: 'One rate limit', tags, params, response: { 200: shown, ...failures } } },
    async ({ params: { id } }) => {
      const configured = gateway.snapshot().config.limits.find((rule) => rule.id === id)
      if (configured !== undefined) return view(configured, null)
      const record = findRule('limit', id, parts)
      return view(record.rule, record)
    },
  )
}

function addChanging(app: AdminApp, parts: AdminParts): void {
  app.post(
    '/limits',
    {
      schema: { summary: 'Make a rate limit', tags, body: createBody, response: { 201: shown, ...failures } },
    },
    async ({ body: { scope, id, match, limits } }, reply) => {
      const subject = subjectOf({
        scope,
        ...(id === undefined ? {} : { id }),
        ...(match === undefined ? {} : { match }),
      })
      const record = await addRule('limit', (ruleId) => ruleOf({ ...subject, id: ruleId }, limits), parts)
      return reply.status(201).send(view(record.rule, record))
    },
  )
  app.patch(
    '/limits/:id',
    {
      schema: {
        summary: 'Change a rate limit',
        tags,
        params,
        body: changeBody,
        response: { 200: shown, ...failures },
      },
    },
    async ({ params: { id }, body }) => {
      const { rule } = findRule('limit', id, parts)
      const record = await putRule('limit', id, ruleOf(rule, body.limits), parts)
      return view(record.rule, record)
    },
  )
  app.delete(
    '/limits/:id',
    {
      schema: {
        summary: 'Delete a rate limit',
        tags,
        params,
        response: { 200: z.object({ id: z.string(), deleted: z.literal(true) }), ...failures },
      },
    },
    async ({ params: { id } }) => {
      await removeRule('limit', id, parts)
      return { id, deleted: true as const }
    },
  )
}

function ruleOf(
  { id, scope, match }: Pick<ScopedLimits, 'id' | 'scope' | 'match'>,
  { models, ...rates }: z.output<typeof limitsSchema>,
): ScopedLimits {
  if (Object.keys(rates).length === 0 && Object.keys(models ?? {}).length === 0)
    throw new GatewayError('invalid_request', 'A limit needs at least one figure.', { param: 'limits' })
  return { id, scope, match, limits: rates, ...(models === undefined ? {} : { models }) }
}

function view(
  { id, scope, match, limits, models }: ScopedLimits,
  record: LimitsRecord | null,
): z.output<typeof shown> {
  return {
    id,
    scope,
    match: match === null ? null : [...match],
    limits: { ...limits, ...(models === undefined ? {} : { models: { ...models } }) },
    source: record === null ? 'config' : 'api',
    created_at: record === null ? null : isoTime(record.createdAtMs),
    updated_at: record === null ? null : isoTime(record.updatedAtMs),
  }
}
