import { Connection } from './connection.ts'
import type { Job, LoadResult } from './job.ts'
import { requestBytes } from './request-bytes.ts'
import { Tally } from './tally.ts'

/** Resolves when every connection has the answer to its last request. */
export async function closedLoop(job: Job & { type: 'closed' }): Promise<LoadResult> {
  const request = requestBytes(job.to, job.body)
  const tally = new Tally()
  let begun = 0
  const loop = (connection: Connection) =>
    new Promise<void>((resolve) => {
      const next = () => {
        if (tally.elapsedMs >= job.durationMs || begun >= job.requestsMax) return resolve()
        begun++
        tally.began()
        const sentMs = performance.now()
        connection.send(request, (outcome) => {
          tally.ended(outcome, sentMs)
          // A refused connection must not become a loop that never yields.
          if (outcome === null) next()
          else setTimeout(next, PAUSE_AFTER_FAILURE_MS)
        })
      }
      next()
    })
  const connections = Array.from({ length: job.connections }, () => new Connection(job.to.port, job.events))
  await Promise.all(connections.map(loop))
  for (const connection of connections) connection.close()
  return tally.result()
}

const PAUSE_AFTER_FAILURE_MS = 10
