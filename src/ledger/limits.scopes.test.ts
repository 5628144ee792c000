import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Budget } from '../core/budget.ts'
import type { Scope } from '../core/scope.ts'
import { KnownLimits, NOON, refused, request } from './limits.fixture.ts'
import type { Claim } from './limits.ts'
import type { Reservation } from './reservation.ts'

/** Five scopes, each with budgets of its own in money, tokens, calls and time. */
const SCOPES: readonly Scope[] = (['project', 'key', 'user', 'session', 'tag'] as const).map((type) => ({
  type,
  id: 'x',
}))
const BUDGETS: readonly Budget[] = [
  { usdNanos: 1_000, window: 'day', onExhausted: 'deny' },
  { tokens: 900, window: 'day', onExhausted: 'deny' },
  { calls: 12, window: 'month', onExhausted: 'deny' },
  { seconds: 8, window: { hours: 24 }, onExhausted: 'deny' },
]

/** Of those whose bits are set. */
function claimsOf(mask: number, budgets = BUDGETS): readonly Claim[] {
  const claims = SCOPES.map((scope) => ({ scope, budgets, limits: [], modelLimits: [] }))
  return claims.filter((_, at) => (mask & (1 << at)) !== 0)
}

const steps = fc.array(
  fc.record({
    act: fc.constantFrom('reserve', 'reserve', 'settle', 'release', 'extend', 'abort'),
    mask: fc.integer({ min: 0, max: 31 }),
    which: fc.nat(),
    worst: fc.integer({ min: 1, max: 400 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  { maxLength: 80 },
)

test('over five scopes nothing is overdrawn, nothing stays held, and each has what its requests used', () => {
  fc.assert(
    fc.property(steps, (plan) => {
      const limits = new KnownLimits()
      limits.restore(claimsOf(31), NOON)
      const open: { readonly reservation: Reservation; readonly mask: number }[] = []
      const used = SCOPES.map(() => [0, 0, 0, 0])
      for (const { act, mask, which, worst, share } of plan) {
        if (act === 'reserve') {
          const demand = request({ costWorst: worst, tokensWorst: worst })
          const outcome = limits.reserve({ ...demand, claims: claimsOf(mask) })
          if (outcome.admitted) open.push({ reservation: outcome, mask })
          continue
        }
        const one = open[which % Math.max(1, open.length)]
        if (one === undefined) continue
        const { reservation } = one
        if (act === 'extend') {
          limits.extend(reservation, { tokens: worst, costNanos: worst, nowMs: NOON })
        } else {
          open.splice(open.indexOf(one), 1)
          if (act === 'release') limits.release(reservation)
          else {
            // An abort is charged with all that was held.
            const part = act === 'abort' ? 1 : share
            const costNanos = Math.floor(reservation.reservedNanos * part)
            const tokens = Math.floor(reservation.reservedTokens * part)
            const ms = Math.floor(1_000 * part)
            limits.settle(reservation, { costNanos, tokens, ms, providers: new Map() }, () => [])
            for (const [at, sums] of used.entries()) {
              if ((one.mask & (1 << at)) === 0) continue
              for (const [unit, amount] of [costNanos, tokens, 1, ms].entries())
                sums[unit] = (sums[unit] ?? 0) + amount
            }
          }
          expect(limits.release(reservation)).toBe(false)
        }
        for (const scope of SCOPES)
          for (const budget of BUDGETS) expect(limits.left(scope, budget, NOON)).toBeGreaterThanOrEqual(0)
      }
      for (const { reservation } of open) limits.release(reservation)
      for (const [at, scope] of SCOPES.entries()) {
        expect(limits.held(scope.type)).toBe(0)
        expect(BUDGETS.map((budget) => limits.spent(scope, budget, NOON))).toEqual(used[at])
      }
    }),
  )
})

test('one more at once than a scope has room for is one refusal, which names it and takes from no other', () => {
  for (const [tight, scope] of SCOPES.entries()) {
    const limits = new KnownLimits()
    const budget = (calls: number): Budget => ({ calls, window: 'day', onExhausted: 'deny' })
    const claims = SCOPES.flatMap((_, at) => claimsOf(1 << at, [budget(at === tight ? 20 : 100)]))
    const asked = { ...request(), claims }
    const outcomes = Array.from({ length: 21 }, () => limits.reserve(asked))
    expect(outcomes.filter(({ admitted }) => !admitted)).toHaveLength(1)
    expect(refused(limits.reserve(asked))).toMatchObject({
      code: 'budget_exhausted',
      scope,
      retryAfterMs: 1_000,
    })
    for (const other of SCOPES.filter((each) => each !== scope)) {
      expect(limits.left(other, budget(100), NOON)).toBe(80)
    }
  }
})
