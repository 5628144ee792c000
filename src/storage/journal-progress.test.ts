import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { JournalProgress } from './journal-progress.ts'

const announced: number[] = []
let progress: JournalProgress

beforeEach(() => {
  vi.useFakeTimers()
  announced.length = 0
  progress = new JournalProgress((position) => announced.push(position))
})
afterEach(() => vi.useRealTimers())

test('many records are one announcement, and the next waits for the answer', () => {
  for (let position = 1; position <= 100; position++) progress.grown(position)
  vi.advanceTimersByTime(1_000)
  expect(announced).toEqual([100])
  progress.grown(150)
  vi.advanceTimersByTime(1_000)
  expect(announced).toEqual([100])
  progress.reached(100)
  vi.advanceTimersByTime(1_000)
  expect(announced).toEqual([100, 150])
})

test('somebody who waits is not kept waiting for company', async () => {
  progress.grown(7)
  const waiting = progress.wait(undefined, 5_000)
  expect(announced).toEqual([7])
  progress.reached(6)
  progress.reached(7)
  expect(await waiting).toBe(true)
  expect(await progress.wait(7, 5_000)).toBe(true)
  expect(vi.getTimerCount()).toBe(0)
})

test('a wait ends, and leaves nothing behind', async () => {
  const waiting = progress.wait(9, 5_000)
  vi.advanceTimersByTime(5_000)
  expect(await waiting).toBe(false)
  expect(vi.getTimerCount()).toBe(0)
})

test('a new reader is told what the former one did not get to', () => {
  progress.grown(5)
  vi.advanceTimersByTime(1_000)
  progress.restarted(3)
  vi.advanceTimersByTime(1_000)
  expect(announced).toEqual([5, 5])
  expect(progress.position).toBe(3)
})
