import { useNavigate } from '@tanstack/react-router'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import type { Exchange } from '../../api/client.ts'
import { useTimes } from '../../app/settings.tsx'
import { isTyping } from '../../app/shortcuts.ts'
import { texts } from '../../texts.ts'
import { Badge, toneOfStatus } from '../../ui/badge.tsx'
import { formatCount, formatMs, formatUsd, UNKNOWN } from '../../ui/format.ts'

/** `j` and `k` walk, `Enter` opens. */
export function TraceTable({ rows }: { readonly rows: readonly Exchange[] }) {
  const chosen = useWalk(rows)
  const times = useTimes()
  return (
    <div className="overflow-x-auto">
      <table className="table">
        <Head />
        <tbody>
          {rows.map((row, index) => (
            <tr
              key={row.id}
              className={index === chosen ? 'bg-accent-soft' : 'hover:bg-sunk'}
              data-row={index}
            >
              <td className="whitespace-nowrap">
                <Link to="/traces/$id" params={{ id: row.id }} className="text-accent hover:underline">
                  {times.moment(row.time)}
                  <span className="text-ink-3">{`:${times.clock(row.time).slice(-2)}`}</span>
                </Link>
              </td>
              <td>
                <Badge tone={toneOfStatus(row.status)}>{row.error_code ?? row.status}</Badge>
              </td>
              <td className="max-w-56 truncate" title={row.requested_model}>
                {row.requested_model}
              </td>
              <td className="max-w-56 truncate text-ink-2" title={row.target ?? ''}>
                {row.target ?? UNKNOWN}
              </td>
              <td className={`number ${row.attempts.length > 1 ? 'font-medium text-warn' : 'text-ink-3'}`}>
                {row.attempts.length}
              </td>
              <td className="number text-ink-2">
                {row.usage === null
                  ? UNKNOWN
                  : `${formatCount(row.usage.input)} → ${formatCount(row.usage.output)}`}
              </td>
              <td className="number">{formatUsd(row.cost)}</td>
              <td className="number text-ink-2">{formatMs(row.ttft_ms)}</td>
              <td className="number text-ink-2">{formatMs(row.duration_ms)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Head() {
  const { columns } = texts.traces
  return (
    <thead>
      <tr>
        <th scope="col">{columns.time}</th>
        <th scope="col">{columns.status}</th>
        <th scope="col">{columns.model}</th>
        <th scope="col">{columns.target}</th>
        <th scope="col" className="number">
          {columns.attempts}
        </th>
        <th scope="col" className="number">
          {columns.tokens}
        </th>
        <th scope="col" className="number">
          {columns.cost}
        </th>
        <th scope="col" className="number">
          {columns.ttft}
        </th>
        <th scope="col" className="number">
          {columns.duration}
        </th>
      </tr>
    </thead>
  )
}

const STEPS: Readonly<Record<string, number>> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }

/** Which row the keyboard has come to; -1 for none. */
function useWalk(rows: readonly Exchange[]): number {
  const [chosen, setChosen] = useState(-1)
  const navigate = useNavigate()
  const latest = useRef({ rows, chosen })
  latest.current = { rows, chosen }
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (isTyping(event)) return
      const { rows, chosen } = latest.current
      const step = STEPS[event.key]
      const row = rows[chosen]
      const isOnLink = event.target instanceof HTMLAnchorElement || event.target instanceof HTMLButtonElement
      if (event.key === 'Enter' && row !== undefined && !isOnLink)
        void navigate({ to: '/traces/$id', params: { id: row.id } })
      if (step === undefined) return
      event.preventDefault()
      const next = Math.min(rows.length - 1, Math.max(0, chosen + step))
      setChosen(next)
      document.querySelector(`[data-row="${next}"]`)?.scrollIntoView({ block: 'nearest' })
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [navigate])
  return chosen
}
