import { expect, test } from 'vitest'
import { type LoadPorts, steadyLoad } from './steady-load.ts'

/** A clock on which only waiting takes time, and each wait `lateMs` more than it should. */
function virtualTime(lateMs = 0): LoadPorts {
  let nowMs = 500
  return {
    monotonicMs: () => nowMs,
    async wait(ms, signal) {
      if (!signal.aborted && ms > 0) nowMs += ms + lateMs
    },
  }
}

async function begunAt(perSecond: number, forMs: number, ports: LoadPorts, stopAfter = Infinity) {
  const stop = new AbortController()
  const times: number[] = []
  const begin = () => {
    times.push(ports.monotonicMs() - 500)
    if (times.length >= stopAfter) stop.abort()
  }
  await steadyLoad({ perSecond, forMs, begin }, ports, stop.signal)
  return { times, endMs: ports.monotonicMs() - 500 }
}

test('requests come at even distances, the first at once, and the whole time is used', async () => {
  expect(await begunAt(10, 450, virtualTime())).toEqual({ times: [0, 100, 200, 300, 400], endMs: 450 })
})

test('however short the time, somebody asks', async () => {
  expect((await begunAt(1, 100, virtualTime())).times).toEqual([0])
})

test('a process that lags makes up for it', async () => {
  const { times } = await begunAt(100, 1_000, virtualTime(25))
  expect(times).toHaveLength(100)
  expect(times.at(-1)).toBeLessThan(1_030)
})

test('called off, nobody asks any more and nobody waits', async () => {
  expect(await begunAt(10, 60_000, virtualTime(), 3)).toEqual({ times: [0, 100, 200], endMs: 200 })
})
