import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Health } from './health.ts'

const ID = 'a/m'
const QUICK = { ttftMs: 10, durationMs: 20 }

function opened(nowMs = 0): Health {
  const health = new Health()
  for (let failure = 0; failure < 3; failure++) health.failed(ID, 'provider_error', null, nowMs)
  return health
}

test('a target that nobody has tried is ready', () => {
  expect(new Health().standing(ID, 0)).toEqual({ type: 'ready' })
})

test('three failures in a row open it for five seconds; then one request probes', () => {
  const health = opened()
  expect(health.standing(ID, 4_999)).toEqual({ type: 'open', untilMs: 5_000 })
  expect(health.standing(ID, 5_000)).toEqual({ type: 'half-open' })
  health.began(ID, 5_000)
  expect(health.standing(ID, 5_001).type).toBe('open')
  health.succeeded(ID, QUICK)
  expect(health.standing(ID, 5_002)).toEqual({ type: 'ready' })
})

test('a success between failures keeps it closed', () => {
  const health = new Health()
  for (const round of [1, 2, 3]) {
    health.failed(ID, 'provider_error', null, round)
    health.failed(ID, 'provider_error', null, round)
    health.succeeded(ID, QUICK)
  }
  expect(health.standing(ID, 4)).toEqual({ type: 'ready' })
})

test('a hundred requests that were under way when it opened do not lengthen the pause', () => {
  const health = opened()
  for (let late = 0; late < 100; late++) health.failed(ID, 'provider_timeout', null, 1_000)
  expect(health.standing(ID, 5_000)).toEqual({ type: 'half-open' })
})

test('each probe that fails doubles the pause, up to a minute', () => {
  const health = opened()
  let nowMs = 5_000
  const pauses = Array.from({ length: 6 }, () => {
    health.began(ID, nowMs)
    health.failed(ID, 'provider_error', null, nowMs)
    const standing = health.standing(ID, nowMs)
    const untilMs = 'untilMs' in standing ? standing.untilMs : 0
    const pauseMs = untilMs - nowMs
    nowMs = untilMs
    return pauseMs
  })
  expect(pauses).toEqual([10_000, 20_000, 40_000, 60_000, 60_000, 60_000])
})

test.each([
  'invalid_request',
  'client_closed_request',
  'deadline_exceeded',
  'internal',
  'shutting_down',
] as const)('a probe that ends in %s is given back, and is no failure', (code) => {
  const health = opened()
  health.began(ID, 5_000)
  health.failed(ID, code, null, 5_001)
  expect(health.standing(ID, 5_002)).toEqual({ type: 'half-open' })
  expect(health.report(ID, 5_002).errors).toBe(3)
})

test('a probe that never comes back holds the door for thirty seconds only', () => {
  const health = opened()
  health.began(ID, 5_000)
  expect(health.standing(ID, 34_999).type).toBe('open')
  expect(health.standing(ID, 35_000)).toEqual({ type: 'half-open' })
})

test('a rate limit fills a target for as long as the provider says, and leaves the breaker alone', () => {
  const health = new Health()
  for (let hit = 0; hit < 5; hit++) health.failed(ID, 'provider_rate_limited', 3_000, 100)
  expect(health.standing(ID, 3_099)).toEqual({ type: 'full', untilMs: 3_100 })
  expect(health.standing(ID, 3_100)).toEqual({ type: 'ready' })
})

test('without a hint the guess doubles and is called one; a success resets it', () => {
  const health = new Health()
  health.failed(ID, 'provider_rate_limited', null, 0)
  expect(health.standing(ID, 0)).toEqual({ type: 'crowded', untilMs: 1_000 })
  health.failed(ID, 'provider_rate_limited', null, 1_000)
  expect(health.standing(ID, 1_000)).toEqual({ type: 'crowded', untilMs: 3_000 })
  health.succeeded(ID, QUICK)
  health.failed(ID, 'provider_rate_limited', null, 3_000)
  expect(health.standing(ID, 3_000)).toEqual({ type: 'crowded', untilMs: 4_000 })
})

test('what the provider said about its limit is cut short by no guess and by no late success', () => {
  const health = new Health()
  health.failed(ID, 'provider_rate_limited', 30_000, 0)
  health.failed(ID, 'provider_rate_limited', null, 10)
  health.failed(ID, 'provider_rate_limited', 1_000, 20)
  health.succeeded(ID, QUICK)
  expect(health.standing(ID, 29_999)).toEqual({ type: 'full', untilMs: 30_000 })
})

test('no provider can take itself out for more than an hour', () => {
  const health = new Health()
  health.failed(ID, 'provider_rate_limited', 1e12, 0)
  expect(health.standing(ID, 3_600_000)).toEqual({ type: 'ready' })
  for (let failure = 0; failure < 3; failure++) health.failed('b/m', 'provider_overloaded', 1e12, 0)
  expect(health.standing('b/m', 3_600_000)).toEqual({ type: 'half-open' })
})

test('a refused credential rests for a minute', () => {
  const health = new Health()
  health.failed(ID, 'provider_unauthorized', null, 0)
  expect(health.standing(ID, 59_999)).toEqual({ type: 'refused', untilMs: 60_000 })
  expect(health.standing(ID, 60_000)).toEqual({ type: 'ready' })
})

test('what callers can name does not fill the memory', () => {
  const health = new Health()
  for (let model = 0; model < 20_000; model++) health.began(`a/${model}`, 0)
  expect(health.targetIds().length).toBe(10_000)
})

/** What the breaker promises, in as few words: the model that the real one is held to. */
interface Model {
  nowMs: number
  failures: number
  openUntilMs: number | null
  pauseMs: number
  probeMs: number | null
}

type Command = fc.Command<Model, Health>

function expectSame(model: Model, health: Health): void {
  const { nowMs, openUntilMs, probeMs } = model
  const isProbed = probeMs !== null && nowMs < probeMs + 30_000
  const expected = openUntilMs === null ? 'ready' : nowMs < openUntilMs || isProbed ? 'open' : 'half-open'
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
    if (model.openUntilMs !== null && model.nowMs >= model.openUntilMs) model.probeMs = model.nowMs
    health.began(ID, model.nowMs)
  }),
)
const succeed = fc.constant(
  command('succeed', (model, health) => {
    Object.assign(model, { failures: 0, openUntilMs: null, pauseMs: 0, probeMs: null })
    health.succeeded(ID, QUICK)
  }),
)
const saySomethingElse = fc.constant(
  command('leave', (model, health) => {
    model.probeMs = null
    health.failed(ID, 'client_closed_request', null, model.nowMs)
  }),
)
const fail = fc.constantFrom('provider_error', 'provider_timeout', 'stream_interrupted').map((code) =>
  command(`fail(${code})`, (model, health) => {
    model.probeMs = null
    model.failures++
    const isShut = model.openUntilMs !== null && model.nowMs < model.openUntilMs
    if (!isShut && model.failures >= 3) {
      model.pauseMs = Math.min(60_000, Math.max(5_000, model.pauseMs * 2))
      model.openUntilMs = model.nowMs + model.pauseMs
    }
    health.failed(ID, code, null, model.nowMs)
  }),
)

test('whatever happens in whatever order, the breaker is in the state it promises', () => {
  const commands = fc.commands([pass, begin, succeed, saySomethingElse, fail, fail], { maxCommands: 60 })
  fc.assert(
    fc.property(commands, (run) => {
      const model: Model = { nowMs: 0, failures: 0, openUntilMs: null, pauseMs: 0, probeMs: null }
      fc.modelRun(() => ({ model, real: new Health() }), run)
    }),
    { numRuns: 300 },
  )
})
