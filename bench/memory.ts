import { setTimeout as sleep } from 'node:timers/promises'
import { residentBytes } from './accounting.ts'
import type { Rounds } from './rounds.ts'
import type { Subject } from './subject.ts'
import { STREAM_END_EVENTS } from './upstream/answers.ts'
import { pacedBody, type Sizes } from './workload.ts'

/** Resident bytes before, while all streams were open, and some time after the last had ended. */
export interface Memory {
  readonly idle: number
  readonly held: number
  readonly after: number
}

/** To be called for a process that has done nothing else yet. Throws where not all streams were open at once. */
export async function measureMemory(
  subject: Subject,
  rounds: Rounds,
  { streams, openedPerSecond, seconds }: Sizes['memory'],
): Promise<Memory> {
  await sleep(IDLE_MS)
  const idle = residentBytes(subject.pid)
  let held = idle
  const timer = setInterval(() => {
    held = Math.max(held, residentBytes(subject.pid))
  }, SAMPLE_MS)
  const body = pacedBody(seconds)
  const events = seconds + STREAM_END_EVENTS
  const result = await rounds
    .run(subject, { type: 'held', streams, openedPerSecond, body, events })
    .finally(() => clearInterval(timer))
  if (result.mostOpen !== streams) throw new Error(`Only ${result.mostOpen} streams were open at once.`)
  await sleep(AFTER_MS)
  return { idle, held, after: residentBytes(subject.pid) }
}

const IDLE_MS = 1_000
const AFTER_MS = 2_000
const SAMPLE_MS = 250
