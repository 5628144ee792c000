import { ownerId } from '../core/identity.ts'
import type { ExchangeRecord } from '../core/record.ts'
import type { Wallet, WalletState } from '../core/wallet.ts'
import { WalletCounter } from './wallet-counter.ts'

/** Whose exchange it is, and when it began. */
export type Payer = Pick<ExchangeRecord, 'organizationId' | 'projectId' | 'timeMs'>

/** All wallets of the gateway: at most `WALLETS_MAX`. */
export class Wallets {
  readonly #byOrganization = new Map<string, WalletCounter>()
  readonly #byProject = new Map<string, WalletCounter>()
  readonly #byId = new Map<string, WalletCounter>()

  constructor(states: readonly WalletState[] = []) {
    for (const state of states) this.open(state)
  }

  get size(): number {
    return this.#byId.size
  }

  get all(): readonly WalletCounter[] {
    return [...this.#byId.values()]
  }

  get(id: string): WalletCounter | undefined {
    return this.#byId.get(id)
  }

  owned({
    organizationId,
    projectId,
  }: Pick<Wallet, 'organizationId' | 'projectId'>): WalletCounter | undefined {
    return projectId === null ? this.#byOrganization.get(organizationId) : this.#byProject.get(projectId)
  }

  /** From now on what begins is charged to it. */
  open(state: WalletState): WalletCounter {
    const counter = new WalletCounter(state)
    const { id, organizationId, projectId } = state
    this.#byId.set(id, counter)
    if (projectId === null) this.#byOrganization.set(organizationId, counter)
    else this.#byProject.set(projectId, counter)
    return counter
  }

  /** One that nothing was ever booked in. */
  close({ wallet: { id, organizationId, projectId } }: WalletCounter): void {
    this.#byId.delete(id)
    if (projectId === null) this.#byOrganization.delete(organizationId)
    else this.#byProject.delete(projectId)
  }

  /** Which an exchange is charged to. As `isChargedTo` in `storage/` has it. */
  of({ organizationId, projectId, timeMs }: Payer): readonly WalletCounter[] {
    if (this.#byId.size === 0) return NONE
    const both = [this.#byOrganization.get(ownerId(organizationId)), this.#byProject.get(ownerId(projectId))]
    return both
      .filter((counter) => counter !== undefined)
      .filter(({ wallet }) => wallet.createdAtMs <= timeMs)
  }

  charge(record: Payer & Pick<ExchangeRecord, 'billedNanos'>): void {
    for (const counter of this.of(record)) counter.charge(record.billedNanos ?? 0)
  }
}

const NONE: readonly WalletCounter[] = []
