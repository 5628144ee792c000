import type { Schemas } from '../../api/client.ts'
import { useTimes } from '../../app/settings.tsx'
import { texts } from '../../texts.ts'
import { Badge, type Tone } from '../../ui/badge.tsx'
import { formatCount, formatMs, formatShare, formatUsd, UNKNOWN } from '../../ui/format.ts'

type Target = Schemas['Target']

const TONES: Readonly<Record<Target['standing'], Tone>> = {
  ready: 'good',
  'half-open': 'warn',
  full: 'warn',
  open: 'bad',
  refused: 'bad',
}

/** Every place an answer can come from: its standing, its pace, its price. */
export function TargetTable({ targets }: { readonly targets: readonly Target[] }) {
  const { columns, standings, until, perMillion } = texts.providers
  const times = useTimes()
  return (
    <div className="overflow-x-auto">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{columns.target}</th>
            <th scope="col">{columns.standing}</th>
            {[
              columns.uptime,
              columns.requests,
              columns.ttft,
              columns.speed,
              columns.inFlight,
              columns.price,
            ].map((label) => (
              <th key={label} scope="col" className="number">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {targets.map((target) => (
            <tr key={target.id}>
              <td>
                <div className="font-medium">{target.id}</div>
                <div className="text-xs text-ink-3">{target.routes.join(', ')}</div>
              </td>
              <td>
                <Badge tone={TONES[target.standing]}>{standings[target.standing]}</Badge>
                {target.until !== null && (
                  <div className="text-xs text-ink-3">{until(times.clock(target.until))}</div>
                )}
                {target.last_error !== null && <div className="text-xs text-ink-3">{target.last_error}</div>}
              </td>
              <td className="number">
                {formatShare(target.uptime.day)}
                <div className="text-xs text-ink-3">{formatShare(target.uptime.five_minutes)}</div>
              </td>
              <td className="number">
                {formatCount(target.requests)}
                <div className="text-xs text-ink-3">{target.errors}</div>
              </td>
              <td className="number">
                {formatMs(target.ttft_quantiles_ms?.p50)}
                <div className="text-xs text-ink-3">{formatMs(target.ttft_quantiles_ms?.p95)}</div>
              </td>
              <td className="number">
                {target.tokens_per_second === null
                  ? UNKNOWN
                  : `${Math.round(target.tokens_per_second.p50)}/s`}
              </td>
              <td className="number">{target.in_flight}</td>
              <td className="number">
                {target.price === null
                  ? UNKNOWN
                  : perMillion(formatUsd(target.price.input), formatUsd(target.price.output))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
