import { describe, expect, test } from 'vitest'
import { GateTrial } from './gate.fixture.ts'

/** Longer than any minute's limit makes anybody wait. */
const LONG_WAITS = { interactive: 90_000, batch: 90_000 }

describe('limits for a minute', () => {
  test('requests: the next goes in when the minute has room', () => {
    const trial = new GateTrial({ concurrency: null, rpm: 2, waitMsMax: LONG_WAITS })
    for (const name of ['a', 'b', 'c', 'd']) trial.enter(name)
    expect(trial.granted()).toEqual(['a', 'b'])
    trial.time.runTo(60_999)
    expect(trial.granted()).toHaveLength(2)
    trial.time.runTo(61_000)
    expect(trial.granted()).toEqual(['a', 'b', 'c', 'd'])
  })

  test('tokens: nobody overtakes the first, though he would fit', () => {
    const trial = new GateTrial({
      concurrency: null,
      tpm: 100,
      waitMsMax: LONG_WAITS,
    })
    trial.enter('a', { cost: 60 })
    trial.enter('b', { cost: 50 })
    trial.enter('c', { cost: 10 })
    expect(trial.granted()).toEqual(['a'])
    trial.time.runTo(61_000)
    expect(trial.granted()).toEqual(['a', 'b', 'c'])
  })

  test('tokens: what was estimated and not used makes room', () => {
    const trial = new GateTrial({
      concurrency: null,
      tpm: 100,
      waitMsMax: LONG_WAITS,
    })
    trial.enter('a', { cost: 90 })
    trial.enter('b', { cost: 50 })
    trial.time.runTo(2_000)
    trial.leave({ durationMs: 2_000, cost: 90, tokens: 40 })
    expect(trial.granted()).toEqual(['a', 'b'])
  })

  test('a wait that would be too long for them is refused, with the time of the room', () => {
    const trial = new GateTrial({ concurrency: null, rpm: 1 })
    trial.time.runTo(20_000)
    trial.enter('a')
    trial.time.runTo(40_000)
    trial.enter('b')
    expect(trial.refused()).toEqual([['b', 'too-long', 41_000]])
  })
})

describe('a provider who says when to come back', () => {
  test('is left alone until then', () => {
    const trial = new GateTrial()
    trial.enter('a')
    trial.enter('b')
    trial.leave({ kind: 'throttled', retryAfterMs: 5_000 })
    trial.enter('c')
    trial.time.runTo(4_999)
    expect(trial.granted()).toEqual(['a'])
    trial.time.runTo(5_000)
    expect(trial.granted()).toEqual(['a', 'b'])
  })

  test('and those who cannot wait so long are told at once', () => {
    const trial = new GateTrial()
    trial.enter('a')
    trial.enter('b', { deadlineAtMs: 4_000 })
    trial.enter('c')
    trial.leave({ kind: 'throttled', retryAfterMs: 5_000 })
    expect(trial.refused()).toEqual([['b', 'too-long', 5_000]])
    trial.enter('d', { deadlineAtMs: 4_000 })
    expect(trial.refused().at(-1)).toEqual(['d', 'too-long', 5_000])
  })

  test('for a minute at most: what is longer is not for a queue', () => {
    const trial = new GateTrial()
    trial.enter('a')
    trial.leave({ kind: 'throttled', retryAfterMs: 3_600_000 })
    trial.enter('b')
    expect(trial.refused()).toEqual([['b', 'too-long', 60_000]])
    trial.time.runTo(60_000)
    expect(trial.enter('c').type).toBe('granted')
  })
})
