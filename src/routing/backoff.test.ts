import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { RetryConfig } from '../config/config.ts'
import { ERRORS, type ErrorCode } from '../core/error.ts'
import { type FailedAttempt, isRetryable, retryDelayMs } from './backoff.ts'

const RETRIES: RetryConfig = {
  attempts: 3,
  on: [429, 500, 503, 'timeout', 'network'],
  honourRetryAfter: true,
}
const CODES = Object.keys(ERRORS) as ErrorCode[] // Object.keys widens.

const code = fc.constantFrom(...CODES)
const status = fc.option(fc.constantFrom(200, 302, 400, 401, 404, 408, 429, 500, 503, 529), { nil: null })
const retryAfterMs = fc.option(fc.integer({ min: 0, max: 100_000 }), { nil: null })
const failure: fc.Arbitrary<FailedAttempt> = fc.record({ code, status, retryAfterMs })
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

function failed(fields: Partial<FailedAttempt> = {}): FailedAttempt {
  return { code: 'provider_error', status: 500, retryAfterMs: null, ...fields }
}

test('nothing that was the end is tried again, whatever the route says', () => {
  const on = [...(RETRIES.on as number[]), 200, 400, 401, 404]
  fc.assert(
    fc.property(failure, (one) => {
      fc.pre(ERRORS[one.code].retry === 'never')
      expect(isRetryable(one, { ...RETRIES, on })).toBe(false)
      expect(retryDelayMs(one, RETRIES, 1, () => 0)).toBeNull()
    }),
  )
})

test.each([
  ['a status that is listed', failed({ status: 503 }), true],
  ['a status that is not', failed({ status: 502 }), false],
  ['a connection that broke', failed({ code: 'provider_unreachable', status: null }), true],
  ['an error inside a 200', failed({ status: 200 }), true],
  ['a redirect', failed({ status: 302 }), true],
  ['a timeout', failed({ code: 'provider_timeout', status: null }), true],
  [
    'a refused credential, though 401 is not listed',
    failed({ code: 'provider_unauthorized', status: 401 }),
    true,
  ],
  [
    'a model the provider lacks, though 404 is not',
    failed({ code: 'provider_model_missing', status: 404 }),
    true,
  ],
])('%s: worth another try is as it should be', (_, one, expected) => {
  expect(isRetryable(one, RETRIES)).toBe(expected)
})

test('`timeout` and `network` are each a choice of the route', () => {
  const without = (word: string) => ({ ...RETRIES, on: RETRIES.on.filter((each) => each !== word) })
  expect(isRetryable(failed({ code: 'provider_timeout', status: null }), without('timeout'))).toBe(false)
  expect(isRetryable(failed({ code: 'provider_timeout', status: null }), without('network'))).toBe(true)
  expect(isRetryable(failed({ code: 'provider_unreachable', status: null }), without('network'))).toBe(false)
})

test('the same target is tried as often as the route says and no more', () => {
  for (let attempts = 0; attempts <= 5; attempts++) {
    let tries = 1
    while (retryDelayMs(failed(), { ...RETRIES, attempts }, tries, () => 0.5) !== null) tries++
    expect(tries).toBe(1 + attempts)
  }
})

test('the wait doubles up to five seconds, with half of it left to chance', () => {
  const waits = (draw: number) =>
    Array.from({ length: 8 }, (_, index) =>
      retryDelayMs(failed(), { ...RETRIES, attempts: 8 }, index + 1, () => draw),
    )
  expect(waits(0)).toEqual([100, 200, 400, 800, 1_600, 2_500, 2_500, 2_500])
  expect(waits(1)).toEqual([200, 400, 800, 1_600, 3_200, 5_000, 5_000, 5_000])
})

test('Retry-After is never undercut, unless the route says not to honour it', () => {
  fc.assert(
    fc.property(retryAfterMs, fc.integer({ min: 1, max: 4 }), random, (hint, tries, draw) => {
      const one = failed({ retryAfterMs: hint })
      const waitMs = retryDelayMs(one, RETRIES, tries, () => draw)
      if (waitMs !== null && hint !== null) expect(waitMs).toBeGreaterThanOrEqual(hint)
      const heedless = retryDelayMs(one, { ...RETRIES, honourRetryAfter: false }, tries, () => draw)
      if (heedless !== null) expect(heedless).toBeLessThanOrEqual(5_000)
    }),
  )
})

test('a wait that a caller should not be kept for is not begun', () => {
  expect(retryDelayMs(failed({ retryAfterMs: 20_000 }), RETRIES, 1, () => 0)).toBe(20_000)
  expect(retryDelayMs(failed({ retryAfterMs: 20_001 }), RETRIES, 1, () => 0)).toBeNull()
})

test('what only another target can mend is not tried again on this one', () => {
  for (const one of CODES) {
    const waitMs = retryDelayMs(failed({ code: one }), RETRIES, 1, () => 0)
    expect(waitMs !== null).toBe(ERRORS[one].retry === 'same')
  }
})
