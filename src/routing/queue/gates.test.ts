import { expect, test } from 'vitest'
import { ONE_AT_ONCE } from './gate.fixture.ts'
import type { EnterRequest, GateSettings } from './gate.ts'
import { Gates } from './gates.ts'
import { VirtualTime } from './virtual-time.fixture.ts'

const REQUEST: EnterRequest = { tenant: 'a', priority: 'interactive', cost: 1, deadlineAtMs: 1e9, nowMs: 0 }
const only = (name: string, settings: GateSettings = ONE_AT_ONCE) => new Map([[name, { ...settings }]])

test('a gate outlives a change of the configuration, with all who are in it', () => {
  const gates = new Gates(new VirtualTime().setTimer)
  gates.configure(only('openai'), 0)
  const gate = gates.of('openai')
  gate?.enter(REQUEST)
  gates.configure(only('openai', { ...ONE_AT_ONCE, concurrency: 7 }), 0)
  expect(gates.of('openai')).toBe(gate)
  expect([gate?.limit, gate?.inFlight]).toEqual([7, 1])
})

test('who has no limits has no gate, from the next configuration on', () => {
  const gates = new Gates(new VirtualTime().setTimer)
  gates.configure(only('openai'), 0)
  gates.configure(only('anthropic'), 0)
  expect(gates.of('openai')).toBeNull()
  expect(gates.of('anthropic')?.limit).toBe(1)
})

test('an adaptive limit goes on learning when its settings are what they were', () => {
  const gates = new Gates(new VirtualTime().setTimer)
  const adaptive = { ...ONE_AT_ONCE, concurrency: { min: 1, max: 100, initial: 100 } }
  gates.configure(only('openai', adaptive), 0)
  const gate = gates.of('openai')
  const throttle = (nowMs: number) => {
    gate?.enter(REQUEST)
    gate?.leave(
      { kind: 'throttled', durationMs: 900, ttftMs: null, cost: 1, tokens: null, retryAfterMs: null },
      nowMs,
    )
  }
  throttle(1_000)
  gates.configure(only('openai', adaptive), 1_000)
  throttle(1_500)
  expect(gate?.limit).toBe(70)
})
