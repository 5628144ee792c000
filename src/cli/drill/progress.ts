import type { Felt } from '../../drill/felt.ts'
import type { Surroundings } from '../surroundings.ts'

/** Shows how far a drill is: one line that changes on a terminal, else a line for each phase. */
export class Progress {
  readonly #surroundings: Pick<Surroundings, 'isTerminal' | 'err'>
  #phase = ''
  #answered = 0
  #failed = 0

  constructor(surroundings: Pick<Surroundings, 'isTerminal' | 'err'>) {
    this.#surroundings = surroundings
  }

  begin(phase: string): void {
    this.#phase = phase
    if (this.#surroundings.isTerminal) this.#show()
    else this.#surroundings.err(`${phase}\n`)
  }

  count({ code }: Felt): void {
    if (code === null) this.#answered++
    else this.#failed++
    if (this.#surroundings.isTerminal) this.#show()
  }

  end(): void {
    if (this.#surroundings.isTerminal) this.#surroundings.err(CLEAR_LINE)
  }

  #show(): void {
    this.#surroundings.err(`${CLEAR_LINE}${this.#phase}: ${this.#answered} answered, ${this.#failed} failed`)
  }
}

const CLEAR_LINE = '\r\u001b[K'
