import { nanosToUsd } from '../../core/money.ts'
import type { DrillSummary, PhaseSummary } from '../../drill/summary.ts'
import { formatUsd } from '../amounts.ts'
import { type Column, formatFields, formatTable } from '../table.ts'
import type { DrillOrder } from './drill-options.ts'

export interface DrillReport {
  readonly order: DrillOrder
  readonly model: string
  readonly summary: DrillSummary
  /** Called off before its end. */
  readonly isInterrupted: boolean
}

/** For people: a row for each phase, and below what it comes to. */
export function formatReport({ order, summary, isInterrupted }: DrillReport): string {
  const { provider } = order
  const { requests, failed, elsewhereAfterMs, backAfterMs, addedCostNanos } = summary
  const fields: (readonly [string, string])[] = [
    [
      'failed requests',
      failed === 0 ? `none of ${requests}` : `${failed} of ${requests}: ${codesOf(summary)}`,
    ],
    [
      'served elsewhere',
      elsewhereAfterMs === null ? 'never' : `${duration(elsewhereAfterMs)} after the beginning`,
    ],
    [
      `${provider} served again`,
      backAfterMs === null ? 'not while it was asked' : `${duration(backAfterMs)} after the end`,
    ],
    ['added cost', addedCostNanos === null ? 'unknown' : formatUsd(String(addedCostNanos))],
  ]
  const rows = summary.phases.filter(({ requests }) => requests > 0)
  const interrupted = isInterrupted ? 'Called off: the figures are of what was asked until then.\n' : ''
  return `${formatTable(COLUMNS, rows)}\n${formatFields(fields)}${interrupted}`
}

/** For programs. */
export function reportJson({ order, model, summary, isInterrupted }: DrillReport): object {
  const { phases, requests, failed, elsewhereAfterMs, backAfterMs, addedCostNanos } = summary
  return {
    drill: order,
    model,
    interrupted: isInterrupted,
    phases: phases.map(({ phase, requests, failed, codes, firstMs, servedBy, meanCostNanos }) => ({
      phase,
      requests,
      failed,
      codes,
      ttft_ms: firstMs,
      served_by: servedBy,
      cost_per_request: meanCostNanos === null ? null : nanosToUsd(meanCostNanos),
    })),
    requests,
    failed,
    elsewhere_after_ms: elsewhereAfterMs,
    back_after_ms: backAfterMs,
    added_cost: addedCostNanos === null ? null : nanosToUsd(addedCostNanos),
    added_cost_nanos: addedCostNanos === null ? null : String(addedCostNanos),
  }
}

const COLUMNS: readonly Column<PhaseSummary>[] = [
  { title: 'PHASE', cell: ({ phase }) => phase },
  { title: 'REQUESTS', align: 'right', cell: ({ requests }) => String(requests) },
  { title: 'FAILED', align: 'right', cell: ({ failed }) => String(failed) },
  { title: 'P50', align: 'right', cell: ({ firstMs }) => (firstMs === null ? '-' : duration(firstMs.p50)) },
  { title: 'P99', align: 'right', cell: ({ firstMs }) => (firstMs === null ? '-' : duration(firstMs.p99)) },
  {
    title: 'COST/REQUEST',
    align: 'right',
    cell: ({ meanCostNanos }) =>
      meanCostNanos === null ? 'unknown' : formatUsd(String(Math.round(meanCostNanos))),
  },
  {
    title: 'SERVED BY',
    cell: ({ servedBy }) =>
      servedBy.map(({ provider, share }) => `${provider} ${percent(share)}`).join(', ') || '-',
  },
]

function codesOf({ phases }: DrillSummary): string {
  const counts = new Map<string, number>()
  for (const { codes } of phases)
    for (const [code, count] of Object.entries(codes)) counts.set(code, (counts.get(code) ?? 0) + count)
  return [...counts].map(([code, count]) => `${code} ${count}`).join(', ')
}

function duration(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`
}

/** A single one of many is still seen. */
function percent(share: number): string {
  const whole = Math.round(share * 100)
  return whole === 0 ? '<1 %' : `${share < 1 ? Math.min(whole, 99) : 100} %`
}
