import { closedLoop } from './closed-loop.ts'
import { heldStreams } from './held-streams.ts'
import type { Job, LoadResult } from './job.ts'
import { openLoop } from './open-loop.ts'

/** The process that makes the load. Takes one job at a time from its parent, and ends with it. */
process.on('message', (job: Job) => void run(job).then((result) => process.send?.(result)))
process.on('disconnect', () => process.exit())

function run(job: Job): Promise<LoadResult> {
  switch (job.type) {
    case 'closed':
      return closedLoop(job)
    case 'open':
      return openLoop(job)
    case 'held':
      return heldStreams(job)
  }
}
