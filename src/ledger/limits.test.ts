import { describe, expect, test } from 'vitest'
import {
  admitted,
  calls,
  DAY,
  KnownLimits,
  NOON,
  passing,
  refused,
  request,
  settle,
} from './limits.fixture.ts'
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
    settle(other, reservation, { tokens: 900, costNanos: 0 })
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
    settle(limits, first, { tokens: 50, costNanos: 0 })
    const second = admitted(limits.reserve(request(fields)))
    expect(second.tokensRemaining).toBe(1_000 - 50 - 600)
  })

  test('more tokens than were reserved are counted too', () => {
    const limits = new Limits()
    const fields = { limits: [{ tpm: 1_000 }], tokensWorst: 100 }
    settle(limits, admitted(limits.reserve(request(fields))), { tokens: 950, costNanos: 0 })
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
    settle(limits, first, { tokens: 1, costNanos: 1 })
    limits.release(second)
    expect(passing(limits, 3, fields)).toBe(2)
  })

  test('a model of a key has limits of its own, beside those of the key', () => {
    const limits = new Limits()
    const fields = { limits: [{ rpm: 3 }], modelLimits: [{ rpm: 2 }] }
    expect(passing(limits, 3, { ...fields, model: 'a' })).toBe(2)
    expect(passing(limits, 3, { ...fields, model: 'b' })).toBe(1)
    const { message } = refused(limits.reserve(request({ modelLimits: [{ rpm: 2 }], model: 'a' })))
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

describe('the number of scopes in memory', () => {
  const fields = { budgets: [calls(5)] }
  const claimOf = (keyId: string) => request({ ...fields, keyId }).claims
  const known = (limits: Limits, keyIds: readonly string[]) =>
    keyIds.filter((keyId) => limits.unrestored(claimOf(keyId)).length === 0)

  test('is limited: those not seen for longest go', () => {
    const limits = new KnownLimits([], { scopesMax: 3 })
    for (const keyId of ['a', 'b', 'c']) limits.restore(claimOf(keyId), NOON)
    limits.release(admitted(limits.reserve(request({ ...fields, keyId: 'a' }))))
    limits.restore(claimOf('d'), NOON)
    expect(known(limits, ['a', 'b', 'c', 'd'])).toEqual(['a', 'c', 'd'])
  })

  test('those with open reservations stay, and their requests settle as ever', () => {
    const limits = new KnownLimits([], { scopesMax: 2 })
    const open = admitted(limits.reserve(request({ ...fields, keyId: 'a' })))
    for (let key = 0; key < 10; key++) limits.restore(claimOf(`other ${key}`), NOON)
    expect(known(limits, ['a'])).toEqual(['a'])
    settle(limits, open, { tokens: 3, costNanos: 4 })
    expect(limits.spent({ type: 'key', id: 'a' }, calls(5), NOON)).toBe(1)
  })

  test('of one type leaves those of another alone', () => {
    const limits = new KnownLimits([], { scopesMax: 1 })
    limits.restore(claimOf('a'), NOON)
    limits.restore([{ scope: { type: 'session', id: 's' }, ...fields, limits: [], modelLimits: [] }], NOON)
    expect(known(limits, ['a'])).toEqual(['a'])
  })
})
