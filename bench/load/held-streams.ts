import { Connection } from './connection.ts'
import type { Job, LoadResult } from './job.ts'
import { requestBytes } from './request-bytes.ts'
import { Tally } from './tally.ts'

/** Opens the streams one after another and reads each to its end. */
export async function heldStreams(job: Job & { type: 'held' }): Promise<LoadResult> {
  const request = requestBytes(job.to, job.body)
  const tally = new Tally()
  const hold = async () => {
    const connection = new Connection(job.to.port, job.events)
    tally.began()
    const sentMs = performance.now()
    const outcome = await new Promise<string | null>((resolve) => connection.send(request, resolve))
    tally.ended(outcome, sentMs)
    connection.close()
  }
  const held: Promise<void>[] = []
  while (held.length < job.streams) {
    const due = Math.min(job.streams, Math.ceil((tally.elapsedMs / 1_000) * job.openedPerSecond))
    while (held.length < due) held.push(hold())
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  await Promise.all(held)
  return tally.result()
}
