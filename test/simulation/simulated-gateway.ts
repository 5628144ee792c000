import { IdSource } from '../../src/core/ids.ts'
import type { Catalogue } from '../../src/core/price.ts'
import type { Log, LogFields } from '../../src/core/ports.ts'
import type { UpstreamClient } from '../../src/core/upstream.ts'
import { Guards } from '../../src/gateway/guards.ts'
import { AutoModel } from '../../src/gateway/auto-model.ts'
import { BlockedUsers } from '../../src/gateway/blocked-users.ts'
import { Books } from '../../src/gateway/books.ts'
import { gateSettings } from '../../src/gateway/gate-pass.ts'
import type { Gateway } from '../../src/gateway/gateway.ts'
import { KeyRing } from '../../src/gateway/key-ring.ts'
import { ProofVault } from '../../src/gateway/proof-vault.ts'
import { Responses } from '../../src/gateway/responses/responses.ts'
import { RuleBook } from '../../src/gateway/rule-book.ts'
import type { Snapshot } from '../../src/gateway/snapshot.ts'
import { StormControl } from '../../src/gateway/storm-control.ts'
import { Journal } from '../../src/ledger/journal.ts'
import type { JournalEntry } from '../../src/ledger/journal-entry.ts'
import { SLOT_MS } from '../../src/ledger/calendar.ts'
import { chargedOf, providerSpends, spendOf } from '../../src/ledger/charges.ts'
import type { SlotSpend } from '../../src/ledger/spend.ts'
import { type Scope, scopesOf } from '../../src/core/scope.ts'
import { LedgerEvents } from '../../src/ledger/ledger-events.ts'
import { Limits } from '../../src/ledger/limits.ts'
import type { Reservation } from '../../src/ledger/reservation.ts'
import { Health } from '../../src/routing/health.ts'
import { Gates } from '../../src/routing/queue/gates.ts'
import { Chance } from './chance.ts'
import { MASTER_SECRET, type RandomKey } from './random-callers.ts'
import { SimulatedDisk } from './simulated-disk.ts'
import type { VirtualTime } from './virtual-time.ts'

export const NO_CATALOGUE: Catalogue = {
  version: 'none',
  bySlug: () => [],
  byNativeId: () => null,
  byBareId: () => [],
  slugs: () => [],
}

/** What the journal was handed, in that order. */
export interface Appended {
  readonly atMs: number
  readonly entry: JournalEntry
  /** Whether it got there. Null until it is known. */
  readonly isWritten: boolean | null
}

export interface SimulatedGateway {
  readonly gateway: Gateway
  readonly disk: SimulatedDisk
  readonly appended: readonly Appended[]
  readonly reservations: readonly Reservation[]
  /** Faults that it has found in itself. */
  readonly errors: string[]
  close(): void
}

export interface GatewayParts {
  readonly seed: string
  /** Where the journal is: empty. */
  readonly directory: string
  readonly time: VirtualTime
  readonly upstream: UpstreamClient
  readonly keys: readonly RandomKey[]
  readonly snapshot: () => Snapshot
}

/** All the real parts joined as `app.ts` joins them; clock, chance, network, key store and disk are the scenario's. */
export function simulatedGateway(parts: GatewayParts): SimulatedGateway {
  const { seed, directory, time, upstream, keys, snapshot } = parts
  const disk = new SimulatedDisk(directory)
  const journal = new Journal({ directory, files: disk })
  const appended = watchJournal(journal, time)
  const limits = new Limits()
  const reservations = watchLimits(limits)
  const errors: string[] = []
  const chance = new Chance(`${seed} store`)
  const { random } = new Chance(`${seed} gateway`)
  const startMs = Math.floor(time.now() / SLOT_MS) * SLOT_MS
  const books = new Books(limits, journal, {
    async catchUp() {
      await time.sleep(chance.skewed(0, 50))
      return true
    },
    async spend(scope) {
      const before = keys.find(({ record }) => scope.type === 'key' && record.id === scope.id)?.spentBefore
      const rows = [
        ...(before === undefined ? [] : [{ ...before, startMs, ms: 0 }]),
        ...spentOf(scope, appended),
      ]
      await time.sleep(chance.skewed(0, 20))
      return rows
    },
  })
  const source = {
    async findKeyByHash(hash: string) {
      await time.sleep(chance.skewed(0, 50))
      return keys.find(({ record }) => record.hash === hash)?.record ?? null
    },
  }
  const log: Log = { ...SILENT, error: (message, fields) => void errors.push(logLine(message, fields)) }
  const alerts = { raise() {} }
  const gateway: Gateway = {
    snapshot,
    keys: new KeyRing(MASTER_SECRET, source, time),
    blockedUsers: new BlockedUsers(),
    books,
    rules: new RuleBook(),
    events: new LedgerEvents(),
    catalogue: NO_CATALOGUE,
    health: new Health({ random }),
    records: { find: async () => null },
    auto: new AutoModel(),
    guards: new Guards(alerts),
    alerts,
    gates: gatesOf(snapshot(), time),
    storms: new StormControl(),
    vault: new ProofVault(),
    responses: new Responses({ store: NO_STORE, clock: time, log }),
    underway: new Set(),
    upstream,
    clock: time,
    random,
    ids: new IdSource(time, random),
    log,
  }
  return { gateway, disk, appended, reservations, errors, close: () => journal.close() }
}

const SILENT = { debug() {}, info() {}, warn() {} }

/** No caller here speaks the dialect whose answers are kept. */
const NO_STORE = {
  responses() {
    throw new Error('Nobody here asks for responses.')
  },
}

function gatesOf({ config }: Snapshot, time: VirtualTime): Gates {
  const gates = new Gates((ms, fire) => {
    const timer = time.after(Math.ceil(ms), () => fire(time.monotonicMs()))
    return () => timer.cancel()
  })
  gates.configure(gateSettings(config), time.monotonicMs())
  return gates
}

function watchJournal(journal: Journal, time: VirtualTime): readonly Appended[] {
  const appended: Appended[] = []
  const append = journal.append.bind(journal)
  journal.append = (entry, onWritten) => {
    const one: { -readonly [Key in keyof Appended]: Appended[Key] } = {
      atMs: time.monotonicMs(),
      entry,
      isWritten: null,
    }
    appended.push(one)
    append(entry, (error) => {
      one.isWritten = error === null
      onWritten?.(error)
    })
  }
  return appended
}

function watchLimits(limits: Limits): readonly Reservation[] {
  const reservations: Reservation[] = []
  const reserve = limits.reserve.bind(limits)
  limits.reserve = (request) => {
    const outcome = reserve(request)
    if (outcome.admitted) reservations.push(outcome)
    return outcome
  }
  return reservations
}

/** What the store knows of a scope from the journal of this very process. */
function spentOf({ type, id }: Scope, appended: readonly Appended[]): SlotSpend[] {
  return appended.flatMap(({ entry, isWritten }) => {
    if (entry.type !== 'close' || isWritten !== true) return []
    const { record } = entry
    const charged = chargedOf(record)
    const isOf = scopesOf(record).some((scope) => scope.type === type && scope.id === id)
    const spend = type === 'provider' ? providerSpends(charged).get(id) : isOf ? spendOf(charged) : null
    return spend == null ? [] : [{ startMs: Math.floor(record.timeMs / SLOT_MS) * SLOT_MS, ...spend }]
  })
}

function logLine(message: string, fields: LogFields = {}): string {
  const { error } = fields
  return error instanceof Error ? `${message} ${error.stack ?? error.message}` : message
}
