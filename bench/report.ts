import { availableParallelism, cpus, loadavg } from 'node:os'
import type { Books } from './books.ts'
import { WHAT_IS_ON } from './gateway.ts'
import type { Memory } from './memory.ts'
import type { Round } from './rounds.ts'

/** Everything a run found, as `--json` prints it. Subjects by name; the gateway itself comes first. */
export interface Report {
  readonly machine: Machine
  readonly on: readonly string[]
  readonly workloads: readonly { readonly name: string; readonly rounds: ByName<readonly Round[]> }[]
  /** At a fixed rate. `direct` is the upstream with nothing between. */
  readonly latency: { readonly perSecond: number; readonly rounds: ByName<readonly Round[]> }
  readonly memory: { readonly streams: number; readonly bytes: ByName<Memory> }
  readonly books: Books
}

export type ByName<Value> = Readonly<Record<string, Value>>

export interface Machine {
  readonly node: string
  readonly processor: string
  readonly cores: number
  /** Of the last minute: more than the bench's own share means that others were at work too. */
  readonly loadAtStart: number
}

export function describeMachine(): Machine {
  return {
    node: process.version,
    processor: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    loadAtStart: loadavg()[0] ?? 0,
  }
}

export function reportOf(found: Omit<Report, 'on'>): Report {
  return { ...found, on: WHAT_IS_ON }
}
