import type { Schemas } from '../../api/client.ts'
import { texts } from '../../texts.ts'
import {
  changeOf,
  formatChange,
  formatCount,
  formatMs,
  formatShare,
  formatUsd,
  UNKNOWN,
} from '../../ui/format.ts'
import { Sparkline } from '../../ui/sparkline.tsx'

type Overview = Schemas['Overview']
type Whole = Overview['now']

interface Figure {
  readonly label: string
  readonly value: (whole: Whole) => number | null
  readonly format: (value: number | null) => string
  /** Whether more of it is better, worse, or neither. */
  readonly more: 'better' | 'worse' | 'neither'
  readonly note?: (whole: Whole) => string | null
  readonly color?: string
}

const count = (value: number | null) => (value === null ? UNKNOWN : formatCount(value))
const { figures } = texts.overview

const FIGURES: readonly Figure[] = [
  {
    label: figures.spend,
    value: ({ cost }) => cost,
    format: formatUsd,
    more: 'worse',
    note: ({ unpriced }) => (unpriced === 0 ? null : figures.unpriced(formatCount(unpriced))),
  },
  { label: figures.requests, value: ({ requests }) => requests, format: count, more: 'neither' },
  {
    label: figures.tokens,
    value: ({ input_tokens, output_tokens }) => input_tokens + output_tokens,
    format: count,
    more: 'neither',
    note: ({ input_tokens, output_tokens }) =>
      figures.inOut(formatCount(input_tokens), formatCount(output_tokens)),
  },
  {
    label: figures.errors,
    value: ({ errors, requests }) => (requests === 0 ? null : errors / requests),
    format: formatShare,
    more: 'worse',
    note: ({ errors }) => (errors === 0 ? null : figures.failed(formatCount(errors))),
    color: '--bad',
  },
  {
    label: figures.ttft,
    value: ({ ttft_ms }) => ttft_ms?.p50 ?? null,
    format: formatMs,
    more: 'worse',
    note: ({ ttft_ms }) => (ttft_ms === null ? null : figures.p95(formatMs(ttft_ms.p95))),
  },
  {
    label: figures.duration,
    value: ({ duration_ms }) => duration_ms?.p50 ?? null,
    format: formatMs,
    more: 'worse',
    note: ({ duration_ms }) => (duration_ms === null ? null : figures.p95(formatMs(duration_ms.p95))),
  },
]

/** The six figures that say how things are, each with its past. */
export function Figures({ data }: { readonly data: Overview }) {
  return (
    <dl className="card grid grid-cols-2 overflow-hidden md:grid-cols-3 xl:grid-cols-6">
      {FIGURES.map(({ label, value, format, more, note, color = '--series-1' }) => (
        <div
          key={label}
          className="-mr-px -mb-px flex flex-col gap-0.5 border-r border-b border-line px-4 pt-3 pb-2"
        >
          <dt className="eyebrow">{label}</dt>
          <dd className="flex flex-col">
            <span className="flex flex-wrap items-baseline gap-x-2">
              <span className="text-2xl leading-tight font-semibold tracking-tight">
                {format(value(data.now))}
              </span>
              <Change now={value(data.now)} before={value(data.before)} more={more} />
            </span>
            <span className="min-h-4.5 text-xs text-ink-3">{note?.(data.now)}</span>
            <Sparkline values={data.series.map((step) => value(step) ?? 0)} color={color} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

interface ChangeProps {
  readonly now: number | null
  readonly before: number | null
  readonly more: Figure['more']
}

const STEADY = 0.005

function Change({ now, before, more }: ChangeProps) {
  const change = now === null || before === null ? null : changeOf(now, before)
  if (change === null) return null
  const isSteady = Math.abs(change) < STEADY
  const isBetter = change > 0 === (more === 'better')
  const tone = more === 'neither' || isSteady ? 'text-ink-3' : isBetter ? 'text-good' : 'text-bad'
  return (
    <span className={`text-xs font-medium ${tone}`} title={figures.compared}>
      <span aria-hidden="true">{isSteady ? '=' : change > 0 ? '▲' : '▼'}</span>
      <span className="sr-only">{isSteady ? figures.same : change > 0 ? figures.up : figures.down}</span>{' '}
      {formatChange(change)}
    </span>
  )
}
