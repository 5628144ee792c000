import { useQuery } from '@tanstack/react-query'
import type { Schemas } from '../../api/client.ts'
import { keysQuery } from '../../api/queries.ts'
import { texts } from '../../texts.ts'
import { formatCount, formatShare, formatUsd } from '../../ui/format.ts'
import { Empty } from '../../ui/notes.tsx'

export type Group = 'model' | 'provider' | 'key' | 'user' | 'session' | 'tag' | 'day'
export type UsageRow = Schemas['UsageRow']

const SHOWN_MAX = 200

/** The dearest first; days in their order. */
export function UsageTable({ rows, group }: { readonly rows: readonly UsageRow[]; readonly group: Group }) {
  const { usage } = texts
  const keys = new Map((useQuery(keysQuery).data?.data ?? []).map(({ id, name }) => [id, name]))
  if (rows.length === 0) return <Empty title={usage.none} />
  const ordered = group === 'day' ? rows : rows.toSorted((one, other) => (other.cost ?? 0) - (one.cost ?? 0))
  return (
    <div className="overflow-x-auto">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{usage.columns.name}</th>
            {[
              usage.columns.requests,
              usage.columns.errors,
              usage.columns.input,
              usage.columns.output,
              usage.columns.cached,
              usage.columns.cost,
              usage.columns.billed,
            ].map((label) => (
              <th key={label} scope="col" className="number">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ordered.slice(0, SHOWN_MAX).map((row) => {
            const name = row[group] ?? null
            return (
              <tr key={name ?? ''}>
                <td className={name === null ? 'text-ink-3' : ''}>
                  {name === null ? usage.nameless : (keys.get(name) ?? name)}
                </td>
                <td className="number">{formatCount(row.requests)}</td>
                <td className={`number ${row.errors > 0 ? 'text-bad' : 'text-ink-3'}`}>
                  {formatShare(row.errors / row.requests)}
                </td>
                <td className="number">{formatCount(row.input_tokens)}</td>
                <td className="number">{formatCount(row.output_tokens)}</td>
                <td className="number text-ink-2">{formatCount(row.cache_read_tokens)}</td>
                <td className="number">
                  {formatUsd(row.cost)}
                  {row.unpriced > 0 && (
                    <div className="text-xs text-ink-3">{usage.unpriced(formatCount(row.unpriced))}</div>
                  )}
                </td>
                <td className="number">{formatUsd(row.billed)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
      {rows.length > SHOWN_MAX && (
        <p className="px-4 py-2 text-xs text-ink-3">{usage.cut(SHOWN_MAX, rows.length)}</p>
      )}
    </div>
  )
}
