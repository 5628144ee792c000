import type { Exchange } from '../../api/client.ts'
import { texts } from '../../texts.ts'
import { Badge, toneOfStatus } from '../../ui/badge.tsx'
import { formatMs, formatUsd } from '../../ui/format.ts'
import { Empty } from '../../ui/notes.tsx'

type Attempt = Exchange['attempts'][number]

/** Each attempt in its place in the time of the whole: dark until the first token, light while it streamed. */
export function Waterfall({ exchange }: { readonly exchange: Exchange }) {
  const { attempts, duration_ms } = exchange
  const { waterfall } = texts.trace
  if (attempts.length === 0) return <Empty title={waterfall.none}>{waterfall.noneHint}</Empty>
  const ends = attempts.map(({ started_ms, duration_ms }) => started_ms + duration_ms)
  const wholeMs = Math.max(duration_ms, ...ends, 1)
  return (
    <ol className="flex flex-col divide-y divide-line">
      {attempts.map((attempt, index) => (
        <li key={`${attempt.target} ${attempt.started_ms}`} className="flex flex-col gap-1 px-4 py-2">
          <div className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5">
            <span className="text-ink-3">{index + 1}</span>
            <span className="font-medium">{attempt.target}</span>
            {attempt.role !== undefined && <Badge tone="accent">{waterfall.roles[attempt.role]}</Badge>}
            <Outcome attempt={attempt} />
            <span className="ml-auto text-xs text-ink-2">
              {waterfall.timing(formatMs(attempt.started_ms), formatMs(attempt.duration_ms))}
              {attempt.ttft_ms !== null && ` · ${waterfall.first(formatMs(attempt.ttft_ms))}`}
              {attempt.cost !== null && ` · ${formatUsd(attempt.cost)}`}
            </span>
          </div>
          <Bar attempt={attempt} wholeMs={wholeMs} />
        </li>
      ))}
    </ol>
  )
}

function Outcome({ attempt: { status, code } }: { readonly attempt: Attempt }) {
  if (code === null) return <Badge tone="good">{status ?? texts.trace.waterfall.ok}</Badge>
  return (
    <Badge tone={code === 'hedge_lost' ? 'plain' : status === null ? 'bad' : toneOfStatus(status)}>
      {status === null ? code : `${status} ${code}`}
    </Badge>
  )
}

function Bar({ attempt, wholeMs }: { readonly attempt: Attempt; readonly wholeMs: number }) {
  const at = (milliseconds: number) => (milliseconds / wholeMs) * 1_000
  const color =
    attempt.code === null ? '--series-1' : attempt.code === 'hedge_lost' ? '--line-strong' : '--bad'
  const waitedMs = attempt.ttft_ms ?? attempt.duration_ms
  return (
    <svg viewBox="0 0 1000 8" preserveAspectRatio="none" className="h-2 w-full" aria-hidden="true">
      <rect width="1000" height="8" fill="var(--sunk)" />
      <rect
        x={at(attempt.started_ms)}
        width={Math.max(3, at(attempt.duration_ms))}
        height="8"
        fill={`var(${color})`}
        opacity="0.45"
      />
      <rect x={at(attempt.started_ms)} width={Math.max(3, at(waitedMs))} height="8" fill={`var(${color})`} />
    </svg>
  )
}
