import { expect, test } from 'vitest'
import type { ExchangeRecord } from '../core/record.ts'
import { accountOf, type LedgerEntry, type Wallet } from '../core/wallet.ts'
import { seededRandom } from '../routing/random.ts'
import type { TopUpOrder } from './credit-store.ts'
import { batchOf, sampleExchange, SAMPLE_TIME_MS, withoutBodies } from './sample-exchanges.ts'
import type { IngestBatch, Store } from './store.ts'

const WALLET: Wallet = {
  id: 'wal_1',
  organizationId: 'default',
  projectId: null,
  createdAtMs: SAMPLE_TIME_MS,
}

function order(n: number, fields: Partial<TopUpOrder> = {}): TopUpOrder {
  return {
    ...{ id: `top_${n}`, wallet: WALLET, amountNanos: 1_000, expiresAtMs: null, reference: `invoice ${n}` },
    ...{ idempotencyKey: `key-${n}`, nowMs: SAMPLE_TIME_MS },
    ...fields,
  }
}

/** What wallets hold and what is booked in them. */
export function creditSuite(current: () => Store): void {
  test('what is paid in twice with one key is booked once', async () => {
    const store = current()
    expect(await store.credit('topUp', order(1))).toMatchObject({ isNew: true })
    const again = await store.credit('topUp', order(2, { idempotencyKey: 'key-1', reference: 'invoice 1' }))
    expect(again).toMatchObject({ isNew: false, topUp: { id: 'top_1' }, wallet: { creditedNanos: 1_000 } })
    const other = order(3, { idempotencyKey: 'key-1', amountNanos: 7 })
    await expect(store.credit('topUp', other)).rejects.toMatchObject({ code: 'conflict' })
    expect(await store.credit('listWallets')).toMatchObject([{ creditedNanos: 1_000, creditVersion: 1 }])
  })

  test('an exchange that comes twice is charged once, to both wallets, and not where it began before', async () => {
    const store = current()
    await store.credit('topUp', order(1))
    const project = { ...WALLET, id: 'wal_2', projectId: 'prj_1' }
    await store.credit('topUp', order(2, { wallet: project }))
    await store.credit('topUp', order(3, { wallet: { ...WALLET, id: 'wal_3', organizationId: 'org_2' } }))
    const exchange = sampleExchange(1, { projectId: 'prj_1', billedNanos: 35 })
    const early = sampleExchange(2, { timeMs: SAMPLE_TIME_MS - 1 })
    const unknown = sampleExchange(3, { billedNanos: null })
    for (let time = 0; time < 2; time++) await store.ingest(booked([exchange, early, unknown]))
    const wallets = await store.credit('listWallets')
    expect(wallets.map(({ id, chargedNanos }) => [id, chargedNanos])).toEqual([
      ['wal_1', 35],
      ['wal_2', 35],
      ['wal_3', 0],
    ])
    const { items } = await store.credit('pageEntries', { walletId: 'wal_2' }, { limit: 10, cursor: null })
    expect(items).toMatchObject([
      { kind: 'charge', debit: 'wallet:wal_2', credit: 'revenue', amountNanos: 35, cause: exchange.id },
      { kind: 'top_up', debit: 'purchases', credit: 'wallet:wal_2', amountNanos: 1_000, cause: 'top_2' },
    ])
    expect(await store.credit('auditWallets')).toEqual([])
  })

  test('what expires first is used first, and what is left of it expires', async () => {
    const store = current()
    const expiresAtMs = SAMPLE_TIME_MS + 60_000
    await store.credit('topUp', order(1))
    await store.credit('topUp', order(2, { expiresAtMs }))
    await store.ingest(booked([sampleExchange(1, { billedNanos: 400 })]))
    expect(await store.credit('dueTopUps', expiresAtMs - 1)).toEqual([])
    expect(await store.credit('dueTopUps', expiresAtMs)).toEqual([
      { id: 'top_2', walletId: 'wal_1', remainingNanos: 600 },
    ])
    const expire = (amountNanos: number) =>
      store.credit('expireTopUp', { topUpId: 'top_2', amountNanos, nowMs: expiresAtMs })
    await expire(100)
    expect(await expire(9_999)).toMatchObject({ creditedNanos: 1_400, creditVersion: 4 })
    expect(await expire(9_999)).toMatchObject({ creditedNanos: 1_400, creditVersion: 4 })
    expect(await store.credit('auditWallets')).toEqual([])
  })

  test.each([1, 2, 3])(
    'in any order of steps entries sum to zero and make the balance (%i)',
    async (seed) => {
      const random = seededRandom(`credits ${seed}`)
      const store = current()
      const wallets = [WALLET, { ...WALLET, id: 'wal_2', projectId: 'prj_1' }]
      const pick = (count: number) => Math.floor(random() * count)
      for (let step = 1; step <= 60; step++) {
        const nowMs = SAMPLE_TIME_MS + step * 1_000
        switch (pick(3)) {
          case 0: {
            const wallet = wallets[pick(2)] as Wallet // There are two.
            const expiresAtMs = pick(2) === 0 ? null : nowMs + pick(20_000)
            await store
              .credit('topUp', order(pick(step), { wallet, expiresAtMs, nowMs, amountNanos: 500 }))
              .catch(() => {})
            break
          }
          case 1: {
            const projectId = pick(2) === 0 ? null : 'prj_1'
            const some = Array.from({ length: 1 + pick(4) }, () =>
              sampleExchange(1 + pick(step * 3), { timeMs: nowMs, projectId, billedNanos: pick(300) }),
            )
            await store.ingest(booked(some))
            break
          }
          case 2:
            for (const { id, remainingNanos } of await store.credit('dueTopUps', nowMs)) {
              const amountNanos = 1 + pick(remainingNanos)
              await store.credit('expireTopUp', { topUpId: id, amountNanos, nowMs })
            }
        }
        expect(await store.credit('auditWallets')).toEqual([])
      }
      for (const wallet of await store.credit('listWallets')) {
        const entries = await allEntries(store, wallet.id)
        const sumOf = (kind: LedgerEntry['kind']) =>
          entries
            .filter((entry) => entry.kind === kind)
            .reduce((sum, { amountNanos }) => sum + amountNanos, 0)
        const balance = wallet.creditedNanos - wallet.chargedNanos
        expect(balance).toBe(sumOf('top_up') - sumOf('charge') - sumOf('expiry'))
        const flow = entries.reduce(
          (sum, { credit, amountNanos }) =>
            sum + (credit === accountOf(wallet.id) ? amountNanos : -amountNanos),
          0,
        )
        expect(balance).toBe(flow)
      }
    },
  )

  test('spending counted anew is what is booked', async () => {
    const store = current()
    expect(await store.credit('spendSpan')).toBeNull()
    await store.ingest(booked([sampleExchange(1), sampleExchange(2_000, { projectId: 'prj_1' })]))
    const span = await store.credit('spendSpan')
    if (span === null) throw new Error('There are exchanges.')
    expect(await store.credit('auditSpend', span)).toEqual([])
  })
}

function booked(records: readonly ExchangeRecord[]): IngestBatch {
  return batchOf(records.map(withoutBodies))
}

async function allEntries(store: Store, walletId: string): Promise<readonly LedgerEntry[]> {
  const entries: LedgerEntry[] = []
  let cursor: string | null = null
  do {
    const page: { readonly items: readonly LedgerEntry[]; readonly nextCursor: string | null } =
      await store.credit('pageEntries', { walletId }, { limit: 7, cursor })
    entries.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== null)
  return entries
}
