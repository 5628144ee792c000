import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'

export interface Pace {
  readonly perSecond: number
  readonly durationMs: number
}

/**
 * Calls back with the time at which each request is meant to leave, by `performance.now()`. Resolves after the last.
 *
 * The clock is a thread that sleeps by futex: timers of the event loop come in whole milliseconds, which is more than
 * what is to be measured, and a loop that polls would take the processor from what is measured.
 */
export function startTicker(pace: Pace, onTick: (meantToLeaveMs: number) => void): Promise<void> {
  const offsetMs = monotonicMs() - performance.now()
  const workerData: TickerData = { ...pace, startMs: monotonicMs() + LEAD_MS }
  const worker = new Worker(new URL(import.meta.url), { workerData })
  return new Promise((resolve, reject) => {
    worker.on('message', (meantMs: number) => onTick(meantMs - offsetMs))
    worker.on('error', reject)
    worker.on('exit', () => resolve())
  })
}

/** The thread needs so long to start. */
const LEAD_MS = 300

interface TickerData extends Pace {
  readonly startMs: number
}

function tick({ perSecond, durationMs, startMs }: TickerData): void {
  const sleeper = new Int32Array(new SharedArrayBuffer(4))
  const count = Math.floor((durationMs / 1_000) * perSecond)
  for (let index = 0; index < count; index++) {
    const meantMs = startMs + (index * 1_000) / perSecond
    const waitMs = meantMs - monotonicMs()
    if (waitMs > 0) Atomics.wait(sleeper, 0, 0, waitMs)
    parentPort?.postMessage(meantMs)
  }
}

/** The same clock in every thread, which `performance.now()` is not. */
function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6
}

if (!isMainThread) tick(workerData as TickerData) // `startTicker` is all that starts this file as a thread.
