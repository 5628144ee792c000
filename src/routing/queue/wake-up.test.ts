import { expect, test } from 'vitest'
import { VirtualTime } from './virtual-time.fixture.ts'
import { WakeUp } from './wake-up.ts'

function wakeUp(): { time: VirtualTime; woken: number[]; set: (atMs: number) => void; clear: () => void } {
  const time = new VirtualTime()
  const woken: number[] = []
  const timer = new WakeUp(time.setTimer, (nowMs) => woken.push(nowMs))
  return { time, woken, set: (atMs) => timer.set(atMs, time.nowMs), clear: () => timer.clear() }
}

test('wakes once, at the soonest of what was wanted', () => {
  const { time, woken, set } = wakeUp()
  for (const atMs of [50, 80, 20, 90]) set(atMs)
  expect(time.timers).toBe(1)
  time.runOut()
  expect(woken).toEqual([20])
  set(70)
  time.runOut()
  expect(woken).toEqual([20, 70])
})

test('wakes at once for what is past, and not early for a part of a millisecond', () => {
  const { time, woken, set } = wakeUp()
  time.runTo(10)
  set(4)
  time.runOut()
  set(12.3)
  time.runOut()
  expect(woken).toEqual([10, 13])
})

test('wakes nobody when it is cleared', () => {
  const { time, woken, set, clear } = wakeUp()
  set(20)
  clear()
  time.runOut()
  expect([woken, time.timers]).toEqual([[], 0])
  set(30)
  expect(time.timers).toBe(1)
})
