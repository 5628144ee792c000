import { expect, test } from 'vitest'
import { formatFields, formatTable } from './table.ts'

interface Row {
  readonly name: string
  readonly count: number
}

const COLUMNS = [
  { title: 'NAME', cell: ({ name }: Row) => name },
  { title: 'COUNT', align: 'right', cell: ({ count }: Row) => String(count) },
] as const

test('columns are as wide as their widest cell, figures to the right', () => {
  const rows = [
    { name: 'a', count: 5 },
    { name: 'a longer name', count: 1_234_567 },
  ]
  expect(formatTable(COLUMNS, rows)).toBe(
    ['NAME             COUNT', 'a                    5', 'a longer name  1234567', ''].join('\n'),
  )
  expect(formatTable(COLUMNS, [])).toBe('NAME  COUNT\n')
})

test('a name cannot move the cursor, end the line, or turn it around', () => {
  const name = 'x\u001b[2J\r\ny\u202ez\u009b'
  expect(formatTable(COLUMNS, [{ name, count: 1 }])).toContain('x\ufffd[2J\ufffd\ufffdy\ufffdz\ufffd')
  expect(formatFields([['name', name]])).toBe('name  x\ufffd[2J\ufffd\ufffdy\ufffdz\ufffd\n')
})
