import type { Kysely, Selectable } from 'kysely'
import { GatewayError } from '../core/error.ts'
import { accountOf, type TopUp, type Wallet, type WalletState } from '../core/wallet.ts'
import type { Booked, DueTopUp, Expiry, TopUpOrder } from './credit-store.ts'
import { addEntry } from './ledger-entries.ts'
import { exact } from './exact.ts'
import type { Schema } from './schema.ts'
import type { TopUpTable, WalletTable } from './schema-credits.ts'

export async function listWallets(db: Kysely<Schema>): Promise<readonly WalletState[]> {
  const rows = await db.selectFrom('wallets').selectAll().orderBy('created_at_ms').orderBy('id').execute()
  return rows.map(fromRow)
}

export function topUp(db: Kysely<Schema>, order: TopUpOrder): Promise<Booked> {
  return db.transaction().execute(async (transaction) => {
    const before = await transaction
      .selectFrom('top_ups')
      .selectAll()
      .where('idempotency_key', '=', order.idempotencyKey)
      .executeTakeFirst()
    if (before !== undefined) return await bookedBefore(transaction, before, order)
    const wallet = await walletOf(transaction, order.wallet)
    const { id, amountNanos, nowMs } = order
    // What was used beyond the balance is paid first.
    const balance = wallet.creditedNanos - wallet.chargedNanos + amountNanos
    const row: Selectable<TopUpTable> = {
      id,
      wallet_id: wallet.id,
      idempotency_key: order.idempotencyKey,
      amount_nanos: exact(amountNanos),
      remaining_nanos: Math.max(0, Math.min(amountNanos, balance)),
      expired_parts: 0,
      expires_at_ms: order.expiresAtMs,
      reference: order.reference,
      created_at_ms: nowMs,
    }
    await transaction.insertInto('top_ups').values(row).execute()
    await addEntry(transaction, {
      ...{ kind: 'top_up', debit: 'purchases', credit: accountOf(wallet.id) },
      ...{ amountNanos, cause: id, timeMs: nowMs },
    })
    const credited = await addCredit(transaction, wallet.id, amountNanos)
    return { topUp: topUpFromRow(row), wallet: credited, isNew: true }
  })
}

export async function dueTopUps(db: Kysely<Schema>, nowMs: number): Promise<readonly DueTopUp[]> {
  const rows = await db
    .selectFrom('top_ups')
    .select(['id', 'wallet_id', 'remaining_nanos'])
    .where('expires_at_ms', '<=', nowMs)
    .where('remaining_nanos', '>', 0)
    .orderBy('expires_at_ms')
    .limit(DUE_MAX)
    .execute()
  return rows.map(({ id, wallet_id, remaining_nanos }) => ({
    id,
    walletId: wallet_id,
    remainingNanos: exact(remaining_nanos),
  }))
}

/** The others come next time. */
const DUE_MAX = 500

export function expireTopUp(
  db: Kysely<Schema>,
  { topUpId, amountNanos, nowMs }: Expiry,
): Promise<WalletState> {
  return db.transaction().execute(async (transaction) => {
    const row = await transaction
      .selectFrom('top_ups')
      .selectAll()
      .where('id', '=', topUpId)
      .executeTakeFirst()
    if (row === undefined) throw new GatewayError('not_found', `There is no top-up ${topUpId}.`)
    await lockWallet(transaction, row.wallet_id)
    const { remaining_nanos } = await transaction
      .selectFrom('top_ups')
      .select('remaining_nanos')
      .where('id', '=', topUpId)
      .executeTakeFirstOrThrow()
    const expired = Math.min(amountNanos, remaining_nanos)
    if (expired <= 0) return await findWallet(transaction, row.wallet_id)
    const part = row.expired_parts + 1
    await transaction
      .updateTable('top_ups')
      .set({ remaining_nanos: remaining_nanos - expired, expired_parts: part })
      .where('id', '=', topUpId)
      .execute()
    await addEntry(transaction, {
      ...{ kind: 'expiry', debit: accountOf(row.wallet_id), credit: 'expired' },
      ...{ amountNanos: expired, cause: `${topUpId}/${part}`, timeMs: nowMs },
    })
    return await addCredit(transaction, row.wallet_id, -expired)
  })
}

async function bookedBefore(
  db: Kysely<Schema>,
  row: Selectable<TopUpTable>,
  { wallet, amountNanos, expiresAtMs, reference }: TopUpOrder,
): Promise<Booked> {
  const { organizationId, projectId, ...state } = await findWallet(db, row.wallet_id)
  const isSame =
    organizationId === wallet.organizationId &&
    projectId === wallet.projectId &&
    row.amount_nanos === amountNanos &&
    row.expires_at_ms === expiresAtMs &&
    row.reference === reference
  if (!isSame)
    throw new GatewayError('conflict', 'This idempotency key was used for another top-up.', {
      param: 'idempotency-key',
    })
  return { topUp: topUpFromRow(row), wallet: { ...state, organizationId, projectId }, isNew: false }
}

async function walletOf(db: Kysely<Schema>, wallet: Wallet): Promise<WalletState> {
  const { id, organizationId, projectId, createdAtMs } = wallet
  const scope_type = projectId === null ? 'organization' : 'project'
  await db
    .insertInto('wallets')
    .values({
      ...{ id, scope_type, scope_id: projectId ?? organizationId, organization_id: organizationId },
      ...{ created_at_ms: createdAtMs, credited_nanos: 0, credit_version: 0, charged_nanos: 0 },
    })
    .onConflict((conflict) => conflict.columns(['scope_type', 'scope_id']).doNothing())
    .execute()
  const row = await db
    .selectFrom('wallets')
    .select('id')
    .where('scope_type', '=', scope_type)
    .where('scope_id', '=', projectId ?? organizationId)
    .executeTakeFirstOrThrow()
  await lockWallet(db, row.id)
  return await findWallet(db, row.id)
}

/** Until the transaction ends no other process books in it. */
async function lockWallet(db: Kysely<Schema>, id: string): Promise<void> {
  await db
    .updateTable('wallets')
    .set((eb) => ({ credit_version: eb.ref('credit_version') }))
    .where('id', '=', id)
    .execute()
}

async function addCredit(db: Kysely<Schema>, walletId: string, nanos: number): Promise<WalletState> {
  await db
    .updateTable('wallets')
    .set((eb) => ({
      credited_nanos: eb('credited_nanos', '+', nanos),
      credit_version: eb('credit_version', '+', 1),
    }))
    .where('id', '=', walletId)
    .execute()
  return await findWallet(db, walletId)
}

async function findWallet(db: Kysely<Schema>, id: string): Promise<WalletState> {
  return fromRow(await db.selectFrom('wallets').selectAll().where('id', '=', id).executeTakeFirstOrThrow())
}

function fromRow(row: Selectable<WalletTable>): WalletState {
  return {
    id: row.id,
    organizationId: row.organization_id,
    projectId: row.scope_type === 'project' ? row.scope_id : null,
    createdAtMs: exact(row.created_at_ms),
    creditedNanos: exact(row.credited_nanos),
    creditVersion: exact(row.credit_version),
    chargedNanos: exact(row.charged_nanos),
  }
}

function topUpFromRow(row: Selectable<TopUpTable>): TopUp {
  return {
    id: row.id,
    amountNanos: exact(row.amount_nanos),
    remainingNanos: exact(row.remaining_nanos),
    expiresAtMs: row.expires_at_ms,
    reference: row.reference,
    createdAtMs: exact(row.created_at_ms),
  }
}
