import type { Destination } from './load/job.ts'

/** A program under measurement. */
export interface Subject {
  readonly name: string
  readonly pid: number
  readonly destination: Destination
  /** Resolves when the process has ended. */
  stop(): Promise<void>
}
