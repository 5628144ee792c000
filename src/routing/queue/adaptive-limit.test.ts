import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AdaptiveLimit, CONCURRENCY_MAX } from './adaptive-limit.ts'
import { createLimit } from './concurrency-limit.ts'

const SETTINGS = { min: 2, max: 200, initial: 4 }

/** Sixty seconds of a provider who is always asked as much as the limit allows; its limit at the end of each. */
function drive(limit: AdaptiveLimit, provider: Provider, fromMs = 0): number[] {
  const limits: number[] = []
  for (let nowMs = fromMs; nowMs < fromMs + 60_000; nowMs += 1_000) {
    const inFlight = provider.demand === undefined ? limit.limit : Math.min(provider.demand, limit.limit)
    // Each answer takes a second, so what was let in at the last tick ends at this one.
    for (let request = 0; request < inFlight; request++) {
      const isRefused = request >= (provider.refusesAbove ?? Number.POSITIVE_INFINITY)
      const slowness = Math.max(1, inFlight / (provider.queuesAbove ?? Number.POSITIVE_INFINITY))
      limit.note(
        isRefused
          ? { kind: 'throttled', durationMs: 1_000, ttftMs: null }
          : {
              kind: 'ok',
              durationMs: 1_000,
              ttftMs: provider.isWhole === true ? null : (provider.ttftMs ?? 300) * slowness,
            },
        inFlight,
        nowMs + request / 1_000,
      )
    }
    limits.push(limit.limit)
  }
  return limits
}

interface Provider {
  /** More than so many at once are answered 429. */
  readonly refusesAbove?: number
  /** More than so many at once wait for each other. */
  readonly queuesAbove?: number
  readonly demand?: number
  readonly isWhole?: boolean
  /** To the first token, while nothing waits. */
  readonly ttftMs?: number
}

describe('grows', () => {
  test('by doubling while nothing is wrong, up to the maximum', () => {
    const limits = drive(new AdaptiveLimit({ min: 1, max: 100, initial: 10 }), {})
    expect(limits.slice(0, 8)).toEqual([10, 20, 40, 80, 100, 100, 100, 100])
  })

  test('never beyond the maximum of all, whatever the settings', () => {
    const limit = new AdaptiveLimit({ min: 1, max: 1e9, initial: 9_000 })
    expect(drive(limit, {}).at(-1)).toBe(CONCURRENCY_MAX)
  })

  test('not while less than half of it is used', () => {
    const limit = new AdaptiveLimit({ min: 1, max: 100, initial: 40 })
    expect(drive(limit, { demand: 19 }).at(-1)).toBe(40)
    expect(drive(limit, { demand: 20 }, 60_000).at(-1)).toBe(80)
  })

  test('by answers that are not streamed too: their length says nothing of the load', () => {
    expect(drive(new AdaptiveLimit(SETTINGS), { isWhole: true }).at(-1)).toBe(200)
  })
})

describe('a provider who refuses what is too much', () => {
  test('is kept near what he bears', () => {
    const settled = drive(new AdaptiveLimit(SETTINGS), { refusesAbove: 50 }).slice(20)
    expect(Math.min(...settled)).toBeGreaterThanOrEqual(30)
    expect(Math.max(...settled)).toBeLessThanOrEqual(60)
  })

  test('lowers the limit once for a wave that was under way together', () => {
    const limit = new AdaptiveLimit({ min: 1, max: 100, initial: 100 })
    for (let request = 0; request < 100; request++)
      limit.note({ kind: 'throttled', durationMs: 500, ttftMs: null }, 100 - request, 1_000 + request)
    expect(limit.limit).toBe(70)
    limit.note({ kind: 'throttled', durationMs: 500, ttftMs: null }, 70, 1_600)
    expect(limit.limit).toBe(49)
  })

  test('is left the minimum', () => {
    const limits = drive(new AdaptiveLimit(SETTINGS), { refusesAbove: 0 })
    expect(limits.at(-1)).toBe(2)
  })

  test('gets more again when he bears more', () => {
    const limit = new AdaptiveLimit(SETTINGS)
    drive(limit, { refusesAbove: 0 })
    expect(drive(limit, { refusesAbove: 100 }, 60_000).at(-1)).toBeGreaterThan(65)
  })
})

describe('a provider who grows slow', () => {
  test('is kept near where waiting begins', () => {
    const settled = drive(new AdaptiveLimit({ ...SETTINGS, initial: 16 }), { queuesAbove: 40 }).slice(20)
    expect(Math.min(...settled)).toBeGreaterThan(40)
    expect(Math.max(...settled)).toBeLessThan(110)
  })

  test('gets less when he bears less, and more again afterwards', () => {
    const limit = new AdaptiveLimit({ ...SETTINGS, initial: 16 })
    const before = drive(limit, { queuesAbove: 100 }).at(-1) as number // There are sixty.
    const during = Math.min(...drive(limit, { queuesAbove: 10 }, 60_000))
    const after = drive(limit, { queuesAbove: 100 }, 120_000).at(-1)
    expect(during).toBeLessThan(before / 2)
    expect(after).toBeGreaterThan(during * 2)
  })

  test('is not thought slow for being slower by a third', () => {
    const limit = new AdaptiveLimit({ min: 1, max: 100, initial: 100 })
    drive(limit, {})
    expect(Math.min(...drive(limit, { queuesAbove: 75 }, 60_000))).toBe(100)
  })
})

test('a slow hour is not taken for the usual state for long', () => {
  const limit = new AdaptiveLimit({ min: 1, max: 100, initial: 50 })
  drive(limit, { ttftMs: 3_000 })
  drive(limit, { ttftMs: 300 }, 60_000)
  expect(drive(limit, { ttftMs: 1_500 }, 120_000).at(-1)).toBeLessThan(50)
})

test('what went well before a refusal raises nothing after it', () => {
  const limit = new AdaptiveLimit({ min: 1, max: 200, initial: 100 })
  const note = (kind: 'ok' | 'throttled', nowMs: number) =>
    limit.note({ kind, durationMs: 500, ttftMs: null }, 100, nowMs)
  for (let nowMs = 0; nowMs < 900; nowMs += 100) note('ok', nowMs)
  note('throttled', 1_500)
  note('ok', 1_600)
  expect(limit.limit).toBe(70)
})

test('failures say nothing of how much is too much', () => {
  const limit = new AdaptiveLimit(SETTINGS)
  for (let nowMs = 0; nowMs < 60_000; nowMs += 100)
    limit.note({ kind: 'failed', durationMs: 30_000, ttftMs: 20_000 }, 4, nowMs)
  expect(limit.limit).toBe(4)
})

test('whatever happens, the limit is whole and within its bounds', () => {
  const ended = fc.record({
    kind: fc.constantFrom('ok' as const, 'throttled' as const, 'failed' as const),
    durationMs: fc.nat(100_000),
    ttftMs: fc.option(fc.nat(100_000)),
  })
  const history = fc.array(fc.record({ ended, inFlight: fc.nat(300), gapMs: fc.nat(5_000) }), {
    maxLength: 300,
  })
  fc.assert(
    fc.property(history, (events) => {
      const limit = new AdaptiveLimit(SETTINGS)
      let nowMs = 0
      for (const { ended, inFlight, gapMs } of events) {
        nowMs += gapMs
        limit.note(ended, inFlight, nowMs)
        expect(Number.isInteger(limit.limit)).toBe(true)
        expect(limit.limit).toBeGreaterThanOrEqual(2)
        expect(limit.limit).toBeLessThanOrEqual(200)
      }
    }),
  )
})

describe('settings', () => {
  test('a number is a fixed limit of at least 1, null is none', () => {
    expect([createLimit(8).limit, createLimit(0).limit, createLimit(2.7).limit]).toEqual([8, 1, 2])
    expect(createLimit(null).limit).toBe(Number.POSITIVE_INFINITY)
    const fixed = createLimit(8)
    fixed.note({ kind: 'throttled', durationMs: 1, ttftMs: null }, 8, 1)
    expect(fixed.limit).toBe(8)
  })

  test('an adaptive limit begins where the one before stood, within its own bounds', () => {
    expect(createLimit(SETTINGS).limit).toBe(4)
    expect(createLimit(SETTINGS, 64).limit).toBe(64)
    expect(createLimit(SETTINGS, 1_000).limit).toBe(200)
    expect(createLimit(SETTINGS, Number.POSITIVE_INFINITY).limit).toBe(4)
  })
})
