import { useEffect, useRef, useState } from 'react'
import UPlot from 'uplot'
import { useSettings, useTimes } from '../app/settings.tsx'

export interface ChartSeries {
  readonly label: string
  /** A custom property of the style sheet, e.g. `--series-1`. */
  readonly color: string
  readonly values: readonly (number | null)[]
  readonly shape: 'line' | 'bars'
}

interface Props {
  readonly label: string
  /** In seconds since 1970, rising. */
  readonly times: readonly number[]
  readonly series: readonly ChartSeries[]
  readonly format: (value: number) => string
  readonly height?: number
}

/** Values over time, with what is under the pointer told in words above it. */
export function Chart({ label, times, series, format, height = 180 }: Props) {
  const place = useRef<HTMLDivElement>(null)
  const [under, setUnder] = useState<number | null>(null)
  const { isDark } = useSettings()
  const formats = useTimes()
  useEffect(() => {
    const parent = place.current
    if (parent === null) return
    const data = [times, ...series.map(({ values }) => values)] as unknown as UPlot.AlignedData // The same, but read-only.
    const plot = new UPlot(
      optionsOf({ series, format, height, width: parent.clientWidth, formats, onUnder: setUnder }),
      data,
      parent,
    )
    const watching = new ResizeObserver(() => plot.setSize({ width: parent.clientWidth, height }))
    watching.observe(parent)
    return () => {
      watching.disconnect()
      plot.destroy()
    }
    // The colours are read from the style sheet, so another theme is another drawing.
  }, [times, series, format, height, formats, isDark])
  return (
    <figure className="px-4 pt-2 pb-3" aria-label={label}>
      <Legend {...{ times, series, format, under, moment: formats.moment }} />
      <div ref={place} aria-hidden="true" />
    </figure>
  )
}

interface LegendProps extends Pick<Props, 'times' | 'series' | 'format'> {
  readonly under: number | null
  moment(time: number): string
}

function Legend({ times, series, format, under, moment }: LegendProps) {
  const time = under === null ? undefined : times[under]
  return (
    <figcaption className="flex min-h-5 flex-wrap gap-x-4 text-xs text-ink-2">
      {series.map(({ label, color, values }) => {
        const value = under === null ? null : values[under]
        return (
          <span key={label} className="flex items-center gap-1.5">
            <svg viewBox="0 0 8 8" className="size-2" aria-hidden="true">
              <rect width="8" height="8" rx="2" fill={`var(${color})`} />
            </svg>
            {label}
            {value != null && <strong className="font-medium text-ink">{format(value)}</strong>}
          </span>
        )
      })}
      {time !== undefined && <span className="ml-auto">{moment(time * 1_000)}</span>}
    </figcaption>
  )
}

interface OptionsFor extends Pick<Props, 'series' | 'format'> {
  readonly width: number
  readonly height: number
  readonly formats: ReturnType<typeof useTimes>
  onUnder(index: number | null): void
}

function optionsOf({ series, format, width, height, formats, onUnder }: OptionsFor): UPlot.Options {
  const color = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()
  const axis = { stroke: color('--ink-3'), font: '11px system-ui', ticks: { show: false } }
  return {
    width,
    height,
    padding: [8, 4, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
    scales: { y: { range: (_, __, most) => [0, most > 0 ? most * 1.1 : 1] } },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 24,
        space: 70,
        values: (_, splits) => timeLabels(splits, formats),
      },
      {
        ...axis,
        grid: { stroke: color('--line'), width: 1 },
        size: 56,
        space: 36,
        values: (_, splits) => splits.map(format),
      },
    ],
    series: [{}, ...series.map((each) => seriesOf(each, color(each.color)))],
    hooks: { setCursor: [({ cursor }) => onUnder(cursor.idx ?? null)] },
  }
}

function timeLabels(splits: readonly number[], { clock, day }: OptionsFor['formats']): string[] {
  const [first = 0, second = 0] = splits
  const isDays = second - first >= 86_400
  return splits.map((seconds) => (isDays ? day(seconds * 1_000) : clock(seconds * 1_000).slice(0, 5)))
}

function seriesOf({ label, shape }: ChartSeries, color: string): UPlot.Series {
  if (shape === 'line') return { label, stroke: color, width: 1.5, points: { show: false }, spanGaps: false }
  const paths = UPlot.paths.bars?.({ size: [0.75, 24], gap: 0 })
  return { label, fill: color, width: 0, points: { show: false }, ...(paths === undefined ? {} : { paths }) }
}
