import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ErrorCode } from '../core/error.ts'
import { Health } from './health.ts'
import { seededRandom } from './random.ts'

const ID = 'a/m'
const QUICK = { ttftMs: 10, durationMs: 20 }

function fail(health: Health, code: ErrorCode, atMs: number): void {
  health.failed(ID, { code, retryAfterMs: null }, atMs)
}

function opened(nowMs = 0): Health {
  const health = new Health()
  for (let failure = 0; failure < 3; failure++) fail(health, 'provider_error', nowMs)
  return health
}

test('three failures in a row open it for five seconds; then one request probes', () => {
  const health = opened()
  expect(health.standing(ID, 4_999)).toEqual({ type: 'open', untilMs: 5_000 })
  expect(health.standing(ID, 5_000)).toEqual({ type: 'half-open' })
  health.began(ID, 5_000)
  expect(health.standing(ID, 5_001).type).toBe('open')
  expect(health.isProbed(ID, 5_001)).toBe(true)
  health.succeeded(ID, { ttftMs: null, durationMs: 1 }, 5_001)
  expect(health.standing(ID, 5_002)).toEqual({ type: 'ready' })
})

test('a success between failures keeps it closed', () => {
  const health = new Health()
  for (const round of [1, 2, 3]) {
    fail(health, 'provider_error', round)
    fail(health, 'provider_error', round)
    health.succeeded(ID, QUICK, round)
  }
  expect(health.standing(ID, 4)).toEqual({ type: 'ready' })
})

test('a hundred requests that were under way when it opened neither lengthen the pause nor end the probe', () => {
  const health = opened(1_000)
  for (let late = 0; late < 100; late++) fail(health, 'provider_timeout', 1_500)
  expect(health.standing(ID, 6_000)).toEqual({ type: 'half-open' })
  health.began(ID, 6_000)
  health.failed(ID, { code: 'provider_timeout', retryAfterMs: null, durationMs: 5_500 }, 6_100)
  expect(health.isProbed(ID, 6_100)).toBe(true)
  health.saidNothing(ID, 5_500, 6_200)
  expect(health.isProbed(ID, 6_200)).toBe(true)
})

test('an answer that began before it opened does not close it', () => {
  const health = opened(60_000)
  health.succeeded(ID, { ttftMs: 100, durationMs: 30_000 }, 61_000)
  expect(health.standing(ID, 61_000).type).toBe('open')
  health.succeeded(ID, { ttftMs: 100, durationMs: 900 }, 62_000)
  expect(health.standing(ID, 62_000)).toEqual({ type: 'ready' })
})

test.each([
  ['provider_error', 2, [5_000, 10_000, 20_000, 40_000, 60_000, 60_000]],
  ['provider_timeout', 2, [10_000, 20_000, 40_000, 60_000, 60_000]],
  ['stream_interrupted', 0, [2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]],
  ['provider_unauthorized', 0, [60_000, 120_000, 240_000, 480_000, 600_000, 600_000]],
  ['provider_model_missing', 0, [60_000, 120_000, 240_000, 480_000, 600_000, 600_000]],
] as const)('after %s each probe that fails doubles the pause', (code, before, pauses) => {
  const health = new Health()
  for (let failure = 0; failure < before; failure++) fail(health, code, 0)
  expect(health.standing(ID, 0)).toEqual({ type: 'ready' })
  let nowMs = 0
  const seen = pauses.map(() => {
    health.began(ID, nowMs)
    fail(health, code, nowMs)
    const standing = health.standing(ID, nowMs)
    const pauseMs = 'untilMs' in standing ? standing.untilMs - nowMs : 0
    nowMs += pauseMs
    expect(health.standing(ID, nowMs)).toEqual({ type: 'half-open' })
    return pauseMs
  })
  expect(seen).toEqual(pauses)
})

test('chance shortens a pause by a fifth at most, and the same seed repeats it', () => {
  fc.assert(
    fc.property(fc.string(), (seed) => {
      const until = () => {
        const health = new Health({ random: seededRandom(seed) })
        for (let failure = 0; failure < 3; failure++) fail(health, 'provider_error', 0)
        return health.standing(ID, 0)
      }
      const standing = until()
      expect(standing).toEqual(until())
      expect('untilMs' in standing ? standing.untilMs : 0).toBeGreaterThan(4_000)
      expect('untilMs' in standing ? standing.untilMs : 0).toBeLessThanOrEqual(5_000)
    }),
  )
})

test.each(['invalid_request', 'client_closed_request', 'deadline_exceeded', 'internal'] as const)(
  'a probe that ends in %s is given back after a second, and is no failure',
  (code) => {
    const health = opened()
    health.began(ID, 5_000)
    health.failed(ID, { code, retryAfterMs: null, durationMs: 1 }, 5_001)
    expect(health.standing(ID, 5_999).type).toBe('open')
    expect(health.standing(ID, 6_000)).toEqual({ type: 'half-open' })
    expect(health.report(ID, 6_000)).toMatchObject({ errors: 3, failuresInARow: 3 })
  },
)

test('a probe that never comes back holds the door for thirty seconds only', () => {
  const health = opened()
  health.began(ID, 5_000)
  expect(health.standing(ID, 34_999).type).toBe('open')
  expect(health.standing(ID, 35_000)).toEqual({ type: 'half-open' })
})

test('an outage of a minute under ten requests a second sees few attempts, and its end is noticed', () => {
  const health = new Health({ random: seededRandom('outage') })
  let attempts = 0
  let backAtMs = 0
  for (let nowMs = 0; nowMs < 180_000 && backAtMs === 0; nowMs += 100) {
    if (health.standing(ID, nowMs).type === 'open') continue
    const isDown = nowMs < 60_000
    attempts++
    health.began(ID, nowMs)
    if (isDown)
      health.failed(ID, { code: 'provider_overloaded', retryAfterMs: null, durationMs: 50 }, nowMs + 50)
    else {
      health.succeeded(ID, QUICK, nowMs + 50)
      backAtMs = nowMs
    }
  }
  expect(attempts).toBeLessThanOrEqual(8)
  expect(backAtMs).toBeLessThan(100_000)
})

/** What the breaker promises, in as few words: the model that the real one is held to. */
interface Model {
  nowMs: number
  failures: number
  openUntilMs: number | null
  pauseMs: number
  probeStartedMs: number | null
  nextProbeMs: number
}

type Command = fc.Command<Model, Health>

function expectSame(model: Model, health: Health): void {
  const { nowMs, openUntilMs, nextProbeMs } = model
  const dueMs = Math.max(openUntilMs ?? 0, nextProbeMs)
  const expected = openUntilMs === null ? 'ready' : nowMs < dueMs ? 'open' : 'half-open'
  expect(health.standing(ID, nowMs).type).toBe(expected)
}

function command(name: string, change: (model: Model, health: Health) => void): Command {
  return {
    check: () => true,
    run(model, health) {
      change(model, health)
      expectSame(model, health)
    },
    toString: () => name,
  }
}

const pass = fc.integer({ min: 1, max: 40_000 }).map((ms) =>
  command(`pass(${ms})`, (model) => {
    model.nowMs += ms
  }),
)
const begin = fc.constant(
  command('begin', (model, health) => {
    const { nowMs, openUntilMs, nextProbeMs } = model
    if (openUntilMs !== null && nowMs >= Math.max(openUntilMs, nextProbeMs))
      Object.assign(model, { probeStartedMs: nowMs, nextProbeMs: nowMs + 30_000 })
    health.began(ID, nowMs)
  }),
)
const succeed = fc.constant(
  command('succeed', (model, health) => {
    Object.assign(model, { failures: 0, openUntilMs: null, pauseMs: 0, probeStartedMs: null, nextProbeMs: 0 })
    health.succeeded(ID, { ttftMs: null, durationMs: 0 }, model.nowMs)
  }),
)
const saySomethingElse = fc.constant(
  command('leave', (model, health) => {
    if (model.probeStartedMs !== null)
      Object.assign(model, { nextProbeMs: model.probeStartedMs + 1_000, probeStartedMs: null })
    fail(health, 'client_closed_request', model.nowMs)
  }),
)
const failing = fc.constantFrom('provider_error', 'provider_overloaded', 'provider_unreachable').map((code) =>
  command(`fail(${code})`, (model, health) => {
    model.failures++
    const isShut = model.openUntilMs !== null && model.nowMs < model.openUntilMs
    if (!isShut && model.failures >= 3) {
      model.pauseMs = Math.min(60_000, Math.max(5_000, model.pauseMs * 2))
      Object.assign(model, {
        openUntilMs: model.nowMs + model.pauseMs,
        probeStartedMs: null,
        nextProbeMs: 0,
      })
    }
    fail(health, code, model.nowMs)
  }),
)

test('whatever happens in whatever order, the breaker is in the state it promises', () => {
  const commands = fc.commands([pass, begin, succeed, saySomethingElse, failing, failing], {
    maxCommands: 60,
  })
  fc.assert(
    fc.property(commands, (run) => {
      const model: Model = {
        nowMs: 0,
        failures: 0,
        openUntilMs: null,
        pauseMs: 0,
        probeStartedMs: null,
        nextProbeMs: 0,
      }
      fc.modelRun(() => ({ model, real: new Health() }), run)
    }),
    { numRuns: 300 },
  )
})
