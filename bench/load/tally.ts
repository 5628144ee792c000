import { percentile } from '../statistics.ts'
import type { Outcome } from './connection.ts'
import type { LoadResult } from './job.ts'

/** What one job has come to so far. */
export class Tally {
  readonly #startedMs = performance.now()
  readonly #latenciesMs: number[] = []
  readonly #failures: Record<string, number> = {}
  #open = 0
  #mostOpen = 0

  get elapsedMs(): number {
    return performance.now() - this.#startedMs
  }

  get open(): number {
    return this.#open
  }

  began(): void {
    this.#open++
    this.#mostOpen = Math.max(this.#mostOpen, this.#open)
  }

  ended(outcome: Outcome, meantToLeaveMs: number): void {
    this.#open--
    if (outcome === null) this.#latenciesMs.push(performance.now() - meantToLeaveMs)
    else this.#failures[outcome] = (this.#failures[outcome] ?? 0) + 1
  }

  result(): LoadResult {
    const sorted = Float64Array.from(this.#latenciesMs).sort()
    return {
      answered: sorted.length,
      failures: this.#failures,
      elapsedMs: this.elapsedMs,
      p50Us: percentile(sorted, 0.5) * 1_000,
      p99Us: percentile(sorted, 0.99) * 1_000,
      mostOpen: this.#mostOpen,
    }
  }
}
