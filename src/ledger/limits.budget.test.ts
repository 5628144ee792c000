import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Budget } from '../core/budget.ts'
import { usdToNanos } from '../core/money.ts'
import {
  admitted,
  calls,
  DAY,
  held,
  KEY,
  KnownLimits,
  NOON,
  passing,
  refused,
  request,
  restored,
  settle,
  spent,
  spentToday,
} from './limits.fixture.ts'
import { Limits } from './limits.ts'
import type { Reservation } from './reservation.ts'

describe('budgets', () => {
  const dollar: Budget = { usdNanos: usdToNanos(1), window: 'day', onExhausted: 'deny' }

  test('200 requests at once that may cost 5 cents each never settle above a dollar', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: usdToNanos(0.05) }), { minLength: 200, maxLength: 200 }),
        (costs) => {
          const limits = restored()
          const results = costs.map(() => limits.reserve(request({ budgets: [dollar] })))
          let settledNanos = 0
          results.forEach((result, index) => {
            const costNanos = costs[index] ?? 0
            if (result.admitted && settle(limits, result, { tokens: 1, costNanos })) settledNanos += costNanos
          })
          expect(results.filter((result) => result.admitted)).toHaveLength(20)
          expect(settledNanos).toBeLessThanOrEqual(usdToNanos(1))
          expect(spent(limits, dollar)).toBe(settledNanos)
        },
      ),
    )
  })

  test('what was reserved and not spent can be spent by others', () => {
    const limits = restored()
    for (let call = 0; call < 100; call++) {
      const reservation = admitted(limits.reserve(request({ budgets: [dollar] })))
      settle(limits, reservation, { tokens: 1, costNanos: usdToNanos(0.009) })
    }
    expect(spent(limits, dollar)).toBe(usdToNanos(0.9))
  })

  test('a refusal takes nothing, whichever limit refuses', () => {
    const limits = restored()
    const tight = { budgets: [dollar, { calls: 1, window: 'day', onExhausted: 'deny' }] } as const
    admitted(limits.reserve(request(tight)))
    for (let call = 0; call < 50; call++)
      refused(limits.reserve(request({ ...tight, limits: [{ rpm: 60 }] })))
    expect(passing(limits, 30, { budgets: [dollar], limits: [{ rpm: 60 }] })).toBe(19)
  })

  test('settling twice, or releasing after that, does nothing', () => {
    const limits = restored()
    const reservation = admitted(limits.reserve(request({ budgets: [dollar] })))
    expect(settle(limits, reservation, { tokens: 5, costNanos: 7 })).toBe(true)
    expect(settle(limits, reservation, { tokens: 5, costNanos: 7 })).toBe(false)
    expect(limits.release(reservation)).toBe(false)
    expect(spent(limits, dollar)).toBe(7)
    expect(passing(limits, 30, { budgets: [dollar] })).toBe(19)
  })

  test('a release leaves no trace', () => {
    const limits = restored()
    const fields = { budgets: [dollar], limits: [{ rpm: 1, tpm: 100 }] }
    for (let call = 0; call < 5; call++) limits.release(admitted(limits.reserve(request(fields))))
    expect([spent(limits, dollar), held(limits, dollar)]).toEqual([0, 0])
  })

  test('what is not known at the end stays charged as reserved', () => {
    const limits = restored()
    const budgets: Budget[] = [dollar, { tokens: 200, window: 'day', onExhausted: 'deny' }]
    settle(limits, admitted(limits.reserve(request({ budgets }))), { tokens: null, costNanos: null })
    expect(budgets.map((budget) => spent(limits, budget))).toEqual([usdToNanos(0.05), 100])
  })

  test('an unknown price is refused under a money budget, unless allowed; other budgets do not mind', () => {
    const limits = restored()
    const unknown = { costWorst: null, budgets: [dollar] }
    expect(refused(limits.reserve(request(unknown)))).toMatchObject({
      code: 'budget_exhausted',
      retryAfterMs: null,
    })
    admitted(limits.reserve(request({ ...unknown, unknownPrice: 'allow' })))
    admitted(limits.reserve(request({ costWorst: null, budgets: [calls(5)] })))
  })

  test.each<[Budget['window'], string, string]>([
    ['day', '2026-11-20T23:59:59Z', '2026-11-21T00:00:00Z'],
    ['week', '2026-11-22T23:59:59Z', '2026-11-23T00:00:00Z'],
    ['month', '2026-11-30T23:59:59Z', '2026-12-01T00:00:00Z'],
    [{ days: 3 }, '2026-11-22T23:59:59Z', '2026-11-23T00:00:00Z'],
  ])('a budget per %j that is used up holds until it renews', (window, last, next) => {
    const limits = restored()
    const fields = { budgets: [{ ...calls(1), window }] }
    settle(limits, admitted(limits.reserve(request(fields))), { tokens: 1, costNanos: 1 })
    refused(limits.reserve(request({ ...fields, nowMs: Date.parse(last) })))
    admitted(limits.reserve(request({ ...fields, nowMs: Date.parse(next) })))
  })

  test('the refusal names the budget and when it renews', () => {
    const limits = new KnownLimits([row('2026-11-20', usdToNanos(0.98))])
    const { message, retryAfterMs } = refused(limits.reserve(request({ budgets: [dollar] })))
    expect(message).toBe(
      "The key's daily budget of $1 is too small for this request: $0.02 left, and it may need $0.05.",
    )
    expect(retryAfterMs).toBe(DAY / 2)
  })

  test('where only running requests stand in the way, coming back soon is worth it', () => {
    const limits = restored()
    const fields = { budgets: [dollar], costWorst: usdToNanos(0.7) }
    admitted(limits.reserve(request(fields)))
    expect(refused(limits.reserve(request(fields))).retryAfterMs).toBe(1_000)
    const hopeless = { budgets: [dollar], costWorst: usdToNanos(1.1) }
    expect(refused(limits.reserve(request(hopeless))).retryAfterMs).toBeNull()
  })

  test('spending restored from the store counts in each window it falls into', () => {
    const limits = new KnownLimits([
      row('2026-10-31', 1),
      row('2026-11-15', 2),
      row('2026-11-16', 4),
      row('2026-11-20', 8),
    ])
    const nanos = (window: Budget['window']) => spent(limits, { ...dollar, window })
    expect(nanos('day')).toBe(8)
    expect(nanos('week')).toBe(12)
    expect(nanos({ days: 6 })).toBe(14)
    expect(nanos({ hours: 12 })).toBe(0)
    expect(nanos({ hours: 13 })).toBe(8)
    expect(nanos('month')).toBe(14)
    expect(nanos('lifetime')).toBe(15)
  })

  test('what is settled while the store is read is counted once, and at the last twice rather than not', () => {
    const limits = restored()
    const claim = request({ budgets: [dollar] }).claims[0]
    if (claim === undefined) throw new Error('There is none.')
    const running = admitted(limits.reserve(request()))
    limits.beginRestoring(claim)
    settle(limits, running, { tokens: 1, costNanos: 500 })
    const read = [row('2026-11-20', 500)]
    expect(limits.endRestoring(claim, read, NOON, false)).toBe(false)
    limits.beginRestoring(claim)
    expect(limits.endRestoring(claim, read, NOON, false)).toBe(true)
    expect(spent(limits, dollar)).toBe(500)

    const other = restored()
    const late = admitted(other.reserve(request()))
    other.beginRestoring(claim)
    settle(other, late, { tokens: 1, costNanos: 500 })
    expect(other.endRestoring(claim, read, NOON, true)).toBe(true)
    expect(spent(other, dollar)).toBe(1_000)
  })

  test('what began before there was a budget counts in it when it ends', () => {
    const limits = restored()
    const running = admitted(limits.reserve(request()))
    const later = admitted(limits.reserve(request({ budgets: [dollar] })))
    settle(limits, running, { tokens: 1, costNanos: 500 })
    settle(limits, later, { tokens: 1, costNanos: 7 })
    expect(spent(limits, dollar)).toBe(507)
  })

  test('a budget is never checked against spending that was not restored', () => {
    const limits = new Limits()
    expect(() => limits.reserve(request({ budgets: [dollar] }))).toThrow('was not restored')
    expect(limits.spent(KEY, dollar, NOON)).toBeNull()
  })

  test('a clock set back and forth forgets no spending', () => {
    const limits = restored()
    const nextMonth = Date.parse('2026-12-05T00:00:00Z')
    const fields = { budgets: [calls(1)] }
    settle(limits, admitted(limits.reserve(request({ ...fields, nowMs: nextMonth }))), {
      tokens: 1,
      costNanos: 1,
    })
    refused(limits.reserve(request(fields)))
  })
})

test('whatever the order of reserving, settling and releasing, no budget is overdrawn and nothing stays held', () => {
  const steps = fc.array(
    fc.record({
      act: fc.constantFrom('reserve', 'reserve', 'settle', 'release'),
      which: fc.nat(),
      worst: fc.integer({ min: 1, max: 400 }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
  )
  fc.assert(
    fc.property(steps, (plan) => {
      const limits = restored()
      const budgets: Budget[] = [{ usdNanos: 1_000, window: 'day', onExhausted: 'deny' }]
      const open: Reservation[] = []
      let settled = 0
      for (const { act, which, worst, share } of plan) {
        if (act === 'reserve') {
          const result = limits.reserve(request({ budgets, costWorst: worst, tokensWorst: worst }))
          if (result.admitted) open.push(result)
          continue
        }
        const [reservation] = open.splice(which % Math.max(1, open.length), 1)
        if (reservation === undefined) continue
        if (act === 'release') limits.release(reservation)
        else {
          const costNanos = Math.floor(reservation.reservedNanos * share)
          settle(limits, reservation, { tokens: 1, costNanos })
          settled += costNanos
        }
        expect(settled).toBeLessThanOrEqual(1_000)
      }
      for (const reservation of open) limits.release(reservation)
      expect(spentToday(limits).costNanos).toBe(settled)
      expect(limits.reserve(request({ budgets, costWorst: 1_000 - settled })).admitted).toBe(true)
    }),
  )
})

function row(day: string, costNanos: number) {
  return { startMs: Date.parse(day), costNanos, tokens: 0, calls: 0, ms: 0 }
}
