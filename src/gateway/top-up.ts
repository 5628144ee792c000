import { GatewayError } from '../core/error.ts'
import { DEFAULT_ID } from '../core/identity.ts'
import type { Nanos } from '../core/money.ts'
import { type Wallet, WALLETS_MAX } from '../core/wallet.ts'
import type { WalletCounter } from '../ledger/wallet-counter.ts'
import type { Wallets } from '../ledger/wallets.ts'
import type { Booked } from '../storage/credit-store.ts'
import type { Store } from '../storage/store.ts'
import type { Gateway } from './gateway.ts'

/** What is paid in for one organization, or one project. */
export interface Payment {
  readonly organizationId?: string
  readonly projectId?: string
  readonly amountNanos: Nanos
  readonly expiresAtMs: number | null
  readonly reference: string
  readonly idempotencyKey: string
}

/**
 * Books a payment, once for each key. The first opens the wallet: what begins from then on is paid from it, and is
 * refused until the store has booked the payment.
 */
export async function topUp(
  payment: Payment,
  store: Pick<Store, 'identity' | 'credit'>,
  { books: { wallets }, clock, ids }: Pick<Gateway, 'books' | 'clock' | 'ids'>,
): Promise<Booked> {
  const owner = await ownerOf(payment, store)
  const nowMs = clock.now()
  const counter =
    wallets.owned(owner) ?? opened({ ...owner, id: ids.next('wal'), createdAtMs: nowMs }, wallets)
  const { amountNanos, expiresAtMs, reference, idempotencyKey } = payment
  const order = { amountNanos, expiresAtMs, reference, idempotencyKey, nowMs }
  try {
    const booked = await store.credit('topUp', { ...order, id: ids.next('top'), wallet: counter.wallet })
    counter.credited(booked.wallet)
    return booked
  } catch (error) {
    await closeUnbooked(counter, store, wallets)
    throw error
  }
}

/** The store may have booked for all that; where it has not even the wallet, nobody is to be refused for it. */
async function closeUnbooked(
  counter: WalletCounter,
  store: Pick<Store, 'credit'>,
  wallets: Wallets,
): Promise<void> {
  const state = (await store.credit('listWallets')).find(({ id }) => id === counter.wallet.id)
  if (state === undefined) wallets.close(counter)
  else counter.credited(state)
}

function opened(wallet: Wallet, wallets: Wallets): WalletCounter {
  if (wallets.size >= WALLETS_MAX)
    throw new GatewayError('conflict', `There are ${WALLETS_MAX} wallets already, and no more can be made.`)
  return wallets.open({ ...wallet, creditedNanos: 0, creditVersion: 0, chargedNanos: 0 })
}

async function ownerOf(
  { organizationId, projectId }: Pick<Payment, 'organizationId' | 'projectId'>,
  store: Pick<Store, 'identity'>,
): Promise<Pick<Wallet, 'organizationId' | 'projectId'>> {
  if ((organizationId === undefined) === (projectId === undefined))
    throw new GatewayError('invalid_request', 'Name an organization_id or a project_id, and only one.')
  if (projectId === undefined) {
    const id = organizationId ?? DEFAULT_ID
    if ((await store.identity('getOrganization', id)) === null) throw nobody('organization_id')
    return { organizationId: id, projectId: null }
  }
  const project = await store.identity('getProject', projectId)
  if (project === null) throw nobody('project_id')
  return { organizationId: project.organizationId, projectId }
}

function nobody(param: string): GatewayError {
  return new GatewayError('invalid_request', `${param} names nobody.`, { param })
}
