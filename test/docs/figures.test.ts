import { expect, test } from 'vitest'
import type { ErrorCode } from '../../src/core/error.ts'
import { ATTEMPTS_MAX, retryDelayMs } from '../../src/routing/backoff.ts'
import { Health } from '../../src/routing/health.ts'
import { readPage, rowsOf, sectionOf } from './pages.ts'

const PAGE = readPage('docs/concepts/routing.md')

const UNIT_MS = { ms: 1, s: 1_000, h: 3_600_000 } as const

/** The durations in a text, in milliseconds. */
function durationsIn(text: string): readonly number[] {
  return [...text.matchAll(/(\d+) (ms|s|h)\b/g)].map(
    ([, amount, unit]) => Number(amount) * UNIT_MS[unit as keyof typeof UNIT_MS], // The pattern allows no other.
  )
}

/** A target that fails again as soon as it may be tried; how long it rests each time. */
function restsAfter(code: ErrorCode, retryAfterMs: number | null, failures: number): readonly number[] {
  const health = new Health()
  let nowMs = 0
  return Array.from({ length: failures }, () => {
    health.began('target', nowMs)
    health.failed('target', { code, retryAfterMs }, nowMs)
    const standing = health.standing('target', nowMs)
    const restMs = 'untilMs' in standing ? standing.untilMs - nowMs : 0
    nowMs += restMs
    return restMs
  })
}

test('how long a target rests', () => {
  const [breaker, told, guessed, refused] = rowsOf(sectionOf(PAGE, 'Health')).map(([, rest = '']) =>
    durationsIn(rest),
  )
  const [first = 0, most = 0, asked = 0] = breaker ?? []
  expect(restsAfter('provider_error', null, 8)).toEqual([
    0,
    0,
    first,
    2 * first,
    4 * first,
    8 * first,
    most,
    most,
  ])
  expect(restsAfter('provider_error', 2 * asked, 3).at(-1)).toBe(asked)
  expect(restsAfter('provider_rate_limited', Number.MAX_SAFE_INTEGER, 1)).toEqual(told)
  const [guess = 0, mostGuessed = 0] = guessed ?? []
  const guesses = restsAfter('provider_rate_limited', null, 9)
  expect([guesses[0], guesses[1], guesses.at(-1)]).toEqual([guess, 2 * guess, mostGuessed])
  for (const code of ['provider_unauthorized', 'provider_model_missing'] as const)
    expect(restsAfter(code, null, 1)).toEqual(refused)
})

test('how often and how soon it is tried again', () => {
  const [attempts, wait = [], retryAfter] = rowsOf(sectionOf(PAGE, 'When an attempt fails'))
  expect(attempts?.[1]).toBe(String(ATTEMPTS_MAX))
  const [first = 0, most = 0] = durationsIn(wait[1] ?? '')
  const delay = (tries: number, retryAfterMs: number | null, random: number) =>
    retryDelayMs(
      { code: 'provider_error', status: 500, retryAfterMs },
      { attempts: 10, on: [500], honourRetryAfter: true },
      tries,
      () => random,
    )
  expect([1, 2, 3, 9].map((tries) => delay(tries, null, 1))).toEqual([first, 2 * first, 4 * first, most])
  expect(delay(1, null, 0)).toBe(first / 2)
  const [longest = 0] = durationsIn(retryAfter?.[1] ?? '')
  expect([delay(1, longest, 1), delay(1, longest + 1, 1)]).toEqual([longest, null])
})
