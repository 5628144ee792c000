import { z } from 'zod'
import { accountOf, ENTRY_KINDS, type LedgerEntry, type TopUp, type Wallet } from '../../core/wallet.ts'
import type { WalletCounter } from '../../ledger/wallet-counter.ts'
import { isoTime, isoTimeOrNull, time } from '../fields.ts'
import { nanos, nanosOf, usd, usdOf } from '../money.ts'

export const walletSchema = z
  .object({
    id: z.string(),
    organization_id: z.string(),
    project_id: z.string().nullable().describe("Null: the organization's own."),
    balance: usd,
    balance_nanos: nanos,
    held: usd.describe('By requests that are running.'),
    held_nanos: nanos,
    created_at: time,
  })
  .meta({ id: 'Wallet' })

export const topUpSchema = z
  .object({
    id: z.string(),
    amount: usd,
    amount_nanos: nanos,
    expires_at: time.nullable(),
    reference: z.string(),
    created_at: time,
    wallet: walletSchema,
  })
  .meta({ id: 'TopUp' })

export const entrySchema = z
  .object({
    seq: z.int(),
    time,
    kind: z.enum(ENTRY_KINDS),
    debit: z.string().describe('The account that it came from.'),
    credit: z.string().describe('The account that it went to.'),
    amount: usd.describe('Below 0 where it left the wallet.'),
    amount_nanos: nanos,
    cause: z.string().describe('The exchange, the top-up, or the part of it that expired.'),
  })
  .meta({ id: 'LedgerEntry' })

export function walletView({
  wallet,
  balanceNanos,
  heldNanos,
}: WalletCounter): z.output<typeof walletSchema> {
  return {
    id: wallet.id,
    organization_id: wallet.organizationId,
    project_id: wallet.projectId,
    balance: usdOf(balanceNanos),
    balance_nanos: nanosOf(balanceNanos),
    held: usdOf(heldNanos),
    held_nanos: nanosOf(heldNanos),
    created_at: isoTime(wallet.createdAtMs),
  }
}

export function topUpView(topUp: TopUp, wallet: WalletCounter): z.output<typeof topUpSchema> {
  const { id, amountNanos, expiresAtMs, reference, createdAtMs } = topUp
  return {
    ...{ id, amount: usdOf(amountNanos), amount_nanos: nanosOf(amountNanos), reference },
    expires_at: isoTimeOrNull(expiresAtMs),
    created_at: isoTime(createdAtMs),
    wallet: walletView(wallet),
  }
}

/** As the wallet sees it. */
export function entryView(entry: LedgerEntry, { id }: Wallet): z.output<typeof entrySchema> {
  const { seq, kind, debit, credit, amountNanos, cause, timeMs } = entry
  const amount = credit === accountOf(id) ? amountNanos : -amountNanos
  return {
    ...{ seq, time: isoTime(timeMs), kind, debit, credit, cause },
    ...{ amount: usdOf(amount), amount_nanos: nanosOf(amount) },
  }
}

const COLUMNS = ['time', 'kind', 'cause', 'debit', 'credit', 'amount', 'amount_nanos'] as const

/** https://www.rfc-editor.org/rfc/rfc4180. No cell is free text, so that none has to be quoted. */
export function statementHead(): string {
  return `${COLUMNS.join(',')}\r\n`
}

export function statementLine(entry: LedgerEntry, wallet: Wallet): string {
  const view = entryView(entry, wallet)
  return `${COLUMNS.map((name) => view[name]).join(',')}\r\n`
}
