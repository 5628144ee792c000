import type { Kysely } from 'kysely'
import { accountOf, HOUSE_ACCOUNTS, type LedgerEntry } from '../core/wallet.ts'
import { SLOT_MS } from '../ledger/calendar.ts'
import type { BooksFault, SpendSpan } from './credit-store.ts'
import { exact } from './exact.ts'
import type { Schema } from './schema.ts'
import { tally } from './spend.ts'

/** What is kept in sums against what the entries come to, read in one transaction. */
export function auditWallets(db: Kysely<Schema>): Promise<readonly BooksFault[]> {
  return db.transaction().execute(async (transaction) => {
    const movements = await movementsOf(transaction)
    const faults: BooksFault[] = []
    const compare = (figure: string, booked: number, recomputed: number) => {
      if (booked !== recomputed) faults.push({ figure, booked, recomputed })
    }
    const known = new Set<string>(HOUSE_ACCOUNTS)
    for (const wallet of await transaction.selectFrom('wallets').selectAll().orderBy('id').execute()) {
      const account = accountOf(wallet.id)
      known.add(account)
      const credited = movements.into(account, 'top_up') - movements.outOf(account, 'expiry')
      const charged = movements.outOf(account, 'charge')
      compare(`wallet ${wallet.id} credited`, exact(wallet.credited_nanos), credited)
      compare(`wallet ${wallet.id} charged`, exact(wallet.charged_nanos), charged)
      const remaining = await remainingOf(transaction, wallet.id)
      compare(`wallet ${wallet.id} remaining of top-ups`, remaining, Math.max(0, credited - charged))
    }
    compare('sum of all accounts', 0, movements.sumOf(known))
    return faults
  })
}

/** Of whole quarters: one that was swept in part cannot be counted anew. */
export async function spendSpan(db: Kysely<Schema>): Promise<SpendSpan | null> {
  const { first, last, seq } = await db
    .selectFrom('exchanges')
    .select(({ fn }) => [
      fn.min('time_ms').as('first'),
      fn.max('time_ms').as('last'),
      fn.min('seq').as('seq'),
    ])
    .executeTakeFirstOrThrow()
  if (first === null || last === null) return null
  const isWhole = seq === 1 // Nothing was deleted yet.
  const fromMs = (Math.floor(first / SLOT_MS) + (isWhole ? 0 : 1)) * SLOT_MS
  return { fromMs, untilMs: (Math.floor(last / SLOT_MS) + 1) * SLOT_MS }
}

/** What scopes are said to have spent against what their exchanges come to. */
export function auditSpend(
  db: Kysely<Schema>,
  { fromMs, untilMs }: SpendSpan,
): Promise<readonly BooksFault[]> {
  return db.transaction().execute(async (transaction) => {
    const booked = await transaction
      .selectFrom('scope_spend')
      .selectAll()
      .where('slot', '>=', fromMs / SLOT_MS)
      .where('slot', '<', untilMs / SLOT_MS)
      .execute()
    const recomputed = await recompute(transaction, { fromMs, untilMs })
    const faults: BooksFault[] = []
    const names = new Set([...booked.map(nameOf), ...recomputed.keys()])
    const byName = new Map(booked.map((row) => [nameOf(row), row]))
    for (const name of [...names].sort()) {
      for (const figure of FIGURES) {
        const [one, other] = [byName.get(name)?.[figure] ?? 0, recomputed.get(name)?.[figure] ?? 0]
        if (one !== other) faults.push({ figure: `${name} ${figure}`, booked: one, recomputed: other })
      }
    }
    return faults
  })
}

const FIGURES = ['cost_nanos', 'tokens', 'calls', 'unpriced', 'busy_ms'] as const

type Figures = Record<(typeof FIGURES)[number], number>

const ROWS_AT_ONCE = 1_000

async function recompute(
  db: Kysely<Schema>,
  { fromMs, untilMs }: SpendSpan,
): Promise<ReadonlyMap<string, Figures>> {
  const sums = new Map<string, Figures>()
  for (let after = 0; ; ) {
    const rows = await db
      .selectFrom('exchanges')
      .selectAll()
      .where('time_ms', '>=', fromMs)
      .where('time_ms', '<', untilMs)
      .where('seq', '>', after)
      .orderBy('seq')
      .limit(ROWS_AT_ONCE)
      .execute()
    for (const part of tally(rows)) {
      const name = nameOf(part)
      const sum = sums.get(name)
      if (sum === undefined) sums.set(name, part)
      else for (const figure of FIGURES) sum[figure] += part[figure]
    }
    const last = rows.at(-1)
    if (last === undefined || rows.length < ROWS_AT_ONCE) return sums
    after = last.seq
  }
}

interface Place {
  readonly scope_type: string
  readonly scope_id: string
  readonly slot: number
}

function nameOf({ scope_type, scope_id, slot }: Place): string {
  return `${scope_type} ${scope_id} ${new Date(slot * SLOT_MS).toISOString()}`
}

async function remainingOf(db: Kysely<Schema>, walletId: string): Promise<number> {
  const { sum } = await db
    .selectFrom('top_ups')
    .select(({ fn }) => fn.sum<number | null>('remaining_nanos').as('sum'))
    .where('wallet_id', '=', walletId)
    .executeTakeFirstOrThrow()
  return exact(Number(sum ?? 0))
}

/** What went into and out of each account. */
async function movementsOf(db: Kysely<Schema>) {
  const rows = await db
    .selectFrom('ledger_entries')
    .select(({ fn }) => ['kind', 'debit', 'credit', fn.sum<number>('amount_nanos').as('sum')])
    .groupBy(['kind', 'debit', 'credit'])
    .execute()
  const sums = new Map<string, number>()
  const balances = new Map<string, number>()
  const add = (to: Map<string, number>, name: string, nanos: number) =>
    to.set(name, exact((to.get(name) ?? 0) + nanos))
  for (const { kind, debit, credit, sum } of rows) {
    const nanos = exact(Number(sum))
    add(sums, `out ${kind} ${debit}`, nanos)
    add(sums, `in ${kind} ${credit}`, nanos)
    add(balances, debit, -nanos)
    add(balances, credit, nanos)
  }
  return {
    into: (account: string, kind: LedgerEntry['kind']) => sums.get(`in ${kind} ${account}`) ?? 0,
    outOf: (account: string, kind: LedgerEntry['kind']) => sums.get(`out ${kind} ${account}`) ?? 0,
    /** Not 0 where money came from, or went to, an account that nobody has. */
    sumOf: (accounts: ReadonlySet<string>) =>
      [...accounts].reduce((sum, account) => exact(sum + (balances.get(account) ?? 0)), 0),
  }
}
