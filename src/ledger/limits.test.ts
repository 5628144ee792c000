import { describe, expect, test } from 'vitest'
import { admitted, calls, DAY, NOON, passing, refused, request } from './limits.fixture.ts'
import { Limits } from './limits.ts'

describe('rate limits', () => {
  test('61 requests at once under 60 a minute: exactly 60 pass', () => {
    expect(passing(new Limits(), 61, { limits: [{ rpm: 60 }] })).toBe(60)
  })

  test('a rate holds what is expected of an answer, and is charged what it was', () => {
    const limits = new Limits()
    const long = { limits: [{ tpm: 1_000 }], tokensWorst: 128_000, tokensExpected: 400 }
    expect(passing(limits, 3, long)).toBe(2)
    const other = new Limits()
    const reservation = admitted(other.reserve(request(long)))
    other.settle(reservation, { tokens: 900, costNanos: 0 })
    expect(passing(other, 1, long)).toBe(0)
    expect(passing(other, 1, { ...long, tokensExpected: 100 })).toBe(1)
  })

  test('the refusal says when to come back, and then there is room', () => {
    const limits = new Limits()
    passing(limits, 2, { limits: [{ rpm: 2 }] })
    const { code, message, retryAfterMs } = refused(limits.reserve(request({ limits: [{ rpm: 2 }] })))
    expect(code).toBe('rate_limited')
    expect(message).toBe('This key is limited to 2 requests per minute. 0 left, 1 needed.')
    const waitMs = retryAfterMs ?? 0
    expect(passing(limits, 1, { limits: [{ rpm: 2 }], nowMs: NOON + waitMs - 1 })).toBe(0)
    expect(passing(limits, 3, { limits: [{ rpm: 2 }], nowMs: NOON + waitMs })).toBe(2)
  })

  test.each([
    ['rph', 3_600_000],
    ['rpd', DAY],
    ['tpd', DAY],
  ] as const)('%s is over when its window has passed', (name, windowMs) => {
    const limits = new Limits()
    const fields = { limits: [{ [name]: name === 'tpd' ? 100 : 1 }] }
    expect(passing(limits, 2, fields)).toBe(1)
    expect(passing(limits, 1, { ...fields, nowMs: NOON + windowMs / 2 })).toBe(0)
    expect(passing(limits, 1, { ...fields, nowMs: NOON + windowMs })).toBe(1)
  })

  test('the strictest of several limits holds', () => {
    const both = { limits: [{ rpm: 10 }, { rpm: 3 }, { tpm: 700 }] }
    expect(passing(new Limits(), 5, both)).toBe(3)
  })

  test('tokens are reserved at their worst, and what was not used comes back', () => {
    const limits = new Limits()
    const fields = { limits: [{ tpm: 1_000 }], tokensWorst: 600 }
    const first = admitted(limits.reserve(request(fields)))
    expect(refused(limits.reserve(request(fields))).message).toContain('400 left, 600 needed')
    limits.settle(first, { tokens: 50, costNanos: 0 })
    const second = admitted(limits.reserve(request(fields)))
    expect(second.tokensRemaining).toBe(1_000 - 50 - 600)
  })

  test('more tokens than were reserved are counted too', () => {
    const limits = new Limits()
    const fields = { limits: [{ tpm: 1_000 }], tokensWorst: 100 }
    limits.settle(admitted(limits.reserve(request(fields))), { tokens: 950, costNanos: 0 })
    expect(limits.reserve(request(fields)).admitted).toBe(false)
  })

  test('a request above the whole limit is told that waiting does not help', () => {
    const { retryAfterMs, message } = refused(
      new Limits().reserve(request({ limits: [{ tpm: 99 }], tokensWorst: 100 })),
    )
    expect(retryAfterMs).toBeNull()
    expect(message).toContain('ask for fewer tokens')
  })

  test('requests at once are given back by settling and by releasing', () => {
    const limits = new Limits()
    const fields = { limits: [{ concurrency: 2 }] }
    const first = admitted(limits.reserve(request(fields)))
    const second = admitted(limits.reserve(request(fields)))
    expect(refused(limits.reserve(request(fields))).retryAfterMs).toBe(1_000)
    limits.settle(first, { tokens: 1, costNanos: 1 })
    limits.release(second)
    expect(passing(limits, 3, fields)).toBe(2)
  })

  test('a model of a key has limits of its own, beside those of the key', () => {
    const limits = new Limits()
    const fields = { limits: [{ rpm: 3 }], modelLimits: { rpm: 2 } }
    expect(passing(limits, 3, { ...fields, model: 'a' })).toBe(2)
    expect(passing(limits, 3, { ...fields, model: 'b' })).toBe(1)
    const { message } = refused(limits.reserve(request({ modelLimits: { rpm: 2 }, model: 'a' })))
    expect(message).toContain("This key with model 'a' is limited to 2 requests per minute.")
  })

  test('keys do not share', () => {
    const limits = new Limits()
    expect(passing(limits, 2, { limits: [{ rpm: 1 }] })).toBe(1)
    expect(passing(limits, 2, { limits: [{ rpm: 1 }], keyId: 'key_2' })).toBe(1)
  })

  test('the figures are those of the limit with the least left', () => {
    const limits = new Limits()
    const fields = { limits: [{ rpm: 10, tpm: 1_000 }, { rpd: 5 }] }
    const first = admitted(limits.reserve(request(fields)))
    expect(first).toMatchObject({
      requestsLimit: 5,
      requestsRemaining: 4,
      requestsResetMs: DAY,
      tokensLimit: 1_000,
      tokensRemaining: 900,
      tokensResetMs: 60_000,
    })
    expect(admitted(limits.reserve(request()))).toMatchObject({ requestsLimit: null, tokensRemaining: null })
  })
})

describe('the number of keys in memory', () => {
  test('is limited: those not seen for longest go', () => {
    const limits = new Limits({ keysMax: 3 })
    for (const keyId of ['a', 'b', 'c']) limits.restore(keyId, [])
    limits.release(admitted(limits.reserve(request({ keyId: 'a' }))))
    limits.restore('d', [])
    expect(['a', 'b', 'c', 'd'].filter((keyId) => limits.isRestored(keyId))).toEqual(['a', 'c', 'd'])
  })

  test('keys with open reservations stay, and their requests settle as ever', () => {
    const limits = new Limits({ keysMax: 2 })
    limits.restore('a', [])
    const open = admitted(limits.reserve(request({ keyId: 'a', budgets: [calls(1)] })))
    for (let key = 0; key < 10; key++) limits.restore(`other ${key}`, [])
    expect(limits.isRestored('a')).toBe(true)
    limits.settle(open, { tokens: 3, costNanos: 4 })
    expect(limits.spent('a', 'day', NOON)).toEqual({ costNanos: 4, tokens: 3, calls: 1 })
  })
})
