import type { AlertSink } from '../core/alert.ts'
import type { IdSource } from '../core/ids.ts'
import type { Clock, Log, Random } from '../core/ports.ts'
import type { ExchangeRecord } from '../core/record.ts'
import type { Catalogue } from '../core/price.ts'
import type { UpstreamClient } from '../core/upstream.ts'
import type { Gates } from '../routing/queue/gates.ts'
import type { Health } from '../routing/health.ts'
import type { AutoModel } from './auto-model.ts'
import type { BlockedUsers } from './blocked-users.ts'
import type { Books } from './books.ts'
import type { Exchange } from './exchange.ts'
import type { Guards } from './guards.ts'
import type { KeyRing } from './key-ring.ts'
import type { ProofVault } from './proof-vault.ts'
import type { Responses } from './responses/responses.ts'
import type { StormControl } from './storm-control.ts'
import type { LedgerEvents } from '../ledger/ledger-events.ts'
import type { RuleBook } from './rule-book.ts'
import type { Snapshot } from './snapshot.ts'

/** Everything an exchange may use, joined in `main.ts`. */
export interface Gateway {
  /** The configuration in force. An exchange reads it once, at its beginning. */
  snapshot(): Snapshot
  /** By provider, what routing is to take its prices for, times what they are, while drills say so. Absent: never. */
  priceFactors?(): ReadonlyMap<string, number> | null
  readonly keys: KeyRing
  readonly blockedUsers: BlockedUsers
  readonly books: Books
  /** Who is held to which limits and budgets. */
  readonly rules: RuleBook
  /** What the books tell of, for whoever wants to know. */
  readonly events: LedgerEvents
  readonly catalogue: Catalogue
  readonly health: Health
  /** Earlier exchanges. */
  readonly records: { find(exchangeId: string): Promise<ExchangeRecord | null> }
  readonly auto: AutoModel
  readonly guards: Guards
  readonly alerts: AlertSink
  /** In front of providers that are limited. */
  readonly gates: Gates
  readonly storms: StormControl
  readonly vault: ProofVault
  /** Kept for callers who come back. */
  readonly responses: Responses
  /** Every exchange that has begun and is not over. */
  readonly underway: Set<Exchange>
  readonly upstream: UpstreamClient
  readonly clock: Clock
  readonly random: Random
  readonly ids: IdSource
  readonly log: Log
}
