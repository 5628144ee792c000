/** One column of a table; figures stand to the right. */
export interface Column<Row> {
  readonly title: string
  readonly align?: 'right'
  cell(row: Row): string
}

const GAP = '  '

/** Rows under their titles, each column as wide as its widest cell. Ends with a line break. */
export function formatTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const lines = [columns.map(({ title }) => title), ...rows.map((row) => cells(columns, row))]
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => width(line[index] ?? ''))))
  const format = (line: readonly string[]) =>
    line
      .map((text, index) => pad(text, widths[index] ?? 0, columns[index]?.align ?? 'left'))
      .join(GAP)
      .trimEnd()
  return `${lines.map(format).join('\n')}\n`
}

/** Names and what they stand for, one a line. */
export function formatFields(fields: readonly (readonly [name: string, value: string])[]): string {
  const widest = Math.max(0, ...fields.map(([name]) => width(name)))
  return fields.map(([name, value]) => `${pad(name, widest, 'left')}${GAP}${printable(value)}\n`).join('')
}

/** Names come from callers: one may hold an escape sequence, or turn the reading order of the line around. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, '\ufffd')
}

function cells<Row>(columns: readonly Column<Row>[], row: Row): readonly string[] {
  return columns.map(({ cell }) => printable(cell(row)))
}

function pad(text: string, wanted: number, align: 'left' | 'right'): string {
  const space = ' '.repeat(Math.max(0, wanted - width(text)))
  return align === 'right' ? space + text : text + space
}

function width(text: string): number {
  return Array.from(text).length
}
