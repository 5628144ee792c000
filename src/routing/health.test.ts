import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ERRORS, type ErrorCode } from '../core/error.ts'
import { Health } from './health.ts'

const ID = 'a/m'
const QUICK = { ttftMs: 10, durationMs: 20 }

function fail(
  health: Health,
  code: ErrorCode,
  atMs: number,
  retryAfterMs: number | null = null,
  id = ID,
): void {
  health.failed(id, { code, retryAfterMs }, atMs)
}

test('a target that nobody has tried is ready, and nothing is measured of it', () => {
  const health = new Health()
  expect(health.standing(ID, 0)).toEqual({ type: 'ready' })
  expect(health.figures(ID, 0)).toEqual({
    inFlight: 0,
    ttftMs: null,
    tokensPerSecond: null,
    uptime: { fiveMinutes: null, thirtyMinutes: null, day: null },
    requestsLeft: null,
    tokensLeft: null,
    cacheHitRate: null,
    quality: null,
  })
})

describe('what each fault does', () => {
  const TABLE: readonly (readonly [ErrorCode, number | null, object, object])[] = [
    [
      'provider_unauthorized',
      401,
      { type: 'refused', untilMs: 60_000 },
      { type: 'refused', untilMs: 60_000 },
    ],
    [
      'provider_unauthorized',
      402,
      { type: 'refused', untilMs: 60_000 },
      { type: 'refused', untilMs: 60_000 },
    ],
    ['provider_unauthorized', 403, { type: 'refused', untilMs: 60_000 }, { type: 'ready' }],
    ['provider_rate_limited', 429, { type: 'crowded', untilMs: 1_000 }, { type: 'ready' }],
    ['provider_model_missing', 404, { type: 'refused', untilMs: 60_000 }, { type: 'ready' }],
    ['stream_interrupted', 200, { type: 'open', untilMs: 2_000 }, { type: 'ready' }],
    ['context_length_exceeded', 400, { type: 'ready' }, { type: 'ready' }],
    ['content_filtered', 400, { type: 'ready' }, { type: 'ready' }],
    ['unsupported_parameter', 400, { type: 'ready' }, { type: 'ready' }],
    ['invalid_request', 422, { type: 'ready' }, { type: 'ready' }],
  ]
  test.each(TABLE)('%s with status %s', (code, status, own, sibling) => {
    const health = new Health()
    health.failed('a/m#1', { code, status, retryAfterMs: null }, 0)
    expect(health.standing('a/m#1', 0)).toEqual(own)
    expect(health.standing('a/other#1', 0)).toEqual(sibling)
    expect(health.standing('a/m#2', 0)).toEqual({ type: 'ready' })
    expect(health.standing('b/m#1', 0)).toEqual({ type: 'ready' })
  })

  test('only ill health counts against the uptime', () => {
    for (const code of Object.keys(ERRORS) as ErrorCode[]) {
      // Object.keys widens.
      const health = new Health()
      health.succeeded(ID, QUICK, 0)
      fail(health, code, 0)
      const isIll =
        /^(provider_(error|overloaded|unreachable|timeout|invalid_reply)|stream_interrupted|all_targets_failed)$/
      expect(health.figures(ID, 0).uptime.fiveMinutes, code).toBe(isIll.test(code) ? 0.5 : 1)
    }
  })

  test('a key that is refused is tried again by one request, for all of its models', () => {
    const health = new Health()
    fail(health, 'provider_unauthorized', 0, null, 'a/m')
    expect(health.standing('a/other', 60_000)).toEqual({ type: 'half-open' })
    health.began('a/other', 60_000)
    expect(health.standing('a/m', 60_001).type).toBe('refused')
    health.succeeded('a/other', { ttftMs: null, durationMs: 500 }, 60_500)
    expect(health.standing('a/m', 60_500)).toEqual({ type: 'ready' })
  })

  test('a native id may hold what tells credentials apart', () => {
    const health = new Health()
    fail(health, 'provider_unauthorized', 0, null, 'a/models/x#1')
    expect(health.standing('a/models/x#1', 0).type).toBe('refused')
    expect(health.standing('a/models/y', 0)).toEqual({ type: 'ready' })
  })
})

describe('rate limits', () => {
  test('a rate limit fills a target for as long as the provider says, and leaves the breaker alone', () => {
    const health = new Health()
    for (let hit = 0; hit < 5; hit++) fail(health, 'provider_rate_limited', 100, 3_000)
    expect(health.standing(ID, 3_099)).toEqual({ type: 'full', untilMs: 3_100 })
    expect(health.standing(ID, 3_100)).toEqual({ type: 'ready' })
  })

  test('without a hint the guess doubles and is called one; a success resets it', () => {
    const health = new Health()
    fail(health, 'provider_rate_limited', 0)
    expect(health.standing(ID, 0)).toEqual({ type: 'crowded', untilMs: 1_000 })
    fail(health, 'provider_rate_limited', 1_000)
    expect(health.standing(ID, 1_000)).toEqual({ type: 'crowded', untilMs: 3_000 })
    health.succeeded(ID, QUICK, 1_000)
    fail(health, 'provider_rate_limited', 3_000)
    expect(health.standing(ID, 3_000)).toEqual({ type: 'crowded', untilMs: 4_000 })
  })

  test('what the provider said about its limit is cut short by no guess and by no late success', () => {
    const health = new Health()
    fail(health, 'provider_rate_limited', 0, 30_000)
    fail(health, 'provider_rate_limited', 10)
    fail(health, 'provider_rate_limited', 20, 1_000)
    health.succeeded(ID, QUICK, 20)
    health.told(ID, { requests: { left: 10, resetMs: 100 }, tokens: null }, 30)
    expect(health.standing(ID, 29_999)).toEqual({ type: 'full', untilMs: 30_000 })
  })

  test('no provider can take itself out for more than an hour', () => {
    const health = new Health()
    fail(health, 'provider_rate_limited', 0, 1e12)
    expect(health.standing(ID, 3_600_000)).toEqual({ type: 'ready' })
    for (let failure = 0; failure < 3; failure++) fail(health, 'provider_overloaded', 0, 1e12, 'b/m')
    expect(health.standing('b/m', 3_600_000)).toEqual({ type: 'half-open' })
    health.told('c/m', { requests: { left: 0, resetMs: 1e12 }, tokens: null }, 0)
    expect(health.standing('c/m', 3_600_000)).toEqual({ type: 'ready' })
  })

  test('a reply that says nothing is left sends the next requests elsewhere, until there is room again', () => {
    const health = new Health()
    const tokens = { left: 0, resetMs: 6_000 }
    health.told(ID, { requests: { left: 40, resetMs: 60_000 }, tokens }, 0)
    expect(health.standing(ID, 0)).toEqual({ type: 'crowded', untilMs: 6_000 })
    expect(health.figures(ID, 0)).toMatchObject({ requestsLeft: 40, tokensLeft: 0 })
    health.told(ID, { requests: null, tokens: { left: 500, resetMs: 5_000 } }, 1_000)
    expect(health.standing(ID, 1_000)).toEqual({ type: 'ready' })
    expect(health.figures(ID, 5_999)).toMatchObject({ requestsLeft: 40, tokensLeft: 500 })
    expect(health.figures(ID, 6_000)).toMatchObject({ requestsLeft: 40, tokensLeft: null })
    expect(health.figures(ID, 60_000)).toMatchObject({ requestsLeft: null, tokensLeft: null })
  })

  test('a refusal whose headers alone say until when is believed', () => {
    const health = new Health()
    health.told(ID, { requests: { left: 0, resetMs: 7_000 }, tokens: null }, 0)
    fail(health, 'provider_rate_limited', 0)
    expect(health.standing(ID, 0)).toEqual({ type: 'full', untilMs: 7_000 })
  })
})

describe('figures', () => {
  test('time to first token and tokens per second, of streamed answers', () => {
    const health = new Health()
    for (let answer = 0; answer < 100; answer++)
      health.succeeded(
        ID,
        { ttftMs: 200, durationMs: 2_200, tokens: { input: 50, cacheRead: 0, output: 100 } },
        answer * 100,
      )
    const { ttftMs, tokensPerSecond } = health.figures(ID, 10_000)
    expect(ttftMs?.p50).toBeGreaterThan(190)
    expect(ttftMs?.p99).toBeLessThan(210)
    expect(tokensPerSecond?.p50).toBeGreaterThan(47.5)
    expect(tokensPerSecond?.p99).toBeLessThan(52.5)
  })

  test('the p90 of the throughput is what nine answers in ten reach', () => {
    const health = new Health()
    for (let answer = 0; answer < 100; answer++) {
      const durationMs = answer % 5 === 0 ? 10_200 : 1_200
      health.succeeded(
        ID,
        { ttftMs: 200, durationMs, tokens: { input: 5, cacheRead: 0, output: 100 } },
        answer,
      )
    }
    const { tokensPerSecond } = health.figures(ID, 1_000)
    expect(tokensPerSecond?.p50).toBeCloseTo(100, -1)
    expect(tokensPerSecond?.p90).toBeCloseTo(10, 0)
  })

  test('an answer that came whole, or in a few tokens, tells nothing of the speed', () => {
    const health = new Health()
    health.succeeded(
      ID,
      { ttftMs: null, durationMs: 2_200, tokens: { input: 50, cacheRead: 0, output: 100 } },
      0,
    )
    health.succeeded(
      ID,
      { ttftMs: 2_199, durationMs: 2_200, tokens: { input: 50, cacheRead: 0, output: 100 } },
      0,
    )
    health.succeeded(
      ID,
      { ttftMs: 200, durationMs: 2_200, tokens: { input: 50, cacheRead: 0, output: 5 } },
      0,
    )
    expect(health.figures(ID, 0).tokensPerSecond).toBeNull()
  })

  test('how much of the input comes from the prompt cache, by tokens', () => {
    const health = new Health()
    const answered = (input: number, cacheRead: number) =>
      health.succeeded(ID, { ...QUICK, tokens: { input, cacheRead, output: 1 } }, 0)
    answered(900, 0)
    expect(health.figures(ID, 0).cacheHitRate).toBeNull()
    answered(8_100, 8_000)
    expect(health.figures(ID, 0).cacheHitRate).toBeCloseTo(8_000 / 9_000)
    health.succeeded(ID, QUICK, 0)
    expect(health.figures(ID, 0).cacheHitRate).toBeCloseTo(8_000 / 9_000)
  })

  test('quality is not told before there are verdicts enough, and fades', () => {
    const health = new Health()
    for (let verdict = 0; verdict < 4; verdict++) health.observeQuality(ID, 1, 1, 0)
    expect(health.figures(ID, 0).quality).toBeNull()
    health.observeQuality(ID, 1, 4, 0)
    expect(health.figures(ID, 0).quality).toBeCloseTo(0.9)
    for (let verdict = 0; verdict < 1_000; verdict++) health.observeQuality(ID, 0, 1, 86_400_000)
    expect(health.figures(ID, 86_400_000).quality).toBeLessThan(0.01)
    expect(health.figures(ID, 20 * 86_400_000).quality).toBeNull()
  })

  test('quality stays between 0 and 1, whatever is observed', () => {
    const verdict = fc.tuple(
      fc.double({ min: -2, max: 3, noNaN: true }),
      fc.double({ min: 0, max: 50, noNaN: true }),
    )
    fc.assert(
      fc.property(fc.array(verdict, { maxLength: 50 }), (verdicts) => {
        const health = new Health()
        for (const [index, [value, weight]] of verdicts.entries())
          health.observeQuality(ID, value, weight, index * 1_000_000)
        const { quality } = health.figures(ID, verdicts.length * 1_000_000)
        expect(quality ?? 0).toBeGreaterThanOrEqual(0)
        expect(quality ?? 0).toBeLessThanOrEqual(1)
      }),
    )
  })

  test('what is in flight comes back to zero, whatever each attempt ended in', () => {
    const ending = fc.constantFrom('success', 'nothing', ...(Object.keys(ERRORS) as ErrorCode[])) // Object.keys widens.
    const attempt = fc.record({ target: fc.nat(3), from: fc.nat(50), length: fc.nat(20), ending })
    fc.assert(
      fc.property(fc.array(attempt, { maxLength: 60 }), (attempts) => {
        const health = new Health()
        const id = (target: number) => `a/${target}`
        const under = (target: number, atMs: number) =>
          attempts.filter(
            (each) => each.target === target && each.from <= atMs && atMs < each.from + each.length + 1,
          )
        for (let nowMs = 0; nowMs <= 71; nowMs++) {
          for (const one of attempts.filter(({ from }) => from === nowMs)) health.began(id(one.target), nowMs)
          for (const one of attempts.filter(({ from, length }) => from + length + 1 === nowMs)) {
            if (one.ending === 'success') health.succeeded(id(one.target), QUICK, nowMs)
            else if (one.ending === 'nothing') health.saidNothing(id(one.target), one.length, nowMs)
            else health.failed(id(one.target), { code: one.ending, retryAfterMs: null }, nowMs)
          }
          for (const target of [0, 1, 2, 3])
            expect(health.figures(id(target), nowMs).inFlight).toBe(under(target, nowMs).length)
        }
        for (const target of [0, 1, 2, 3]) expect(health.figures(id(target), 72).inFlight).toBe(0)
      }),
    )
  })

  test('what callers can name does not fill the memory, and what is in flight is not forgotten with it', () => {
    const health = new Health()
    for (let model = 0; model < 20_000; model++) health.began(`a/${model}`, 0)
    expect(health.targetIds().length).toBe(10_000)
    expect(health.figures('a/0', 0).inFlight).toBe(1)
    health.saidNothing('a/0', 0, 0)
    expect(health.figures('a/0', 0).inFlight).toBe(0)
  })
})
