import type { Schemas } from '../../api/client.ts'
import { formatCount, formatUsd } from '../../ui/format.ts'

type Key = Schemas['Key']

const LIMITS = ['rpm', 'rph', 'rpd', 'tpm', 'tpd', 'concurrency'] as const

export function limitsText(limits: Key['limits']): string {
  const shown = LIMITS.flatMap((name) =>
    limits[name] === undefined ? [] : [`${formatCount(limits[name])} ${name}`],
  )
  return shown.join(', ') || '–'
}

export function budgetText({ usd, tokens, calls, window }: Key['budgets'][number]): string {
  const amount =
    usd === undefined
      ? tokens === undefined
        ? `${formatCount(calls ?? 0)} calls`
        : `${formatCount(tokens)} tokens`
      : formatUsd(usd)
  return `${amount} / ${window}`
}
