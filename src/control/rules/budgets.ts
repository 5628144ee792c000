import { z } from 'zod'
import type { BudgetRecord, ScopedBudget } from '../../core/budget.ts'
import { GatewayError } from '../../core/error.ts'
import { windowStartMs } from '../../ledger/calendar.ts'
import { limitOf, spentOf } from '../../ledger/spend.ts'
import type { AdminApp } from '../admin-app.ts'
import type { AdminParts } from '../admin-parts.ts'
import { type BudgetFields, budgetFields, budgetOf, faultsOf } from '../budget-fields.ts'
import { budgetSchema, budgetView, spentBudgetView, spentView } from '../budget-view.ts'
import { failures } from '../errors.ts'
import { isoTime, time } from '../fields.ts'
import { pageOfNamed, pageQuery, pageRequest, pageSchema, pageView } from '../page.ts'
import { addRule, findRule, putRule, removeRule } from './change-rule.ts'
import { ALL_SCOPES, onlyId, subjectFields, subjectOf } from './rule-fields.ts'

const tags = ['budgets']
const params = z.object({ id: z.string() })
const scopeQuery = { scope_id: z.string().exactOptional().describe('Whose spending to show.') }

const createBody = z
  .strictObject({ ...subjectFields(ALL_SCOPES), ...budgetFields })
  .meta({ id: 'BudgetCreate' })
const changeBody = z.strictObject(budgetFields).meta({
  id: 'BudgetChange',
  description: 'Each field that is named is replaced whole; whom it is for stays.',
})

const shown = budgetSchema
  .extend({
    id: z.string(),
    scope: z.enum(ALL_SCOPES),
    match: z.array(z.string()).nullable().describe('Null: each of that scope.'),
    source: z.enum(['config', 'api']),
    created_at: time.nullable(),
    updated_at: time.nullable(),
    paused: z.array(z.string()).describe('Ids of those that it has stopped.'),
    spent: z.number().nullable().describe('Of the one that it is for, or that was asked for. Else null.'),
    spent_nanos: z.string().exactOptional(),
    left: z.number().nullable(),
    renews_at: time.nullable(),
  })
  .meta({ id: 'Budget' })

/** `/budgets`: those of the configuration, which are only shown, and those made here. */
export function budgets(app: AdminApp, parts: AdminParts): void {
  addReading(app, parts)
  addMaking(app, parts)
  addChanging(app, parts)
}

function addReading(app: AdminApp, parts: AdminParts): void {
  const { gateway } = parts
  app.get(
    '/budgets',
    {
      schema: {
        summary: 'List budgets, in the order of their ids',
        tags,
        querystring: z.strictObject({ ...pageQuery, ...scopeQuery }),
        response: { 200: pageSchema(shown), ...failures },
      },
    },
    async ({ query: { scope_id, ...page } }) => {
      const configured = gateway.snapshot().config.budgets.map((rule) => ({ rule, record: null }))
      const all = [...configured, ...gateway.rules.budgets.map((record) => ({ rule: record.rule, record }))]
      const { items, nextCursor } = pageOfNamed(all, pageRequest(page), ({ rule }) => rule.id)
      const views = await Promise.all(items.map((item) => view(item.rule, item.record, scope_id, parts)))
      return pageView({ items: views, nextCursor }, (each) => each)
    },
  )
  app.get(
    '/budgets/:id',
    {
      schema: {
        summary: 'One budget, with what is left of it',
        tags,
        params,
        querystring: z.strictObject(scopeQuery),
        response: { 200: shown, ...failures },
      },
    },
    async ({ params: { id }, query }) => {
      const configured = gateway.snapshot().config.budgets.find((rule) => rule.id === id)
      if (configured !== undefined) return view(configured, null, query.scope_id, parts)
      const record = findRule('budget', id, parts)
      return view(record.rule, record, query.scope_id, parts)
    },
  )
}

function addMaking(app: AdminApp, parts: AdminParts): void {
  app.post(
    '/budgets',
    { schema: { summary: 'Make a budget', tags, body: createBody, response: { 201: shown, ...failures } } },
    async ({ body: { scope, id, match, ...fields } }, reply) => {
      const subject = subjectOf({
        scope,
        ...(id === undefined ? {} : { id }),
        ...(match === undefined ? {} : { match }),
      })
      const record = await addRule('budget', (ruleId) => checked(ruleId, subject, fields), parts)
      return reply.status(201).send(await view(record.rule, record, undefined, parts))
    },
  )
  app.post(
    '/budgets/:id/resume',
    {
      schema: {
        summary: 'Let those go on again whom a budget has paused',
        tags,
        params,
        body: z.strictObject({ scope_id: z.string().exactOptional() }).nullish(),
        response: { 200: z.object({ resumed: z.array(z.string()) }), ...failures },
      },
    },
    async ({ params: { id }, body }) => {
      const resumed = parts.gateway.books.resume(id, body?.scope_id ?? null)
      for (const pause of resumed) await parts.store.deletePause(pause)
      return { resumed: resumed.map(({ scope }) => scope.id) }
    },
  )
}

function addChanging(app: AdminApp, parts: AdminParts): void {
  app.patch(
    '/budgets/:id',
    {
      schema: {
        summary: 'Change a budget',
        tags,
        params,
        body: changeBody,
        response: { 200: shown, ...failures },
      },
    },
    async ({ params: { id }, body }) => {
      const { rule } = findRule('budget', id, parts)
      const record = await putRule('budget', id, checked(id, rule, { ...fieldsOf(rule), ...body }), parts)
      return view(record.rule, record, undefined, parts)
    },
  )
  app.delete(
    '/budgets/:id',
    {
      schema: {
        summary: 'Delete a budget',
        tags,
        params,
        response: { 200: z.object({ id: z.string(), deleted: z.literal(true) }), ...failures },
      },
    },
    async ({ params: { id } }) => {
      await removeRule('budget', id, parts)
      parts.gateway.books.resume(id, null)
      return { id, deleted: true as const }
    },
  )
}

function checked(
  id: string,
  { scope, match }: Pick<ScopedBudget, 'scope' | 'match'>,
  fields: BudgetFields,
): ScopedBudget {
  const [fault] = faultsOf(fields)
  if (fault !== undefined) throw new GatewayError('invalid_request', `A budget ${fault}.`)
  if (scope === 'provider' && (fields.on_exhausted === 'downgrade' || fields.on_exhausted === 'pause'))
    throw new GatewayError(
      'invalid_request',
      'A budget of a provider turns requests to others; on_exhausted takes deny or warn.',
      { param: 'on_exhausted' },
    )
  return { ...budgetOf(fields), id, scope, match }
}

/** As they were said, so that a change can replace some of them. */
function fieldsOf(rule: ScopedBudget): BudgetFields {
  const { usd_nanos: _nanos, increase, ...fields } = budgetView(rule)
  if (increase === undefined) return fields
  const { usd_nanos: _more, until, ...amount } = increase
  return { ...fields, increase: { ...amount, until: Date.parse(until) } }
}

async function view(
  rule: ScopedBudget,
  record: BudgetRecord | null,
  asked: string | undefined,
  { gateway, store }: AdminParts,
): Promise<z.output<typeof shown>> {
  const nowMs = gateway.clock.now()
  const scopeId = asked ?? onlyId(rule)
  const fromMs = windowStartMs(rule.window, rule.timeZone, nowMs)
  if (scopeId !== null) await store.catchUp()
  const rows = scopeId === null ? [] : await store.spend({ type: rule.scope, id: scopeId }, fromMs)
  const left = spentView(rule, Math.max(0, limitOf(rule, nowMs) - spentOf(rule, rows, nowMs))).spent
  const { spent, spent_nanos, ...budget } = spentBudgetView(rule, rows, nowMs)
  return {
    ...budget,
    id: rule.id,
    scope: rule.scope,
    match: rule.match === null ? null : [...rule.match],
    source: record === null ? 'config' : 'api',
    created_at: record === null ? null : isoTime(record.createdAtMs),
    updated_at: record === null ? null : isoTime(record.updatedAtMs),
    paused: gateway.books.paused(rule.id).map(({ scope }) => scope.id),
    spent: scopeId === null ? null : spent,
    ...(scopeId === null || spent_nanos === undefined ? {} : { spent_nanos }),
    left: scopeId === null ? null : left,
  }
}
