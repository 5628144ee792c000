import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Late, TrialTimers } from './trial-timers.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function timers(isStream: boolean) {
  const late: Late[] = []
  const one = new TrialTimers({ ttftMs: 100, idleMs: 50, totalMs: 1_000 }, (what) => late.push(what))
  one.start(isStream)
  return { one, late }
}

test('a stream is waited for by its first token, a whole answer by its end', () => {
  const stream = timers(true)
  const whole = timers(false)
  vi.advanceTimersByTime(100)
  expect([stream.late, whole.late]).toEqual([['the first token'], []])
  vi.advanceTimersByTime(900)
  expect(whole.late).toEqual(['the whole answer'])
})

test('from the first piece on each has its own time', () => {
  const { one, late } = timers(true)
  for (let piece = 0; piece < 10; piece++) {
    vi.advanceTimersByTime(49)
    one.gotPiece()
  }
  expect(late).toEqual([])
  vi.advanceTimersByTime(50)
  expect(late).toEqual(['the next piece'])
})

test('pieces do not put off the end of the whole', () => {
  const { one, late } = timers(true)
  for (let ms = 0; ms < 1_000; ms += 10) {
    one.gotPiece()
    vi.advanceTimersByTime(10)
  }
  expect(late).toEqual(['the whole answer'])
})

test('stopped is stopped: nothing fires and nothing is left', () => {
  const { one, late } = timers(true)
  one.gotPiece()
  one.stop()
  expect(vi.getTimerCount()).toBe(0)
  vi.advanceTimersByTime(5_000)
  expect(late).toEqual([])
})

test('an answer that is over lingers for two seconds, and no longer when it is stopped', () => {
  const { one, late } = timers(true)
  let over = 0
  one.linger(() => over++)
  vi.advanceTimersByTime(1_999)
  expect(over).toBe(0)
  vi.advanceTimersByTime(1)
  expect([over, late]).toEqual([1, []])
  one.linger(() => over++)
  one.stop()
  expect(vi.getTimerCount()).toBe(0)
})
