import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seededRandom } from '../random.ts'
import { GateTrial } from './gate.fixture.ts'
import { Ticket } from './ticket.ts'

const SERVICE_MS = 1_000
const PLACES = 8
const UNTIL_MS = 300_000

/** Requests of each tenant come at random at so many in a second; each is served a second long. */
function surge(trial: GateTrial, perSecond: Readonly<Record<string, number>>): Map<string, number[]> {
  const { time, gate } = trial
  const random = seededRandom('surge')
  const waits = new Map(Object.keys(perSecond).map((tenant) => [tenant, [] as number[]]))
  const serve = (tenant: string, cameMs: number) => {
    waits.get(tenant)?.push(time.nowMs - cameMs)
    time.setTimer(SERVICE_MS, () => trial.leave({ durationMs: SERVICE_MS, ttftMs: 200 }))
  }
  const come = (tenant: string, rate: number) => {
    if (time.nowMs >= UNTIL_MS) return
    const cameMs = time.nowMs
    trial.enter(tenant, {}, (answer) => {
      if (answer.type === 'granted') serve(tenant, cameMs)
    })
    // Work is conserved: nobody waits beside a place that is free.
    expect(gate.waiting === 0 || gate.inFlight === PLACES).toBe(true)
    time.setTimer((-Math.log(1 - random()) * 1_000) / rate, () => come(tenant, rate))
  }
  for (const [tenant, rate] of Object.entries(perSecond)) come(tenant, rate)
  time.runOut()
  return waits
}

const p95 = (samples: readonly number[]) =>
  [...samples].sort((a, b) => a - b)[Math.ceil(samples.length * 0.95) - 1] ?? Number.NaN

test('a tenant with fifty times the traffic costs a light one less than a service time', () => {
  const trial = new GateTrial({ concurrency: PLACES })
  const waits = surge(trial, { heavy: 50, light: 1 })
  const light = waits.get('light') ?? []
  const served = [...waits.values()].reduce((sum, { length }) => sum + length, 0)
  expect(light.length).toBeGreaterThan(200)
  expect(p95(light)).toBeLessThan(SERVICE_MS)
  expect(trial.refused().filter(([tenant]) => tenant === 'light')).toEqual([])
  // All that the provider could do was done.
  expect(served).toBeGreaterThan((UNTIL_MS / SERVICE_MS) * PLACES * 0.99)
  expect(trial.gate.inFlight).toBe(0)
})

test('many tenants in need get the same, however much they ask for', () => {
  const waits = surge(new GateTrial({ concurrency: PLACES }), { a: 4, b: 8, c: 16, d: 32 })
  for (const { length } of waits.values()) {
    expect(length).toBeGreaterThan(590)
    expect(length).toBeLessThan(660)
  }
})

test('Retry-After is the time in which the queue would have come to the one refused', () => {
  const trial = new GateTrial({ concurrency: PLACES, waitMsMax: { interactive: 10_000, batch: 10_000 } })
  surge(trial, { heavy: 50 })
  const hints = trial.refused().map(([, , retryAfterMs]) => retryAfterMs)
  expect(hints.length).toBeGreaterThan(10_000)
  expect(Math.min(...hints)).toBeGreaterThanOrEqual(10_000)
  expect(Math.max(...hints)).toBeLessThan(15_000)
})

const EVENTS = fc.array(
  fc.record({
    type: fc.constantFrom('enter', 'enter', 'enter', 'leave', 'cancel', 'wait', 'configure'),
    tenant: fc.constantFrom('a', 'b', 'c'),
    priority: fc.constantFrom('interactive' as const, 'batch' as const),
    kind: fc.constantFrom('ok' as const, 'throttled' as const, 'failed' as const),
    cost: fc.integer({ min: 0, max: 120 }),
    ms: fc.nat(12_000),
    retryAfterMs: fc.option(fc.nat(8_000)),
    which: fc.nat(1_000),
    concurrency: fc.constantFrom(1, 3, { min: 1, max: 6, initial: 2 }),
  }),
  { maxLength: 150 },
)

test('whatever happens, everybody gets one answer and the gate is empty in the end', () => {
  const settings = {
    concurrency: 3,
    rpm: 20,
    tpm: 400,
    queue: { lengthMax: { interactive: 10, batch: 5 }, tenantLengthMax: 7, batchShare: 0.2 },
    waitMsMax: { interactive: 20_000, batch: 70_000 },
  }
  fc.assert(
    fc.property(EVENTS, (events) => {
      const trial = new GateTrial(settings)
      const { gate, time } = trial
      const tickets: Ticket[] = []
      let entered = 0
      let cancelled = 0
      let left = 0
      for (const { type, tenant, priority, kind, cost, ms, retryAfterMs, which, concurrency } of events) {
        if (type === 'enter') {
          const outcome = trial.enter(tenant, { priority, cost, deadlineAtMs: time.nowMs + ms * 10 })
          entered++
          if (outcome instanceof Ticket) tickets.push(outcome)
        } else if (type === 'leave' && gate.inFlight > 0) {
          trial.leave({ kind, cost, tokens: cost + (which % 3) - 1, durationMs: ms, retryAfterMs })
          left++
        } else if (type === 'cancel') {
          const ticket = tickets[which % Math.max(tickets.length, 1)]
          if (ticket !== undefined && gate.cancel(ticket, time.nowMs)) cancelled++
        } else if (type === 'wait') {
          time.runTo(time.nowMs + ms)
        } else if (type === 'configure') {
          gate.configure({ ...settings, concurrency }, time.nowMs)
        }
        expect(gate.waiting).toBeLessThanOrEqual(15)
        expect(gate.inFlight).toBe(trial.granted().length - left)
        expect(entered).toBe(trial.answers.length + cancelled + gate.waiting)
        expect(time.timers).toBe(gate.waiting > 0 ? 1 : 0)
      }
      while (gate.inFlight > 0 || gate.waiting > 0) {
        if (gate.inFlight > 0) trial.leave()
        else time.runOut()
      }
      expect(entered).toBe(trial.answers.length + cancelled)
      expect([gate.inFlight, gate.waiting, time.timers]).toEqual([0, 0, 0])
    }),
  )
})
