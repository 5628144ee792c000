import { describe, expect, test } from 'vitest'
import { GateTrial, ONE_AT_ONCE } from './gate.fixture.ts'
import { QUEUE_DEFAULTS } from './gate.ts'
import type { Ticket } from './ticket.ts'

/** Longer than any minute's limit makes anybody wait. */
const LONG_WAITS = { interactive: 90_000, batch: 90_000 }

describe('room', () => {
  test('who finds some goes in at once, and no timer is set', () => {
    const trial = new GateTrial({ concurrency: 2 })
    expect([trial.enter('a').type, trial.enter('a').type]).toEqual(['granted', 'granted'])
    expect([trial.gate.inFlight, trial.gate.limit, trial.time.timers]).toEqual([2, 2, 0])
  })

  test('who leaves makes it for the next', () => {
    const trial = new GateTrial()
    trial.enter('a')
    expect(trial.enter('b').type).toBe('waiting')
    trial.enter('c')
    expect([trial.gate.inFlight, trial.gate.waiting]).toEqual([1, 2])
    trial.leave()
    expect(trial.granted()).toEqual(['a', 'b'])
    trial.leave()
    trial.leave()
    expect(trial.granted()).toEqual(['a', 'b', 'c'])
    expect([trial.gate.inFlight, trial.gate.waiting, trial.time.timers]).toEqual([0, 0, 0])
  })

  test('an interactive request is let in before batch ones, also as it comes', () => {
    const trial = new GateTrial({ tpm: 100, concurrency: 10, waitMsMax: LONG_WAITS })
    trial.enter('a', { cost: 60 })
    trial.enter('b', { cost: 50, priority: 'batch' })
    expect(trial.enter('c', { cost: 40 }).type).toBe('granted')
    expect(trial.enter('d', { cost: 0, priority: 'batch' }).type).toBe('waiting')
  })

  test('more who leave than were let in is a fault of the program', () => {
    const trial = new GateTrial()
    trial.enter('a')
    trial.leave()
    expect(() => trial.leave()).toThrow('More requests have left')
  })

  test('an answer may be asked for after it has come', () => {
    const trial = new GateTrial()
    trial.enter('a')
    const ticket = trial.enter('b') as Ticket // There is room for one.
    trial.leave()
    let late = ''
    ticket.onAnswer(({ type }) => {
      late = type
    })
    expect(late).toBe('granted')
  })

  test('who leaves within his own answer lets in the next, however long the queue', () => {
    const lengthMax = { interactive: 20_000, batch: 0 }
    const trial = new GateTrial({ queue: { ...ONE_AT_ONCE.queue, lengthMax } })
    trial.enter('first')
    for (let index = 0; index < 20_000; index++) {
      trial.enter(`${index}`, {}, () => trial.leave())
    }
    trial.leave()
    expect([trial.gate.inFlight, trial.gate.waiting, trial.time.timers]).toEqual([0, 0, 0])
  })
})

describe('who cannot be served in time', () => {
  /** A service time of ten seconds, known. */
  function busy(fields: Partial<typeof ONE_AT_ONCE> = {}): GateTrial {
    const trial = new GateTrial(fields)
    trial.enter('a')
    trial.leave({ durationMs: 10_000 })
    trial.enter('a')
    return trial
  }

  test('is told so at once, with the wait that it would have been', () => {
    const trial = busy()
    for (const name of ['b', 'c', 'd', 'e']) trial.enter(name)
    expect(trial.refused()).toEqual([['e', 'too-long', 40_000]])
    trial.enter('f', { nowMs: 0, deadlineAtMs: 5_000 })
    expect(trial.refused().at(-1)).toEqual(['f', 'too-long', 40_000])
    expect(trial.gate.waiting).toBe(3)
  })

  test('or because his deadline is over', () => {
    const trial = new GateTrial()
    trial.time.runTo(1_000)
    trial.enter('a')
    trial.enter('b', { deadlineAtMs: 1_000 })
    expect(trial.refused()).toEqual([['b', 'too-long', 1_000]])
  })

  test('or because queues are off', () => {
    const trial = new GateTrial({ waitMsMax: { interactive: 0, batch: 30_000 } })
    trial.enter('a')
    expect(trial.enter('b').type).toBe('refused')
    expect(trial.enter('b', { priority: 'batch' }).type).toBe('waiting')
  })

  test('or because the queue is full; never to come back later than in a minute', () => {
    const queue = { lengthMax: { interactive: 4, batch: 4 }, tenantLengthMax: 2, batchShare: 0 }
    const trial = busy({ queue, waitMsMax: { interactive: 1e9, batch: 1e9 } })
    for (const name of ['b', 'b', 'b', 'c', 'd', 'e']) trial.enter(name)
    expect(trial.refused()).toEqual([
      ['b', 'tenant-full', 30_000],
      ['e', 'queue-full', 40_000],
    ])
    for (let count = 0; count < 10; count++) {
      trial.leave({ durationMs: 1e6 })
      trial.enter('x')
    }
    trial.enter('y')
    expect(trial.refused().at(-1)?.[2]).toBe(60_000)
  })

  test('is refused when his time is up, wherever he stands', () => {
    const trial = new GateTrial()
    trial.enter('a')
    trial.enter('b')
    trial.enter('c', { deadlineAtMs: 2_000 })
    trial.time.runTo(1_999)
    expect(trial.refused()).toEqual([])
    trial.time.runTo(2_000)
    expect(trial.refused()).toEqual([['c', 'expired', 1_000]])
    trial.time.runTo(30_000)
    expect(trial.refused()).toHaveLength(2)
    expect([trial.gate.inFlight, trial.gate.waiting, trial.time.timers]).toEqual([1, 0, 0])
  })

  test('waits no longer than ten minutes, whatever the settings', () => {
    const trial = new GateTrial({ waitMsMax: { interactive: 1e12, batch: 1e12 } })
    trial.enter('a')
    trial.enter('b')
    trial.time.runTo(599_999)
    expect(trial.refused()).toEqual([])
    trial.time.runTo(600_000)
    expect(trial.refused()).toEqual([['b', 'expired', 1_000]])
  })
})

describe('who leaves the queue', () => {
  test('gives up his place, and hears no more', () => {
    const trial = new GateTrial()
    trial.enter('a')
    const ticket = trial.enter('b') as Ticket // There is room for one.
    trial.enter('c')
    expect([trial.gate.cancel(ticket, 0), trial.gate.cancel(ticket, 0)]).toEqual([true, false])
    trial.leave()
    trial.time.runOut()
    expect(trial.granted()).toEqual(['a', 'c'])
    expect(trial.answers).toHaveLength(2)
  })

  test('lets in those whom only he kept waiting', () => {
    const trial = new GateTrial({
      concurrency: null,
      tpm: 100,
      waitMsMax: LONG_WAITS,
    })
    trial.enter('a', { cost: 60 })
    const ticket = trial.enter('b', { cost: 50 }) as Ticket // There is room for 40.
    trial.enter('c', { cost: 10 })
    trial.gate.cancel(ticket, 0)
    expect(trial.granted()).toEqual(['a', 'c'])
  })

  test('after he was let in has to leave as everybody', () => {
    const trial = new GateTrial()
    trial.enter('a')
    const ticket = trial.enter('b') as Ticket // There is room for one.
    trial.leave()
    expect(trial.gate.cancel(ticket, 0)).toBe(false)
    expect(trial.gate.inFlight).toBe(1)
  })
})

describe('new settings', () => {
  test('let in those for whom there is room now', () => {
    const trial = new GateTrial()
    for (const name of ['a', 'b', 'c']) trial.enter(name)
    trial.gate.configure({ ...ONE_AT_ONCE, concurrency: 2 }, 0)
    expect(trial.granted()).toEqual(['a', 'b'])
    trial.gate.configure({ ...ONE_AT_ONCE, concurrency: null, rpm: 3 }, 0)
    expect(trial.granted()).toEqual(['a', 'b', 'c'])
    expect(trial.enter('d').type).toBe('refused')
  })

  test('let in nobody until there are few enough', () => {
    const trial = new GateTrial({ concurrency: 3 })
    for (const name of ['a', 'b', 'c', 'd']) trial.enter(name)
    trial.gate.configure(ONE_AT_ONCE, 0)
    trial.leave()
    trial.leave()
    expect(trial.gate.inFlight).toBe(1)
    trial.leave()
    expect(trial.granted()).toEqual(['a', 'b', 'c', 'd'])
  })
})

test('the usual queue holds a thousand of each class, and of one tenant two hundred', () => {
  const trial = new GateTrial({ ...QUEUE_DEFAULTS, concurrency: 1 })
  for (let index = 0; index < 300; index++) trial.enter('a')
  expect([trial.gate.waiting, trial.refused()[0]?.[1]]).toEqual([200, 'tenant-full'])
  for (let index = 0; index < 1_000; index++) trial.enter(`${index}`)
  expect([trial.gate.waiting, trial.refused().at(-1)?.[1]]).toEqual([1_000, 'queue-full'])
  for (let index = 0; index < 1_001; index++) trial.enter(`${index}`, { priority: 'batch' })
  expect(trial.gate.waiting).toBe(2_000)
  trial.time.runTo(10_000)
  expect(trial.gate.waiting).toBe(1_000)
  trial.time.runTo(60_000)
  expect([trial.gate.waiting, trial.gate.inFlight, trial.time.timers]).toEqual([0, 1, 0])
})

test('an adaptive limit that grows lets in more than one for one who leaves', () => {
  const trial = new GateTrial({ concurrency: { min: 1, max: 64, initial: 10 } })
  for (let index = 0; index < 40; index++) trial.enter(`${index}`)
  trial.time.runTo(1_000)
  for (let index = 0; index < 9; index++) trial.leave({ ttftMs: 100 })
  trial.time.runTo(2_000)
  expect(trial.gate.inFlight).toBe(10)
  trial.leave({ ttftMs: 100 })
  expect([trial.gate.limit, trial.gate.inFlight]).toEqual([20, 20])
})
