import type { ErrorCode } from '../core/error.ts'
import type { KeyRecord } from '../core/key.ts'
import type { Nanos } from '../core/money.ts'
import type { ExchangeRecord } from '../core/record.ts'
import type { DialectFormat } from '../core/request.ts'
import type { Scope } from '../core/scope.ts'
import type { SlotSpend } from '../ledger/spend.ts'
import type { RuleStore } from './rules.ts'
import type { JournalRecord } from '../ledger/journal-record.ts'
import type { AuditStore } from './audit-store.ts'
import type { IdentityMethod, IdentityStore } from './identity-store.ts'
import type { ResponseMethod, ResponseStore } from './response-store.ts'

/**
 * Everything durable, behind one port. Every method rejects with `store_unavailable` when the database cannot be
 * reached or answers too late, and with `invalid_request` for a cursor or limit that makes no sense.
 */
export interface Store extends KeyStore, RuleStore, SpendStore, ExchangeStore, RevisionStore, AuditStore {
  /** Organizations, projects and members: any method of `IdentityStore`, by its name. */
  identity<Method extends IdentityMethod>(
    method: Method,
    ...args: Parameters<IdentityStore[Method]>
  ): ReturnType<IdentityStore[Method]>
  /** Answers kept for their callers: any method of `ResponseStore`, by its name. */
  responses<Method extends ResponseMethod>(
    method: Method,
    ...args: Parameters<ResponseStore[Method]>
  ): ReturnType<ResponseStore[Method]>
  health(): Promise<StoreHealth>
  /** Finishes what has begun and closes the database. Calls after it fail. */
  close(): Promise<void>
}

/** A store that reads the ledger's journal by itself. */
export interface JournalStore extends Store {
  /** Everything in the journal before this position can be read. A new journal begins after it. */
  readonly position: number
  /** Says that the journal reaches to here. Cheap enough for every record. */
  journalGrown(position: number): void
  /**
   * Resolves when everything in the journal up to `position`, or up to all that has been announced, can be read:
   * true. False when that takes too long, so that the caller may show what there is.
   */
  catchUp(position?: number): Promise<boolean>
}

export interface KeyStore {
  /** Newest first, deleted keys left out. */
  listKeys(page: PageRequest, filter?: OwnerFilter): Promise<Page<KeyRecord>>
  /** Null where there is none, or it is deleted. */
  getKey(id: string): Promise<KeyRecord | null>
  /** By the present hash or the one before a rotation; the caller looks which, and whether that one still holds. */
  findKeyByHash(hash: string): Promise<KeyRecord | null>
  /** Rejects with `conflict` where the id or the hash is taken. */
  createKey(key: KeyRecord): Promise<void>
  /** Replaces the whole record; `not_found` where there is none. */
  updateKey(key: KeyRecord): Promise<void>
  /** The key is gone for every method above; its exchanges and spend stay. `not_found` where there is none. */
  deleteKey(id: string, nowMs: number): Promise<void>
}

export interface SpendStore {
  /** One row for each quarter of an hour with calls, from the one of `sinceMs` on, in order. */
  spend(scope: Scope, sinceMs: number): Promise<readonly ScopeSpend[]>
  /** The same of every scope and all times. */
  allSpend(): Promise<readonly ScopeSpend[]>
}

export interface ExchangeStore {
  /**
   * Adds records, all or none, but for those that can never be stored: they are named and left out. A record whose id
   * is there already changes nothing, so the same entries may come any number of times. `position` is saved with them
   * as the place in the journal that has been reached.
   */
  ingest(batch: IngestBatch): Promise<IngestResult>
  /** Newest first. A page of a search by words may be short, or empty, and still name a next one. */
  pageExchanges(filter: ExchangeFilter, page: PageRequest): Promise<Page<ExchangeRecord>>
  getExchange(id: string): Promise<StoredExchange | null>
  /** Sums by group. More than `USAGE_ROWS_MAX` groups are refused with `invalid_request`. */
  usage(query: UsageQuery): Promise<readonly UsageRow[]>
  /** Reads every row of its time, so that is to be short: an hour. */
  activity(query: ActivityQuery): Promise<Activity>
  /**
   * Deletes what is older and says how many that were: at most `limit` exchanges and `limit` bodies, or whole days
   * where the database keeps each in a part of its own.
   */
  sweep(before: SweepBefore, limit: number): Promise<SweepResult>
}

export interface RevisionStore {
  /** One that is there already is replaced, and so is the newest again: it was put in force once more. */
  addRevision(revision: ConfigRevision): Promise<void>
  /** Newest first. */
  listRevisions(page: PageRequest): Promise<Page<ConfigRevision>>
  getRevision(revision: string): Promise<ConfigRevision | null>
}

export const PAGE_LIMIT_MAX = 500
export const USAGE_ROWS_MAX = 10_000

export interface PageRequest {
  /** From 1 to `PAGE_LIMIT_MAX`. */
  readonly limit: number
  /** `nextCursor` of the page before; null for the first. */
  readonly cursor: string | null
}

export interface Page<Item> {
  readonly items: readonly Item[]
  /** Null on the last page. */
  readonly nextCursor: string | null
}

export interface ExchangeFilter extends OwnerFilter {
  readonly keyId?: string
  readonly provider?: string
  /** The model that answered. */
  readonly model?: string
  readonly user?: string
  readonly session?: string
  readonly tag?: string
  readonly dialect?: DialectFormat
  readonly status?: number
  readonly errorCode?: ErrorCode
  /** Inclusive. */
  readonly sinceMs?: number
  /** Exclusive. */
  readonly untilMs?: number
  readonly minCostNanos?: Nanos
  /** Words that must all stand in the stored bodies, whatever their case. */
  readonly words?: string
}

/** Whose exchanges. Null: the default one's. */
export interface OwnerFilter {
  readonly organizationId?: string | null
  readonly projectId?: string | null
}

export interface StoredExchange {
  readonly record: ExchangeRecord
  /** Null where it was not recorded, or its time is over. */
  readonly request: Uint8Array | null
  readonly response: Uint8Array | null
}

/** An exchange as the journal has written it down. */
export interface JournalledExchange extends JournalRecord {
  readonly request: Uint8Array | null
  readonly response: Uint8Array | null
}

export interface IngestBatch {
  readonly exchanges: readonly JournalledExchange[]
  /** Of the journal that the rest of this is about. */
  readonly journalId: string
  /** Entries of exchanges still running, by exchange id, kept in case this process never closes them. */
  readonly opened: ReadonlyMap<string, string>
  /** Null leaves the saved position as it is. */
  readonly position: number | null
}

export interface IngestResult {
  /** How many were new. */
  readonly inserted: number
  /** Records that are not whole, or hold a figure that is not exact. */
  readonly rejected: readonly { readonly id: string; readonly reason: string }[]
}

/** `costNanos` is the sum of what is known. */
export interface ScopeSpend extends SlotSpend {
  readonly scope: Scope
  /** Calls whose cost is not known. */
  readonly unpriced: number
}

export type UsageGroup =
  | 'model'
  | 'provider'
  | 'key'
  | 'organization'
  | 'project'
  | 'member'
  | 'user'
  | 'session'
  | 'tag'
  | 'dialect'
  | 'day'
  | 'hour'

export interface UsageQuery extends OwnerFilter {
  /** None: one row for everything. By `tag`, an exchange counts under each of its tags. */
  readonly groupBy: readonly UsageGroup[]
  readonly sinceMs?: number
  readonly untilMs?: number
}

export interface UsageRow {
  /** `day` as `YYYY-MM-DD`, `hour` as the ISO time it begins, both UTC. Null: exchanges that have no such value. */
  readonly groups: Readonly<Partial<Record<UsageGroup, string | null>>>
  readonly requests: number
  /** Requests that ended with an error code. */
  readonly errors: number
  readonly inputTokens: number
  readonly outputTokens: number
  readonly cacheReadTokens: number
  readonly reasoningTokens: number
  /** The sum of what is known; null when nothing is. */
  readonly costNanos: Nanos | null
  readonly billedNanos: Nanos | null
  /** Requests whose cost is not known, and so not in `costNanos`. */
  readonly unpriced: number
}

export interface ActivityQuery extends OwnerFilter {
  /** Inclusive. */
  readonly sinceMs: number
  /** Exclusive. */
  readonly untilMs: number
  /** Steps begin at multiples of it since 1970. */
  readonly stepMs: number
  readonly provider?: string
  readonly model?: string
  readonly keyId?: string
}

/** Sums over a time, in all and by name. Steps without exchanges are left out. */
export interface Activity {
  readonly steps: readonly ActivityStep[]
  readonly models: readonly NamedSums[]
  readonly providers: readonly NamedSums[]
  readonly keys: readonly NamedSums[]
}

export type NamedSums = readonly [name: string, sums: ActivitySums]

export interface ActivitySums {
  readonly requests: number
  readonly errors: number
  readonly inputTokens: number
  readonly outputTokens: number
  readonly cacheReadTokens: number
  /** The sum of what is known. */
  readonly costNanos: Nanos
  readonly unpriced: number
}

export interface ActivityStep extends ActivitySums {
  readonly timeMs: number
  /** Counts by class of latency: see `core/latency-class.ts`. */
  readonly ttft: readonly ClassCount[]
  /** Of what ended well alone: a refusal is quick, and no answer. */
  readonly duration: readonly ClassCount[]
}

export type ClassCount = readonly [latencyClass: number, count: number]

export interface SweepBefore {
  readonly exchangesMs: number
  readonly bodiesMs: number
}

export interface SweepResult {
  readonly exchanges: number
  readonly bodies: number
}

export interface ConfigRevision {
  readonly revision: string
  /** As it was written: references to the environment are not replaced. */
  readonly document: string
  readonly source: RevisionSource
  /** When it was last put in force. */
  readonly createdAtMs: number
}

/** Who put it in force: the file, the admin API, or nobody, as nothing else was said. */
export type RevisionSource = 'file' | 'api' | 'defaults'

export interface StoreHealth {
  /** `starting` also covers a restart after a crash. */
  readonly state: 'ready' | 'starting' | 'down'
  /** The place in the journal before which everything is readable. */
  readonly position: number
  /** How often the store had to be started again. */
  readonly restarts: number
}
