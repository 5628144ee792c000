import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ErrorCode } from '../core/error.ts'
import { Health } from './health.ts'
import type { HealthDelta } from './health-exchange.ts'
import { seededRandom } from './random.ts'

const IDS = ['a/m#1', 'a/m#2', 'a/n#1', 'b/m']

function processes(count: number): Health[] {
  return Array.from({ length: count }, (_, index) => {
    const origin = `process-${index}`
    return new Health({ origin, random: seededRandom(origin) })
  })
}

/** What one tells reaches all, as it would over a wire. */
function tell(all: readonly Health[], deltas: readonly (HealthDelta | null)[], nowMs: number): void {
  for (const delta of deltas) {
    if (delta === null) continue
    const received = JSON.parse(JSON.stringify(delta)) as HealthDelta // It was one a line above.
    for (const health of all) health.applyDelta(received, nowMs)
  }
}

/** Everybody tells everybody, until nobody has any more to say. Returns in how many rounds. */
function settle(all: readonly Health[], nowMs: number): number {
  for (let round = 1; ; round++) {
    const deltas = all.map((health) => health.takeDelta(nowMs))
    if (deltas.every((delta) => delta === null)) return round
    tell(all, deltas, nowMs)
  }
}

const event = fc.record({
  process: fc.nat(2),
  id: fc.constantFrom(...IDS),
  stepMs: fc.nat(20_000),
  what: fc.constantFrom<'begin' | 'success' | 'announce' | 'exchange' | ErrorCode>(
    'begin',
    'success',
    'announce',
    'exchange',
    'provider_error',
    'provider_error',
    'stream_interrupted',
    'provider_rate_limited',
    'provider_unauthorized',
    'provider_model_missing',
    'client_closed_request',
  ),
})

function happen(
  all: readonly Health[],
  { process, id, what }: { process: number; id: string; what: string },
  nowMs: number,
): void {
  const health = all[process % all.length] as Health // The remainder is a place in it.
  if (what === 'begin') health.began(id, nowMs)
  else if (what === 'success') health.succeeded(id, { ttftMs: null, durationMs: 0 }, nowMs)
  else if (what === 'announce')
    health.told(id, { requests: { left: 0, resetMs: 9_000 }, tokens: null }, nowMs)
  else if (what === 'exchange') tell(all, [health.takeDelta(nowMs)], nowMs)
  else health.failed(id, { code: what as ErrorCode, retryAfterMs: null }, nowMs) // The rest of the list above.
}

test('processes that have told each other everything agree on every standing, now and later', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 60 }), (events) => {
      const all = processes(3)
      let nowMs = 0
      for (const one of events) happen(all, one, (nowMs += one.stepMs))
      expect(settle(all, nowMs)).toBeLessThanOrEqual(4)
      for (const laterMs of [0, 1_000, 10_000, 100_000, 1_000_000]) {
        for (const id of IDS) {
          const [first, ...others] = all.map((health) => health.standing(id, nowMs + laterMs))
          for (const other of others) expect(other).toEqual(first)
        }
      }
    }),
  )
})

test('to apply a delta again changes nothing', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 30 }), fc.nat(5_000), (events, lateMs) => {
      const all = processes(2)
      const [teller, listener] = all as [Health, Health] // There are two.
      let nowMs = 0
      for (const one of events) happen([teller], { ...one, process: 0 }, (nowMs += one.stepMs))
      teller.succeeded('a/m#1', { ttftMs: 120, durationMs: 900 }, nowMs)
      const delta = teller.takeDelta(nowMs)
      tell([listener], [delta], nowMs)
      const seen = IDS.map((id) => listener.report(id, nowMs + lateMs))
      tell([listener], [delta, delta], nowMs + lateMs)
      expect(IDS.map((id) => listener.report(id, nowMs + lateMs))).toEqual(seen)
    }),
  )
})

test('only one of them probes', () => {
  const all = processes(3)
  for (let failure = 0; failure < 3; failure++)
    all[0]?.failed('b/m', { code: 'provider_error', retryAfterMs: null }, 0)
  settle(all, 0)
  expect(all.map((health) => health.standing('b/m', 6_000).type)).toEqual([
    'half-open',
    'half-open',
    'half-open',
  ])
  all[1]?.began('b/m', 6_000)
  settle(all, 6_000)
  expect(all.map((health) => health.standing('b/m', 6_100).type)).toEqual(['open', 'open', 'open'])
  all[1]?.succeeded('b/m', { ttftMs: null, durationMs: 100 }, 6_100)
  settle(all, 6_100)
  expect(all.map((health) => health.standing('b/m', 6_100).type)).toEqual(['ready', 'ready', 'ready'])
})

test('who starts late learns what the others know, and is heard from then on', () => {
  const [old, young] = processes(2) as [Health, Health] // There are two.
  for (let round = 0; round < 10; round++) {
    old.failed('b/m', { code: 'stream_interrupted', retryAfterMs: null }, round * 100_000)
    old.succeeded('b/m', { ttftMs: null, durationMs: 0 }, round * 100_000)
  }
  old.takeDelta(1_000_000)
  const interrupt = (atMs: number) =>
    young.failed('b/m', { code: 'stream_interrupted', retryAfterMs: null }, atMs)
  interrupt(1_000_000)
  settle([old, young], 1_000_000)
  interrupt(1_000_001)
  settle([old, young], 1_000_001)
  expect(old.standing('b/m', 1_000_001).type).toBe('open')
})

test('what one has measured the others know of, once', () => {
  const [one, other] = processes(2) as [Health, Health] // There are two.
  for (let answer = 0; answer < 1_000; answer++)
    one.succeeded(
      'b/m',
      { ttftMs: 300, durationMs: 2_300, tokens: { input: 50, cacheRead: 0, output: 200 } },
      answer,
    )
  for (let failure = 0; failure < 250; failure++)
    one.failed('b/m', { code: 'provider_overloaded', retryAfterMs: null }, 1_000)
  one.observeQuality('b/m', 0.75, 20, 1_000)
  const delta = one.takeDelta(1_000)
  tell([other], [delta, delta, delta], 1_000)
  for (let answer = 0; answer < 500; answer++)
    other.succeeded('b/m', { ttftMs: 3_000, durationMs: 3_000 }, 1_000)
  const figures = other.figures('b/m', 1_000)
  expect(figures.ttftMs?.p50).toBeLessThan(320)
  expect(figures.ttftMs?.p75).toBeGreaterThan(2_800)
  expect(figures.tokensPerSecond?.p50).toBeCloseTo(100, -1)
  expect(figures.uptime.day).toBeCloseTo(1_500 / 1_750)
  expect(figures.quality).toBeCloseTo(one.figures('b/m', 1_000).quality ?? 0)
})

test('a delta is bounded, and what is left comes with the next', () => {
  const [one, other] = processes(2) as [Health, Health] // There are two.
  for (let model = 0; model < 1_200; model++)
    one.failed(`a/${model}`, { code: 'stream_interrupted', retryAfterMs: null }, 0)
  const sizes = []
  for (let delta = one.takeDelta(0); delta !== null; delta = one.takeDelta(0)) {
    sizes.push(delta.targets.length)
    expect(JSON.stringify(delta).length).toBeLessThan(500_000)
    other.applyDelta(delta, 0)
  }
  expect(sizes).toEqual([500, 500, 200])
  for (let model = 0; model < 1_200; model++) expect(other.standing(`a/${model}`, 0).type).toBe('open')
})

test('no process can take a target from the others for more than an hour', () => {
  const [one] = processes(1) as [Health] // There is one.
  const stamp = { version: 1, origin: 'process-9' }
  const breaker = { ...stamp, openForMs: 1e15, pauseMs: 1e15, probedForMs: 1e15 }
  const rateLimit = { ...stamp, fullForMs: 1e15, reason: 'told' as const }
  const credentials = [{ id: 'b', refusal: breaker }]
  one.applyDelta(
    { origin: 'process-9', sequence: 1, targets: [{ id: 'a/m', breaker, rateLimit }], credentials },
    0,
  )
  for (const id of ['a/m', 'b/m']) expect(one.standing(id, 3_600_000)).toEqual({ type: 'half-open' })
})

test('who is alone tells nobody', () => {
  const health = new Health()
  health.failed('a/m', { code: 'stream_interrupted', retryAfterMs: null }, 0)
  expect(health.takeDelta(0)).toBeNull()
})
