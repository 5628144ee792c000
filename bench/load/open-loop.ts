import { Connection } from './connection.ts'
import type { Job, LoadResult } from './job.ts'
import { requestBytes } from './request-bytes.ts'
import { Tally } from './tally.ts'
import { startTicker } from './ticker.ts'

/**
 * A request leaves at each tick, over whichever connection is free. Where none is, because an answer is late, one more
 * is opened: a slow answer never delays the next request, and the wait of one that left late counts as its own.
 */
export async function openLoop(job: Job & { type: 'open' }): Promise<LoadResult> {
  const request = requestBytes(job.to, job.body)
  const tally = new Tally()
  const free: Connection[] = []
  let opened = 0
  const send = (meantToLeaveMs: number) => {
    tally.began()
    const connection = free.pop() ?? (opened < CONNECTIONS_MAX ? new Connection(job.to.port, job.events) : null)
    if (connection === null) return tally.ended('no free connection', meantToLeaveMs)
    if (free.length === 0) opened = Math.max(opened, tally.open)
    connection.send(request, (outcome) => {
      tally.ended(outcome, meantToLeaveMs)
      free.push(connection)
    })
  }
  await startTicker({ perSecond: job.perSecond, durationMs: job.durationMs }, send)
  while (tally.open > 0) await new Promise((resolve) => setTimeout(resolve, 10))
  for (const connection of free) connection.close()
  return tally.result()
}

const CONNECTIONS_MAX = 256
