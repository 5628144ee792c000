import { z } from 'zod'
import { nanosToUsd } from '../../core/money.ts'
import type { KeyRecord } from '../../core/key.ts'
import { type Measure, measureOf } from '../../ledger/spend.ts'
import type { AdminApp } from '../admin-app.ts'
import type { AdminParts } from '../admin-parts.ts'
import { windowSchema } from '../budget-fields.ts'
import { windowText } from '../budget-view.ts'
import { failures } from '../errors.ts'
import { isoTime, isoTimeOrNull, time } from '../fields.ts'
import { type Forecast, forecast } from './forecast.ts'

const KEYS_MAX = 500
const DAY_MS = 86_400_000
const EXPIRES_SOON_MS = 7 * DAY_MS
const NEARLY_SPENT = 0.8

const item = z.object({
  kind: z.enum([
    'target-open',
    'target-refused',
    'target-full',
    'budget-spent',
    'budget-low',
    'key-expiring',
    'key-expired',
  ]),
  severity: z.enum(['bad', 'warn']),
  subject: z.string().describe('The target, or the name of the key.'),
  key_id: z.string().nullable(),
  until: time.nullable().describe('When it ends, or happens.'),
  share: z.number().nullable().describe('Of a budget, what is spent.'),
})

const budget = z.object({
  key_id: z.string(),
  key_name: z.string(),
  unit: z.enum(['usd', 'tokens', 'calls', 'seconds']),
  window: windowSchema,
  limit: z.number(),
  spent: z.number(),
  expected: z.number().nullable().describe('By the end of the window, at its pace so far.'),
  exhausted_at: time.nullable().describe('At that pace. Null: not before it renews.'),
})

const schema = z.object({ items: z.array(item), budgets: z.array(budget) }).meta({ id: 'Attention' })

type Item = z.output<typeof item>
type BudgetView = z.output<typeof budget>

/** `/attention`: what somebody should look at now, the worst first, and how budgets burn down. */
export function attention(app: AdminApp, parts: AdminParts): void {
  const { store, gateway } = parts
  app.get(
    '/attention',
    {
      schema: {
        summary: 'What needs somebody now, and how budgets of keys burn down',
        description: `Looks at the newest ${KEYS_MAX} keys.`,
        tags: ['usage'],
        response: { 200: schema, ...failures },
      },
    },
    async () => {
      await store.catchUp()
      const nowMs = gateway.clock.now()
      const keys = (await store.listKeys({ limit: KEYS_MAX, cursor: null })).items.filter(
        ({ blocked }) => !blocked,
      )
      const budgets = (await Promise.all(keys.map((key) => budgetsOf(key, parts)))).flat()
      const items = [
        ...targetItems(parts),
        ...budgets.flatMap(budgetItems),
        ...keys.flatMap((key) => expiryItems(key, nowMs)),
      ]
      return { items: items.toSorted((one, other) => (one.severity < other.severity ? -1 : 1)), budgets }
    },
  )
}

function targetItems({ gateway: { health, clock } }: AdminParts): Item[] {
  const aheadMs = clock.now() - clock.monotonicMs()
  return health.targetIds().flatMap((id): Item[] => {
    const { standing } = health.report(id, clock.monotonicMs())
    if (standing.type !== 'open' && standing.type !== 'refused' && standing.type !== 'full') return []
    const until = isoTime(Math.round(standing.untilMs + aheadMs))
    const severity = standing.type === 'full' ? 'warn' : 'bad'
    return [{ kind: `target-${standing.type}`, severity, subject: id, key_id: null, until, share: null }]
  })
}

async function budgetsOf(key: KeyRecord, { store, gateway }: AdminParts): Promise<BudgetView[]> {
  if (key.budgets.length === 0) return []
  const rows = await store.spend({ type: 'key', id: key.id }, 0)
  return key.budgets.map((each) => {
    const unit = UNITS[measureOf(each)]
    const ahead = forecast(each, rows, gateway.clock.now())
    const window = windowText(each.window)
    return { key_id: key.id, key_name: key.name, unit, window, ...inUnit(ahead, unit) }
  })
}

const UNITS = { costNanos: 'usd', tokens: 'tokens', calls: 'calls', ms: 'seconds' } as const satisfies Record<
  Measure,
  BudgetView['unit']
>

function inUnit({ limit, spent, expected, exhaustedAtMs }: Forecast, unit: BudgetView['unit']) {
  const shown = (amount: number) =>
    unit === 'usd' ? nanosToUsd(amount) : unit === 'seconds' ? amount / 1_000 : amount
  return {
    limit: shown(limit),
    spent: shown(spent),
    expected: expected === null ? null : shown(expected),
    exhausted_at: isoTimeOrNull(exhaustedAtMs),
  }
}

function budgetItems({ key_id, key_name, limit, spent, exhausted_at }: BudgetView): Item[] {
  const share = limit === 0 ? 1 : spent / limit
  const about = { subject: key_name, key_id, until: exhausted_at, share }
  if (share >= 1) return [{ kind: 'budget-spent', severity: 'bad', ...about }]
  if (share < NEARLY_SPENT && exhausted_at === null) return []
  return [{ kind: 'budget-low', severity: 'warn', ...about }]
}

function expiryItems({ id, name, expiresAtMs }: KeyRecord, nowMs: number): Item[] {
  if (expiresAtMs === null || expiresAtMs > nowMs + EXPIRES_SOON_MS || expiresAtMs < nowMs - EXPIRES_SOON_MS)
    return []
  const about = {
    severity: 'warn' as const,
    subject: name,
    key_id: id,
    until: isoTime(expiresAtMs),
    share: null,
  }
  return [{ kind: expiresAtMs <= nowMs ? 'key-expired' : 'key-expiring', ...about }]
}
