/**
 * How the latest canaries of each target have gone. A target that gets worse does so at once, and its long record of
 * good answers says nothing of that: so only a few count.
 */
export class CanaryResults {
  readonly #latest = new Map<string, boolean[]>()

  add(targetId: string, isPassed: boolean): void {
    const latest = this.#latest.get(targetId) ?? []
    latest.push(isPassed)
    if (latest.length > COUNTED) latest.shift()
    this.#latest.set(targetId, latest)
  }

  /** The share that has passed, from 0 to 1; null before there are enough. */
  passRate(targetId: string): number | null {
    const latest = this.#latest.get(targetId)
    if (latest === undefined || latest.length < TOLD_FROM) return null
    return latest.filter((isPassed) => isPassed).length / latest.length
  }

  /** Forgets the targets that are asked no more. */
  keep(targetIds: ReadonlySet<string>): void {
    for (const id of this.#latest.keys()) if (!targetIds.has(id)) this.#latest.delete(id)
  }
}

const COUNTED = 10
const TOLD_FROM = 3
