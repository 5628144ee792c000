import type { AttemptRecord, ExchangeRecord } from '../core/record.ts'
import type { Settlement } from './reservation.ts'
import { addSpend, NO_SPEND, type Spend } from './spend.ts'

/** What of a closed exchange counts towards budgets: the record itself, or what the store has of it. */
export interface Charged {
  readonly provider: string | null
  /** Null: not known. */
  readonly costNanos: number | null
  readonly billedNanos: number | null
  /** Input and output together; null where the usage is not known. */
  readonly tokens: number | null
  readonly durationMs: number
  readonly overheadMs: number
  readonly attempts: number
  /** Only looked at where more than one was asked, or nobody has answered. */
  listAttempts(): readonly AttemptRecord[]
}

export function chargedOf(record: ExchangeRecord): Charged {
  const { usage, attempts } = record
  return {
    ...record,
    tokens: usage === null ? null : usage.inputTokens + usage.outputTokens,
    attempts: attempts.length,
    listAttempts: () => attempts,
  }
}

/**
 * What an exchange takes from the budgets of all its scopes: what is billed for it. Null for one that was refused
 * before anybody was asked.
 */
export function spendOf(charged: Charged): Spend | null {
  const { attempts, tokens, billedNanos } = charged
  if (attempts === 0 && tokens === null) return null
  return { costNanos: billedNanos ?? 0, tokens: tokens ?? 0, calls: 1, ms: waitedMs(charged) }
}

/** And from those of the providers that were asked: what each has got for it. */
export function providerSpends(charged: Charged): ReadonlyMap<string, Spend> {
  const { provider, attempts, costNanos, tokens } = charged
  if (provider !== null && attempts <= 1) {
    return new Map([
      [provider, { costNanos: costNanos ?? 0, tokens: tokens ?? 0, calls: 1, ms: waitedMs(charged) }],
    ])
  }
  const spends = new Map<string, Spend>()
  for (const { provider: name, usage, costNanos: cost, ms } of charged.listAttempts()) {
    const used = usage === null ? 0 : usage.inputTokens + usage.outputTokens
    const spend = { costNanos: cost ?? 0, tokens: used, calls: 1, ms: Math.round(ms) }
    spends.set(name, addSpend(spends.get(name) ?? NO_SPEND, spend))
  }
  return spends
}

export function settlementOf(record: ExchangeRecord): Settlement {
  const charged = chargedOf(record)
  return {
    tokens: charged.tokens ?? 0,
    costNanos: record.billedNanos,
    ms: waitedMs(charged),
    providers: providerSpends(charged),
  }
}

/** All but the gateway's own share of the time. */
function waitedMs({ durationMs, overheadMs }: Charged): number {
  return Math.max(0, Math.round(durationMs - overheadMs))
}
