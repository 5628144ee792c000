import type { Kysely, Selectable } from 'kysely'
import { ownerId } from '../core/identity.ts'
import { accountOf } from '../core/wallet.ts'
import type { ExchangeRow } from './exchange-rows.ts'
import { addEntry } from './ledger-entries.ts'
import type { Schema } from './schema.ts'
import type { WalletTable } from './schema-credits.ts'

/** Books what exchanges are billed to the wallets of their organizations and projects, in the caller's transaction. */
export async function chargeWallets(db: Kysely<Schema>, exchanges: readonly ExchangeRow[]): Promise<void> {
  const billed = exchanges.filter(({ billed_nanos }) => billed_nanos !== null && billed_nanos > 0)
  if (billed.length === 0) return
  const wallets = await walletsOf(db, billed)
  if (wallets.length === 0) return
  const charged = new Map<string, number>()
  for (const row of billed) {
    const amountNanos = row.billed_nanos ?? 0
    for (const wallet of wallets) {
      if (!isChargedTo(wallet, row)) continue
      const entry = { kind: 'charge', debit: accountOf(wallet.id), credit: 'revenue' } as const
      const isNew = await addEntry(db, { ...entry, amountNanos, cause: row.id, timeMs: row.time_ms })
      if (isNew) charged.set(wallet.id, (charged.get(wallet.id) ?? 0) + amountNanos)
    }
  }
  for (const [walletId, nanos] of charged) await charge(db, walletId, nanos)
}

type OwnWallet = Pick<Selectable<WalletTable>, 'id' | 'scope_type' | 'scope_id' | 'created_at_ms'>

function walletsOf(db: Kysely<Schema>, rows: readonly ExchangeRow[]): Promise<readonly OwnWallet[]> {
  const owners = rows.flatMap((row) => [ownerId(row.organization_id), ownerId(row.project_id)])
  return db
    .selectFrom('wallets')
    .select(['id', 'scope_type', 'scope_id', 'created_at_ms'])
    .where('scope_id', 'in', [...new Set(owners)])
    .execute()
}

/** As `Wallets.of` in `ledger/` has it: what is in memory and what is in the books must be the same. */
function isChargedTo({ scope_type, scope_id, created_at_ms }: OwnWallet, row: ExchangeRow): boolean {
  const owner = ownerId(scope_type === 'project' ? row.project_id : row.organization_id)
  return owner === scope_id && row.time_ms >= created_at_ms
}

async function charge(db: Kysely<Schema>, walletId: string, nanos: number): Promise<void> {
  await db
    .updateTable('wallets')
    .set((eb) => ({ charged_nanos: eb('charged_nanos', '+', nanos) }))
    .where('id', '=', walletId)
    .execute()
  const topUps = await db
    .selectFrom('top_ups')
    .select(['id', 'remaining_nanos', 'expires_at_ms', 'created_at_ms'])
    .where('wallet_id', '=', walletId)
    .where('remaining_nanos', '>', 0)
    .execute()
  // Databases do not agree on where null stands in an order.
  topUps.sort((a, b) => expiryOf(a) - expiryOf(b) || a.created_at_ms - b.created_at_ms)
  let left = nanos
  for (const { id, remaining_nanos } of topUps) {
    if (left === 0) return
    const used = Math.min(left, remaining_nanos)
    left -= used
    await db
      .updateTable('top_ups')
      .set({ remaining_nanos: remaining_nanos - used })
      .where('id', '=', id)
      .execute()
  }
}

/** Equal for two that never expire, which `Infinity` less itself is not. */
function expiryOf({ expires_at_ms }: { readonly expires_at_ms: number | null }): number {
  return expires_at_ms ?? Number.MAX_SAFE_INTEGER
}
