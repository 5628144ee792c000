import type { Group, UsageRow } from './usage-table.tsx'

const COLUMNS = [
  'requests',
  'errors',
  'input_tokens',
  'output_tokens',
  'cache_read_tokens',
  'reasoning_tokens',
  'cost',
  'cost_nanos',
  'billed',
  'billed_nanos',
  'unpriced',
] as const

/** https://www.rfc-editor.org/rfc/rfc4180; what is not known is empty. */
export function usageCsv(group: Group, rows: readonly UsageRow[]): string {
  const lines = [
    [group, ...COLUMNS],
    ...rows.map((row) => [row[group] ?? '', ...COLUMNS.map((name) => row[name] ?? '')]),
  ]
  return lines.map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('')
}

export function downloadCsv(name: string, group: Group, rows: readonly UsageRow[]): void {
  const url = URL.createObjectURL(new Blob([usageCsv(group, rows)], { type: 'text/csv' }))
  const link = Object.assign(document.createElement('a'), { href: url, download: name })
  link.click()
  URL.revokeObjectURL(url)
}

/** A cell that a spreadsheet would take for a formula is told to be text. */
function quoted(cell: string | number): string {
  const text = typeof cell === 'string' && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : String(cell)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
