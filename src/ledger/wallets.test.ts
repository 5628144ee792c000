import { expect, test } from 'vitest'
import type { WalletState } from '../core/wallet.ts'
import { Limits } from './limits.ts'
import { admitted, NOON, refused, request } from './limits.fixture.ts'
import { Wallets } from './wallets.ts'

const CENT = 10_000_000

function state(fields: Partial<WalletState> = {}): WalletState {
  return {
    ...{ id: 'wal_1', organizationId: 'org_1', projectId: null, createdAtMs: NOON },
    ...{ creditedNanos: 100 * CENT, creditVersion: 1, chargedNanos: 0 },
    ...fields,
  }
}

function paid(wallets: Wallets, costWorst: number | null, more: Parameters<typeof request>[0] = {}) {
  const [wallet] = wallets.of({ organizationId: 'org_1', projectId: null, timeMs: NOON })
  if (wallet === undefined) throw new Error('There is no wallet.')
  const scope = { type: 'organization', id: 'org_1' } as const
  const claims = [{ scope, budgets: [], limits: [], modelLimits: [], wallet }]
  return { ...request({ costWorst, ...more }), claims }
}

test('a request holds the most it may cost, and no more is held than there is', () => {
  const wallets = new Wallets([state()])
  const limits = new Limits()
  const outcomes = Array.from({ length: 30 }, () => limits.reserve(paid(wallets, 7 * CENT)))
  expect(outcomes.filter((one) => one.admitted)).toHaveLength(14)
  expect(wallets.get('wal_1')).toMatchObject({ heldNanos: 98 * CENT, availableNanos: 2 * CENT })
  const last = refused(limits.reserve(paid(wallets, 7 * CENT)))
  expect(last).toMatchObject({ code: 'credits_exhausted', retryAfterMs: null })
  expect(last.message).toContain('$0.02 left, and it may need $0.07. Add credits.')
})

test('what was held comes back whole; what is billed is charged by the record', () => {
  const wallets = new Wallets([state()])
  const limits = new Limits()
  const reservation = admitted(limits.reserve(paid(wallets, 7 * CENT)))
  limits.settle(reservation, { tokens: 5, costNanos: CENT, ms: 1, providers: new Map() }, () => [])
  wallets.charge({ organizationId: 'org_1', projectId: null, timeMs: NOON, billedNanos: CENT })
  expect(wallets.get('wal_1')).toMatchObject({ heldNanos: 0, balanceNanos: 99 * CENT })
})

test('a longer answer holds more only where there is more', () => {
  const wallets = new Wallets([state()])
  const limits = new Limits()
  const reservation = admitted(limits.reserve(paid(wallets, 7 * CENT)))
  expect(limits.extend(reservation, { tokens: 1, costNanos: 94 * CENT, nowMs: NOON })).toBe(false)
  expect(limits.extend(reservation, { tokens: 1, costNanos: 93 * CENT, nowMs: NOON })).toBe(true)
  limits.release(reservation)
  expect(wallets.get('wal_1')).toMatchObject({ heldNanos: 0, balanceNanos: 100 * CENT })
})

test('a price that is not known is refused, or let through where that is allowed', () => {
  const wallets = new Wallets([state()])
  const limits = new Limits()
  expect(refused(limits.reserve(paid(wallets, null))).code).toBe('budget_exhausted')
  admitted(limits.reserve(paid(wallets, null, { unknownPrice: 'allow' })))
})

test('an exchange is charged to both its wallets, and to none that was made after it began', () => {
  const wallets = new Wallets([
    state(),
    state({ id: 'wal_2', projectId: 'prj_1' }),
    state({ id: 'wal_3', organizationId: 'default', projectId: 'default' }),
  ])
  const owners = { organizationId: 'org_1', projectId: 'prj_1', billedNanos: 5 }
  wallets.charge({ ...owners, timeMs: NOON })
  wallets.charge({ ...owners, timeMs: NOON - 1 })
  wallets.charge({ organizationId: null, projectId: null, timeMs: NOON, billedNanos: 3 })
  wallets.charge({ ...owners, timeMs: NOON, billedNanos: null })
  const spent = wallets.all.map(({ balanceNanos }) => 100 * CENT - balanceNanos)
  expect(spent).toEqual([5, 5, 3])
})

test('an older word on what was paid in does not undo a newer one', () => {
  const wallet = new Wallets().open(state())
  wallet.credited({ creditedNanos: 300, creditVersion: 3 })
  wallet.credited({ creditedNanos: 200, creditVersion: 2 })
  expect(wallet.balanceNanos).toBe(300)
})
