import type { IdSource } from '../core/ids.ts'
import type { Clock, Log, Random } from '../core/ports.ts'
import type { Catalogue } from '../core/price.ts'
import type { UpstreamClient } from '../core/upstream.ts'
import type { Health } from '../routing/health.ts'
import type { Books } from './books.ts'
import type { Exchange } from './exchange.ts'
import type { KeyRing } from './key-ring.ts'
import type { ProofVault } from './proof-vault.ts'
import type { Snapshot } from './snapshot.ts'

/** Everything an exchange may use, joined in `main.ts`. */
export interface Gateway {
  /** The configuration in force. An exchange reads it once, at its beginning. */
  snapshot(): Snapshot
  readonly keys: KeyRing
  readonly books: Books
  readonly catalogue: Catalogue
  readonly health: Health
  readonly vault: ProofVault
  /** Every exchange that has begun and is not over. */
  readonly underway: Set<Exchange>
  readonly upstream: UpstreamClient
  readonly clock: Clock
  readonly random: Random
  readonly ids: IdSource
  readonly log: Log
}
