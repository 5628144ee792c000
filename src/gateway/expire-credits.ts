import type { Nanos } from '../core/money.ts'
import type { WalletCounter } from '../ledger/wallet-counter.ts'
import type { Wallets } from '../ledger/wallets.ts'
import type { JournalStore } from '../storage/store.ts'

/**
 * Books what of top-ups has expired. What running requests hold is left to them: the rest of it expires when this is
 * called again, once they are over. No more than one call may run at a time.
 */
export async function expireCredits(
  wallets: Wallets,
  store: Pick<JournalStore, 'credit' | 'catchUp'>,
  nowMs: number,
): Promise<void> {
  if (wallets.size === 0) return
  // What was used must be booked as used before the rest can be known. Where that takes too long, it is tried again.
  if (!(await store.catchUp())) return
  for (const { id, walletId, remainingNanos } of await store.credit('dueTopUps', nowMs)) {
    const wallet = wallets.get(walletId)
    const amountNanos = Math.min(remainingNanos, wallet?.availableNanos ?? 0)
    if (wallet !== undefined && amountNanos > 0) await expire({ id, wallet, amountNanos }, store, nowMs)
  }
}

/** Held while the store books it, so that no request is admitted on it meanwhile. */
async function expire(
  {
    id,
    wallet,
    amountNanos,
  }: { readonly id: string; readonly wallet: WalletCounter; readonly amountNanos: Nanos },
  store: Pick<JournalStore, 'credit'>,
  nowMs: number,
): Promise<void> {
  wallet.take(amountNanos)
  try {
    wallet.credited(await store.credit('expireTopUp', { topUpId: id, amountNanos, nowMs }))
  } catch (error) {
    // It may have been booked for all that: only the store knows.
    for (const state of await store.credit('listWallets'))
      if (state.id === wallet.wallet.id) wallet.credited(state)
    throw error
  } finally {
    wallet.settle(amountNanos)
  }
}
