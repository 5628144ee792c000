import { formatCost, formatUsd } from '../amounts.ts'
import { type Column, formatFields, formatTable } from '../table.ts'
import type { KeyDetail, KeyLimits, KeySummary } from './key-answers.ts'

const NONE = '-'

export function formatKeys(keys: readonly KeySummary[], nowMs: number): string {
  const columns: readonly Column<KeySummary>[] = [
    { title: 'ID', cell: ({ id }) => id },
    { title: 'NAME', cell: ({ name }) => name },
    { title: 'KEY', cell: ({ hint }) => `…${hint}` },
    { title: 'ROLE', cell: ({ role }) => role },
    { title: 'STATE', cell: (key) => state(key, nowMs) },
    { title: 'MODELS', cell: models },
    { title: 'LIMITS', cell: ({ limits }) => limitsOf(limits) },
    { title: 'BUDGETS', cell: ({ budgets }) => budgets.map(budget).join(', ') || NONE },
    { title: 'EXPIRES', cell: ({ expires_at }) => expires_at ?? 'never' },
  ]
  return formatTable(columns, keys)
}

/** One key, line by line; with what it has used where the answer tells. */
export function formatKey(key: KeySummary | KeyDetail, nowMs: number): string {
  return formatFields([
    ['id', key.id],
    ['name', key.name],
    ['key', `…${key.hint}`],
    ['role', key.role],
    ['state', state(key, nowMs)],
    ['models', models(key)],
    ['limits', limitsOf(key.limits)],
    ...(key.budgets.length === 0 ? [['budget', NONE] as const] : []),
    ...key.budgets.map((each) => ['budget', `${budget(each)}${spentOf(each)}`] as const),
    ['expires', key.expires_at ?? 'never'],
    ['tags', key.tags.join(', ') || NONE],
    ['metadata', key.metadata === null ? NONE : JSON.stringify(key.metadata)],
    ['created', key.created_at],
    ['changed', key.updated_at],
    ...(key.previous_expires_at === null
      ? []
      : [['former secret', `works until ${key.previous_expires_at}`] as const]),
    ...('usage' in key ? [['used', used(key.usage)] as const] : []),
  ])
}

function state({ blocked, expires_at }: KeySummary, nowMs: number): string {
  if (blocked) return 'blocked'
  return expires_at !== null && Date.parse(expires_at) <= nowMs ? 'expired' : 'active'
}

function models({ models: names }: KeySummary): string {
  if (names === null) return 'all'
  return names.length === 0 ? 'none' : names.join(', ')
}

function limitsOf({ models: byModel = {}, ...own }: KeyLimits): string {
  const rates = (limits: object) => Object.entries(limits).map(([name, value]) => `${name} ${value}`)
  const parts = [
    ...rates(own),
    ...Object.entries(byModel).flatMap(([model, limits]) => rates(limits).map((rate) => `${model}: ${rate}`)),
  ]
  return parts.join(', ') || NONE
}

type KeyBudget = KeySummary['budgets'][number]

export function budget({ usd_nanos, tokens, calls, window }: KeyBudget): string {
  const span = window === 'lifetime' ? 'in all' : /^\d/.test(window) ? `in ${window}` : `a ${window}`
  if (usd_nanos !== undefined) return `${formatUsd(usd_nanos)} ${span}`
  return tokens === undefined ? `${calls} calls ${span}` : `${tokens} tokens ${span}`
}

export function spentOf(budget: KeyBudget | KeyDetail['budgets'][number]): string {
  if (!('spent' in budget)) return ''
  const { spent, spent_nanos, renews_at } = budget
  const amount = spent_nanos === undefined ? String(spent) : formatUsd(spent_nanos)
  return `, ${amount} of it spent${renews_at === null ? '' : `, more from ${renews_at}`}`
}

function used({ requests, tokens, cost_nanos, unpriced }: KeyDetail['usage']): string {
  return `${requests} requests, ${tokens} tokens, ${formatCost(cost_nanos, unpriced)}`
}
