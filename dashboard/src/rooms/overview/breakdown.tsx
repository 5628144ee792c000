import type { Schemas } from '../../api/client.ts'
import { texts } from '../../texts.ts'
import { changeOf, formatChange, formatCount, formatShare, formatUsd } from '../../ui/format.ts'
import { Empty } from '../../ui/notes.tsx'
import { Card } from '../../ui/page.tsx'

type Row = Schemas['Overview']['by_model'][number]

interface Props {
  readonly title: string
  readonly rows: readonly Row[]
  onChoose(name: string): void
}

/** Who makes up a figure, the dearest first. Choosing one narrows the whole page to it. */
export function Breakdown({ title, rows, onChoose }: Props) {
  const { breakdown } = texts.overview
  if (rows.length === 0)
    return (
      <Card title={title}>
        <Empty title={breakdown.none} />
      </Card>
    )
  return (
    <Card title={title}>
      <div className="overflow-x-auto">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{breakdown.name}</th>
              <th scope="col" className="number">
                {breakdown.spend}
              </th>
              <th scope="col" className="number">
                {breakdown.requests}
              </th>
              <th scope="col" className="number">
                {breakdown.errors}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.name}>
                <td className="max-w-0 min-w-32 w-full">
                  <button
                    type="button"
                    className="max-w-full truncate text-left hover:underline"
                    title={row.name}
                    onClick={() => onChoose(row.name)}
                  >
                    {row.label ?? row.name}
                  </button>
                  <Share row={row} rows={rows} />
                </td>
                <td className="number">
                  {formatUsd(row.cost)}
                  <Versus row={row} />
                </td>
                <td className="number">{formatCount(row.requests)}</td>
                <td className={`number ${row.errors > 0 ? 'text-bad' : 'text-ink-3'}`}>
                  {formatShare(row.errors / row.requests)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  )
}

/** By money where any is known to be spent, else by requests. */
function Share({ row, rows }: { readonly row: Row; readonly rows: readonly Row[] }) {
  const hasCost = rows.some(({ cost }) => (cost ?? 0) > 0)
  const size = (one: Row) => (hasCost ? (one.cost ?? 0) : one.requests)
  const most = Math.max(...rows.map(size))
  return (
    <svg viewBox="0 0 100 3" preserveAspectRatio="none" className="mt-1 h-[3px] w-full" aria-hidden="true">
      <rect width="100" height="3" fill="var(--sunk)" />
      <rect width={most === 0 ? 0 : (size(row) / most) * 100} height="3" fill="var(--series-1)" />
    </svg>
  )
}

function Versus({ row }: { readonly row: Row }) {
  const change = changeOf(row.cost ?? 0, row.before?.cost ?? 0)
  if (change === null || Math.abs(change) < 0.01) return null
  return (
    <div className="text-xs text-ink-3">
      <span aria-hidden="true">{change > 0 ? '▲' : '▼'}</span>
      <span className="sr-only">{change > 0 ? texts.overview.figures.up : texts.overview.figures.down}</span>{' '}
      {formatChange(change)}
    </div>
  )
}
