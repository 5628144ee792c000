import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { Job, LoadResult } from './job.ts'

/** The load generator in its own process: what it costs is nobody's figure. One job at a time. */
export class Load {
  readonly #child: ChildProcess = fork(new URL('./generator.ts', import.meta.url))

  /** Rejects when the answers do not come to an end. */
  async run(job: Job): Promise<LoadResult> {
    const signal = AbortSignal.timeout(timeMaxMs(job))
    this.#child.send(job)
    const [result] = await once(this.#child, 'message', { signal })
    return result as LoadResult // The generator sends nothing else.
  }

  stop(): void {
    this.#child.disconnect()
  }
}

const ANSWER_MS_MAX = 30_000

function timeMaxMs(job: Job): number {
  const sendingMs = job.type === 'held' ? (job.streams / job.openedPerSecond) * 1_000 : job.durationMs
  return sendingMs + ANSWER_MS_MAX
}
