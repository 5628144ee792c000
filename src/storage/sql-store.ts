import type { Kysely } from 'kysely'
import type { AuditCheckpoint, AuditDraft, AuditEvent } from '../audit/audit-event.ts'
import type { ChainHead } from '../audit/chain.ts'
import type { RuleRecord } from '../core/budget.ts'
import type { Pause } from '../ledger/pauses.ts'
import { deletePause, deleteRule, listPauses, listRules, putPause, putRule } from './rules.ts'
import type { KeyRecord } from '../core/key.ts'
import type { ExchangeRecord } from '../core/record.ts'
import {
  addCheckpoint,
  appendAudit,
  auditHead,
  eraseAudit,
  listCheckpoints,
  pageAudit,
  readAudit,
} from './audit-events.ts'
import type { AuditFilter } from './audit-store.ts'
import { activity } from './activity.ts'
import type { Engine } from './engine.ts'
import type { Scope } from '../core/scope.ts'
import { getExchange, pageExchanges } from './exchanges.ts'
import { IDENTITIES } from './identities.ts'
import type { IdentityMethod, IdentityStore } from './identity-store.ts'
import { Ingester } from './ingest.ts'
import { adoptJournal, journalState, type JournalState } from './journal-state.ts'
import { createKey, deleteKey, findKeyByHash, getKey, listKeys, updateKey } from './keys.ts'
import { addRevision, getRevision, listRevisions } from './revisions.ts'
import type { ResponseMethod, ResponseStore } from './response-store.ts'
import { disownResponses, RESPONSES } from './responses.ts'
import type { Schema } from './schema.ts'
import { searchExchanges } from './search.ts'
import { SQLITE_ENGINE } from './sqlite-engine.ts'
import { allSpend, spend } from './spend.ts'
import type {
  Activity,
  ActivityQuery,
  ConfigRevision,
  ExchangeFilter,
  IngestBatch,
  IngestResult,
  OwnerFilter,
  ScopeSpend,
  Page,
  PageRequest,
  Store,
  StoredExchange,
  StoreHealth,
  SweepBefore,
  SweepResult,
  UsageQuery,
  UsageRow,
} from './store.ts'
import { usage } from './usage.ts'

/** The store over any database that Kysely speaks and an engine knows; the schema is already in place. */
export class SqlStore implements Store {
  readonly #db: Kysely<Schema>
  readonly #engine: Engine
  readonly #ingester: Ingester

  constructor(db: Kysely<Schema>, engine: Engine = SQLITE_ENGINE) {
    this.#db = db
    this.#engine = engine
    this.#ingester = new Ingester(db, engine)
  }

  listKeys(page: PageRequest, filter: OwnerFilter = {}): Promise<Page<KeyRecord>> {
    return listKeys(this.#db, page, filter)
  }

  getKey(id: string): Promise<KeyRecord | null> {
    return getKey(this.#db, id)
  }

  findKeyByHash(hash: string): Promise<KeyRecord | null> {
    return findKeyByHash(this.#db, hash)
  }

  createKey(key: KeyRecord): Promise<void> {
    return createKey(this.#db, key)
  }

  updateKey(key: KeyRecord): Promise<void> {
    return updateKey(this.#db, key)
  }

  deleteKey(id: string, nowMs: number): Promise<void> {
    return deleteKey(this.#db, id, nowMs)
  }

  identity<Method extends IdentityMethod>(
    method: Method,
    ...args: Parameters<IdentityStore[Method]>
  ): ReturnType<IdentityStore[Method]> {
    return IDENTITIES[method](this.#db, ...args)
  }

  responses<Method extends ResponseMethod>(
    method: Method,
    ...args: Parameters<ResponseStore[Method]>
  ): ReturnType<ResponseStore[Method]> {
    return RESPONSES[method](this.#db, ...args)
  }

  /** Says of all responses that were begun that nobody is at work on them: for the first look at a database. */
  disownResponses(): Promise<void> {
    return disownResponses(this.#db)
  }

  listRules(): Promise<readonly RuleRecord[]> {
    return listRules(this.#db)
  }

  putRule(record: RuleRecord): Promise<void> {
    return putRule(this.#db, record)
  }

  deleteRule(id: string): Promise<void> {
    return deleteRule(this.#db, id)
  }

  listPauses(): Promise<readonly Pause[]> {
    return listPauses(this.#db)
  }

  putPause(pause: Pause, nowMs: number): Promise<void> {
    return putPause(this.#db, pause, nowMs)
  }

  deletePause(pause: Pause): Promise<void> {
    return deletePause(this.#db, pause)
  }

  spend(scope: Scope, sinceMs: number): Promise<readonly ScopeSpend[]> {
    return spend(this.#db, scope, sinceMs)
  }

  allSpend(): Promise<readonly ScopeSpend[]> {
    return allSpend(this.#db)
  }

  ingest(batch: IngestBatch): Promise<IngestResult> {
    return this.#ingester.ingest(batch)
  }

  pageExchanges(filter: ExchangeFilter, page: PageRequest): Promise<Page<ExchangeRecord>> {
    return filter.words === undefined
      ? pageExchanges(this.#db, filter, page)
      : searchExchanges(this.#db, filter, filter.words, page)
  }

  getExchange(id: string): Promise<StoredExchange | null> {
    return getExchange(this.#db, id)
  }

  usage(query: UsageQuery): Promise<readonly UsageRow[]> {
    return this.#engine.snapshot(this.#db, (db) => usage(db, query))
  }

  activity(query: ActivityQuery): Promise<Activity> {
    return activity(this.#db, query)
  }

  sweep(before: SweepBefore, limit: number): Promise<SweepResult> {
    return this.#engine.sweep(this.#db, before, limit)
  }

  addRevision(revision: ConfigRevision): Promise<void> {
    return addRevision(this.#db, revision)
  }

  listRevisions(page: PageRequest): Promise<Page<ConfigRevision>> {
    return listRevisions(this.#db, page)
  }

  getRevision(revision: string): Promise<ConfigRevision | null> {
    return getRevision(this.#db, revision)
  }

  appendAudit(draft: AuditDraft): Promise<AuditEvent> {
    return appendAudit(this.#db, draft)
  }

  auditHead(): Promise<ChainHead | null> {
    return auditHead(this.#db)
  }

  pageAudit(filter: AuditFilter, page: PageRequest): Promise<Page<AuditEvent>> {
    return pageAudit(this.#db, filter, page)
  }

  readAudit(afterSeq: number, limit: number): Promise<readonly AuditEvent[]> {
    return readAudit(this.#db, afterSeq, limit)
  }

  addCheckpoint(checkpoint: AuditCheckpoint): Promise<void> {
    return addCheckpoint(this.#db, checkpoint)
  }

  listCheckpoints(): Promise<readonly AuditCheckpoint[]> {
    return listCheckpoints(this.#db)
  }

  eraseAudit(organizationId: string | null): Promise<number> {
    return eraseAudit(this.#db, organizationId)
  }

  /** Where reading a journal has to go on, and what was open there. */
  journalState(journalId: string): Promise<JournalState> {
    return journalState(this.#db, journalId)
  }

  /** For a database in which one journal was kept without an id. */
  adoptJournal(journalId: string): Promise<void> {
    return adoptJournal(this.#db, journalId)
  }

  async health(): Promise<StoreHealth> {
    return { state: 'ready', position: 0, restarts: 0 }
  }

  close(): Promise<void> {
    return this.#db.destroy()
  }
}
