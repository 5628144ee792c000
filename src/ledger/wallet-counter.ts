import type { Nanos } from '../core/money.ts'
import type { Wallet, WalletState } from '../core/wallet.ts'
import type { Counter } from './counter.ts'

/**
 * The balance of one wallet. A hold only keeps money back and is given back whole: what is charged comes from the
 * record, by the same rule as the entry in the books.
 */
export class WalletCounter implements Counter {
  readonly wallet: Wallet
  #creditedNanos: Nanos
  #creditVersion: number
  #chargedNanos: Nanos
  #heldNanos: Nanos = 0

  constructor(state: WalletState) {
    const { id, organizationId, projectId, createdAtMs } = state
    this.wallet = { id, organizationId, projectId, createdAtMs }
    this.#creditedNanos = state.creditedNanos
    this.#creditVersion = state.creditVersion
    this.#chargedNanos = state.chargedNanos
  }

  get balanceNanos(): Nanos {
    return this.#creditedNanos - this.#chargedNanos
  }

  get heldNanos(): Nanos {
    return this.#heldNanos
  }

  get availableNanos(): Nanos {
    return this.balanceNanos - this.#heldNanos
  }

  usedAt(): Nanos {
    return this.#heldNanos
  }

  take(nanos: Nanos): void {
    this.#heldNanos += nanos
  }

  settle(heldNanos: Nanos): void {
    this.#heldNanos -= heldNanos
  }

  charge(nanos: Nanos): void {
    this.#chargedNanos += nanos
  }

  /** As the store has it now. An answer that comes late, after a later one, changes nothing. */
  credited({ creditedNanos, creditVersion }: Pick<WalletState, 'creditedNanos' | 'creditVersion'>): void {
    if (creditVersion < this.#creditVersion) return
    this.#creditedNanos = creditedNanos
    this.#creditVersion = creditVersion
  }

  /** Nobody knows when somebody adds credits. */
  retryMs(): null {
    return null
  }
}
