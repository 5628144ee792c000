import { setTimeout as sleep } from 'node:timers/promises'
import { cpuNanos } from './accounting.ts'
import type { Job, LoadResult } from './load/job.ts'
import type { Load } from './load/load.ts'
import type { Subject } from './subject.ts'

/** One round of one subject. */
export interface Round {
  readonly cpuUs: number
  readonly perSecond: number
  readonly p50Us: number
  readonly p99Us: number
}

/** A job without its destination, which is each subject's own. */
export type Task = { [Type in Job['type']]: Omit<Job & { type: Type }, 'to'> }[Job['type']]

/**
 * Runs loads and counts the answers to each subject. Any request that fails makes the whole run worthless: it
 * throws.
 */
export class Rounds {
  readonly #load: Load
  readonly #answered = new Map<Subject, number>()

  constructor(load: Load) {
    this.#load = load
  }

  answeredBy(subject: Subject): number {
    return this.#answered.get(subject) ?? 0
  }

  async run(subject: Subject, task: Task): Promise<LoadResult> {
    const result = await this.#load.run({ ...task, to: subject.destination }) // A task and where it goes.
    const failures = Object.entries(result.failures).map(([what, count]) => `${count} times ${what}`)
    if (failures.length > 0) throw new Error(`Requests to ${subject.name} failed: ${failures.join(', ')}.`)
    this.#answered.set(subject, this.answeredBy(subject) + result.answered)
    return result
  }

  /**
   * What is put off counts too: rows that go to the database after the answer, garbage. So the clock of the processor
   * is read only when the process has come to rest.
   */
  async measure(subject: Subject, task: Task): Promise<Round> {
    const before = await cpuAtRest(subject.pid)
    const { answered, elapsedMs, p50Us, p99Us } = await this.run(subject, task)
    const after = await cpuAtRest(subject.pid)
    return {
      cpuUs: (after - before) / 1_000 / answered,
      perSecond: (answered / elapsedMs) * 1_000,
      p50Us,
      p99Us,
    }
  }
}

/**
 * Every subject in turn, so that a change in the machine meets all of them; every other round in reverse, so that none
 * always comes first.
 */
export async function interleave<Result>(
  subjects: readonly Subject[],
  rounds: number,
  measure: (subject: Subject) => Promise<Result>,
): Promise<ReadonlyMap<Subject, readonly Result[]>> {
  const results = new Map<Subject, Result[]>(subjects.map((subject) => [subject, []]))
  for (let round = 0; round < rounds; round++) {
    for (const subject of round % 2 === 0 ? subjects : subjects.toReversed()) {
      results.get(subject)?.push(await measure(subject))
    }
  }
  return results
}

const REST_SAMPLE_MS = 100
/** One hundredth of a processor. */
const REST_NANOS_MAX = REST_SAMPLE_MS * 1e6 * 0.01
const REST_SAMPLES_MAX = 200

async function cpuAtRest(pid: number): Promise<number> {
  let before = cpuNanos(pid)
  for (let sample = 0; sample < REST_SAMPLES_MAX; sample++) {
    await sleep(REST_SAMPLE_MS)
    const now = cpuNanos(pid)
    if (now - before < REST_NANOS_MAX) return now
    before = now
  }
  throw new Error(`The process ${pid} does not come to rest.`)
}
