import { useMemo } from 'react'
import type { Schemas } from '../../api/client.ts'
import { texts } from '../../texts.ts'
import { Chart, type ChartSeries } from '../../ui/chart.tsx'
import { formatCount, formatMs, formatUsd } from '../../ui/format.ts'
import { Card } from '../../ui/page.tsx'

type Step = Schemas['Overview']['series'][number]

export function Charts({ data }: { readonly data: Schemas['Overview'] }) {
  const { charts } = texts.overview
  const times = useMemo(() => data.series.map(({ time }) => Date.parse(time) / 1_000), [data.series])
  const series = useMemo(() => seriesOf(data.series), [data.series])
  return (
    <div className="grid gap-4 lg:grid-cols-3">
      <Card title={charts.requests}>
        <Chart label={charts.requests} times={times} series={series.requests} format={formatCount} />
      </Card>
      <Card title={charts.spend}>
        <Chart label={charts.spend} times={times} series={series.spend} format={formatUsd} />
      </Card>
      <Card title={charts.latency}>
        <Chart label={charts.latency} times={times} series={series.latency} format={formatMs} />
      </Card>
    </div>
  )
}

function seriesOf(
  steps: readonly Step[],
): Readonly<Record<'requests' | 'spend' | 'latency', readonly ChartSeries[]>> {
  const { charts } = texts.overview
  const of = (value: (step: Step) => number | null) => steps.map(value)
  return {
    // All of them behind, the failed in front: what is left to see of the former went well.
    requests: [
      { label: charts.all, color: '--series-1', shape: 'bars', values: of(({ requests }) => requests) },
      { label: charts.failed, color: '--bad', shape: 'bars', values: of(({ errors }) => errors) },
    ],
    spend: [{ label: charts.cost, color: '--series-2', shape: 'bars', values: of(({ cost }) => cost) }],
    latency: [
      {
        label: charts.ttft50,
        color: '--series-1',
        shape: 'line',
        values: of(({ ttft_ms }) => ttft_ms?.p50 ?? null),
      },
      {
        label: charts.ttft95,
        color: '--series-2',
        shape: 'line',
        values: of(({ ttft_ms }) => ttft_ms?.p95 ?? null),
      },
      {
        label: charts.duration50,
        color: '--series-3',
        shape: 'line',
        values: of(({ duration_ms }) => duration_ms?.p50 ?? null),
      },
    ],
  }
}
