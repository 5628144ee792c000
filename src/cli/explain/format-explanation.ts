import type { ExplanationView } from '../../control/explain.ts'
import { budget, spentOf } from '../keys/key-format.ts'
import { type Column, formatFields, formatTable } from '../table.ts'

type Candidate = ExplanationView['decision']['candidates'][number]

/** For people: every candidate in order, then what would be tried, and what the choice depended on. */
export function formatExplanation({ decision, order, budgets, error, message }: ExplanationView): string {
  const { candidates, seed, revision } = decision
  return [
    candidates.length === 0 ? 'There is no candidate.\n' : formatTable(COLUMNS, candidates),
    '\n',
    formatFields([
      ['order', order.join(', ') || 'nothing is left to try'],
      ...(error === null ? [] : [['refused', `${error}: ${message}`] as const]),
      ['seed', seed],
      ['revision', revision],
      ...(budgets.length === 0 ? [['budgets', 'none'] as const] : []),
      ...budgets.map((each) => ['budget', `${budget(each)}${spentOf(each)}`] as const),
    ]),
  ].join('')
}

const COLUMNS: readonly Column<Candidate>[] = [
  { title: 'TARGET', cell: ({ target }) => target },
  { title: 'SCORE', align: 'right', cell: ({ score }) => (score === null ? '-' : figure(score)) },
  { title: 'PARTS', cell: ({ parts }) => Object.entries(parts).map(part).join(', ') || '-' },
  { title: 'REMOVED BY', cell: ({ removed_by }) => removed_by ?? '-' },
]

function part([name, value]: readonly [string, number]): string {
  return `${name} ${figure(value)}`
}

/** Scores are compared with each other; past four figures they tell nobody more. */
function figure(value: number): string {
  return String(Number(value.toPrecision(4)))
}
