import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'

export interface Pace {
  readonly perSecond: number
  readonly durationMs: number
}

/**
 * Calls back with the time at which each request is meant to leave, in milliseconds of `performance.now()`. The clock
 * is a thread that sleeps by futex: timers of the event loop come in whole milliseconds, which is more than what is to
 * be measured, and a loop that polls takes the processor from what is measured. Resolves after the last.
 */
export function startTicker(pace: Pace, onTick: (meantToLeaveMs: number) => void): Promise<void> {
  const startMs = performance.timeOrigin + performance.now() + LEAD_MS
  const worker = new Worker(new URL(import.meta.url), { workerData: { ...pace, startMs } })
  return new Promise((resolve, reject) => {
    worker.on('message', (meantMs: number) => onTick(meantMs - performance.timeOrigin))
    worker.on('error', reject)
    worker.on('exit', () => resolve())
  })
}

/** The thread needs so long to start. */
const LEAD_MS = 200

function tick({ perSecond, durationMs, startMs }: Pace & { readonly startMs: number }): void {
  const sleeper = new Int32Array(new SharedArrayBuffer(4))
  const count = Math.floor((durationMs / 1_000) * perSecond)
  for (let index = 0; index < count; index++) {
    const meantMs = startMs + (index * 1_000) / perSecond
    const waitMs = meantMs - (performance.timeOrigin + performance.now())
    if (waitMs > 0) Atomics.wait(sleeper, 0, 0, waitMs)
    parentPort?.postMessage(meantMs)
  }
}

if (!isMainThread) tick(workerData as Pace & { readonly startMs: number }) // Given above.
