import type { TrialOutcome } from './trial.ts'
import type { RunningTrial } from './trial.ts'
import type { Exchange } from './exchange.ts'

/** How a race begins an attempt. */
export interface Entrant<Course> {
  readonly course: Course
  /** `claim` is asked before anything reaches the caller. */
  start(claim: () => boolean): RunningTrial
  /** Called as it ends, before anything follows from that. */
  ended(outcome: TrialOutcome): void
}

export interface RaceOptions<Course> {
  readonly exchange: Exchange
  readonly first: Entrant<Course>
  /** Null: the first runs alone. */
  readonly hedge: { readonly afterMs: number; next(): Entrant<Course> | null } | null
}

export interface RaceResult<Course> {
  readonly course: Course
  readonly outcome: Exclude<TrialOutcome, { type: 'cancelled' }>
}

/**
 * One attempt, and a second one beside it where the first is slow: whichever first has something for the caller goes
 * on, and the other is called off. Resolves when all have ended, with the winner, or where none won with the first.
 */
export async function race<Course>(options: RaceOptions<Course>): Promise<RaceResult<Course>> {
  const { exchange, hedge } = options
  const running = new Map<Course, RunningTrial>()
  const failures: RaceResult<Course>[] = []
  let winner: Course | null = null
  let won: RaceResult<Course> | null = null
  let timer: NodeJS.Timeout | null = null
  const { promise: over, resolve: end } = Promise.withResolvers<void>()

  const enter = (entrant: Entrant<Course>) => {
    const { course } = entrant
    const claim = () => {
      if (winner !== null) return winner === course
      winner = course
      if (timer !== null) clearTimeout(timer)
      for (const [other, trial] of running) if (other !== course) trial.cancel()
      return true
    }
    const trial = entrant.start(claim)
    running.set(course, trial)
    void trial.outcome.then((outcome) => {
      running.delete(course)
      entrant.ended(outcome)
      if (outcome.type === 'answered') won ??= { course, outcome }
      else if (outcome.type === 'failed') failures.push({ course, outcome })
      if (running.size > 0) return
      if (timer !== null) clearTimeout(timer)
      end()
    })
  }
  const leave = () => {
    const [first, ...others] = running.values()
    for (const other of others) other.cancel()
    first?.abandon()
  }
  const interrupt = () => {
    for (const trial of running.values()) trial.interrupt()
  }
  exchange.leave = leave
  exchange.interrupt = interrupt

  enter(options.first)
  if (hedge !== null && running.size > 0) {
    timer = setTimeout(() => {
      const second = winner === null ? hedge.next() : null
      if (second !== null) enter(second)
    }, hedge.afterMs)
  }
  await over
  exchange.leave = null
  exchange.interrupt = null
  const result = won ?? failures.find(({ course }) => course === options.first.course) ?? failures[0]
  if (result === undefined) throw new Error('A race ended without an outcome.') // Somebody has to call an attempt off.
  return result
}
