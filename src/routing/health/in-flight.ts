/**
 * Attempts under way, by target. Kept apart from what else is known of a target, which is forgotten when too many are
 * known: this must come back to zero whatever is forgotten. It is as large as there are targets being asked now.
 */
export class InFlight {
  readonly #counts = new Map<string, number>()

  of(targetId: string): number {
    return this.#counts.get(targetId) ?? 0
  }

  began(targetId: string): void {
    this.#counts.set(targetId, this.of(targetId) + 1)
  }

  ended(targetId: string): void {
    const left = this.of(targetId) - 1
    if (left > 0) this.#counts.set(targetId, left)
    else this.#counts.delete(targetId)
  }
}
