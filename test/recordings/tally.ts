export type Column = 'native' | 'openai' | 'anthropic' | 'gemini'

export const COLUMNS: readonly Column[] = ['native', 'openai', 'anthropic', 'gemini']

interface Cell {
  same: number
  excepted: number
}

/** Counts answers by provider, form (unary, stream) and the side they were read on. */
export class Tally {
  readonly #rows = new Map<string, Record<Column, Cell>>()

  count(provider: string, form: string, column: Column, isExcepted: boolean): void {
    const name = `${provider.padEnd(20)} ${form}`
    const row = this.#rows.get(name) ?? {
      native: blank(),
      openai: blank(),
      anthropic: blank(),
      gemini: blank(),
    }
    this.#rows.set(name, row)
    row[column][isExcepted ? 'excepted' : 'same']++
  }

  /** The table, with a line for all at its end. */
  toString(): string {
    const rows = [...this.#rows].sort(([a], [b]) => a.localeCompare(b))
    const all = { native: blank(), openai: blank(), anthropic: blank(), gemini: blank() }
    for (const [, row] of rows) {
      for (const column of COLUMNS) {
        all[column].same += row[column].same
        all[column].excepted += row[column].excepted
      }
    }
    const head = line('provider             form', COLUMNS)
    const body = [...rows, ['all', all] as const].map(([name, row]) =>
      line(
        name,
        COLUMNS.map((column) => shown(row[column])),
      ),
    )
    return [head, ...body].join('\n')
  }
}

function blank(): Cell {
  return { same: 0, excepted: 0 }
}

function shown({ same, excepted }: Cell): string {
  return excepted === 0 ? `${same} same` : `${same} same (+${excepted} excepted)`
}

function line(name: string, cells: readonly string[]): string {
  return [name.padEnd(34), ...cells.map((cell) => cell.padEnd(26))].join('').trimEnd()
}
