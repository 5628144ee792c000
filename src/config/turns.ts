/** Lets pieces of work that read, then write, happen one after the other. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve()

  /** Settles as `work` does, which begins when all before it have ended, well or not. */
  take<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#last.then(work)
    this.#last = turn.catch(() => {})
    return turn
  }
}
