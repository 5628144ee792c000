import { Connection } from './connection.ts'
import type { Job, LoadResult } from './job.ts'
import { requestBytes } from './request-bytes.ts'
import { Tally } from './tally.ts'
import { startTicker } from './ticker.ts'

/**
 * A request leaves at each tick, over whichever connection is free. Where none is, because an answer is late, one more
 * is opened: a slow answer never delays the next request. What leaves late all the same has waited since its tick.
 */
export async function openLoop(job: Job & { type: 'open' }): Promise<LoadResult> {
  const request = requestBytes(job.to, job.body)
  const tally = new Tally()
  const connections: Connection[] = []
  const free: Connection[] = []
  const open = () => {
    const connection = new Connection(job.to.port, job.events)
    connections.push(connection)
    return connection
  }
  await startTicker({ perSecond: job.perSecond, durationMs: job.durationMs }, (meantToLeaveMs) => {
    tally.began()
    if (free.length === 0 && connections.length === CONNECTIONS_MAX)
      return tally.ended('no free connection', meantToLeaveMs)
    const connection = free.pop() ?? open()
    connection.send(request, (outcome) => {
      tally.ended(outcome, meantToLeaveMs)
      free.push(connection)
    })
  })
  while (tally.open > 0) await new Promise((resolve) => setTimeout(resolve, 10))
  for (const connection of connections) connection.close()
  return tally.result()
}

const CONNECTIONS_MAX = 256
