import { expect, test } from 'vitest'
import { VirtualTime } from './virtual-time.ts'

test('actions run in the order of their times, and of their making within one', async () => {
  const time = new VirtualTime(0)
  const seen: string[] = []
  time.after(20, () => seen.push(`c at ${time.now()}`))
  time.after(10, () => seen.push(`a at ${time.now()}`))
  time.after(10, () => seen.push(`b at ${time.now()}`))
  await time.run()
  expect(seen).toEqual(['a at 10', 'b at 10', 'c at 20'])
})

test('all that waits for a promise has run before the next action does', async () => {
  const time = new VirtualTime(0)
  const seen: string[] = []
  time.after(1, () => {
    void (async () => {
      for (let turn = 0; turn < 50; turn++) await Promise.resolve()
      seen.push('promises')
    })()
  })
  time.after(1, () => seen.push('next'))
  await time.run()
  expect(seen).toEqual(['promises', 'next'])
})

test('the timers of the process are its own while it runs, and no longer', async () => {
  const time = new VirtualTime(0)
  const real = globalThis.setTimeout
  const seen: number[] = []
  time.after(0, () => {
    setTimeout(() => seen.push(time.now()), 3_600_000)
    clearTimeout(setTimeout(() => seen.push(-1), 1))
    setImmediate(() => seen.push(time.now()))
  })
  await time.run()
  expect(seen).toEqual([0, 3_600_000])
  expect(globalThis.setTimeout).toBe(real)
})

test('a timer can be pushed back, and one that nobody needs does not keep time going', async () => {
  const time = new VirtualTime(0)
  const seen: string[] = []
  time.after(0, () => {
    const late = setTimeout(() => seen.push(`late at ${time.now()}`), 100)
    setTimeout(() => late.refresh(), 60)
    setInterval(() => seen.push('tick'), 50).unref()
  })
  await time.run()
  expect(seen).toEqual(['tick', 'tick', 'tick', 'late at 160'])
})

test('what never ends is given up', async () => {
  const time = new VirtualTime(0)
  const again = () => void time.after(0, again)
  again()
  await expect(time.run()).rejects.toThrow('does not come to an end')
})
