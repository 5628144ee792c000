import { mkdirSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import type { AuditCheckpoint, AuditDraft, AuditEvent } from '../audit/audit-event.ts'
import type { ChainHead } from '../audit/chain.ts'
import type { RuleRecord } from '../core/budget.ts'
import type { Pause } from '../ledger/pauses.ts'
import type { KeyRecord } from '../core/key.ts'
import type { Log } from '../core/ports.ts'
import type { ExchangeRecord } from '../core/record.ts'
import type { AuditFilter } from './audit-store.ts'
import type { IdentityMethod, IdentityStore } from './identity-store.ts'
import type { Scope } from '../core/scope.ts'
import type { OnChange } from './changes.ts'
import { JournalProgress } from './journal-progress.ts'
import type { ResponseMethod, ResponseStore } from './response-store.ts'
import { PRIVATE_FOLDER } from './storage-place.ts'
import type {
  Activity,
  ActivityQuery,
  ConfigRevision,
  ExchangeFilter,
  IngestBatch,
  IngestResult,
  JournalStore,
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
import { WorkerLink } from './worker-link.ts'
import type { WorkerSettings } from './worker-protocol.ts'

export interface ThreadStoreOptions {
  /** `sqlite:` and the file, which is made with its folder if it is missing; or `postgres://` and a database. */
  readonly url: string
  /** Null reads no journal, for tools that only look. One process at a time may read one. */
  readonly journalDirectory: string | null
  readonly log: Log
  /** How long a call may take before it fails with `store_unavailable`. */
  readonly callTimeoutMs?: number
  /** Calls without an answer yet; more fail at once with `store_unavailable`. */
  readonly callsMax?: number
  readonly catchUpTimeoutMs?: number
  /** Everything in the journal before `position` is in the tables, and its files may be gone. */
  readonly onIngested?: (position: number) => void
  /** Another process has changed something. Only a database that several processes share can tell. */
  readonly onChange?: OnChange
  readonly startWorker?: (settings: WorkerSettings) => Worker
}

/**
 * Opens the store in a thread of its own. Resolves when the journal that an earlier process left has been read and
 * its open exchanges are closed, so that what keys have spent is whole. Rejects where the database cannot be opened.
 */
export async function openStore(options: ThreadStoreOptions): Promise<JournalStore> {
  const { journalDirectory } = options
  if (journalDirectory !== null) mkdirSync(journalDirectory, { recursive: true, mode: PRIVATE_FOLDER })
  const store = new ThreadStore(options)
  await store.start()
  return store
}

/** As `.ts` from the sources and as `.js` when built, beside this file. */
export function startStorageWorker(settings: WorkerSettings): Worker {
  const file = import.meta.url.endsWith('.ts') ? './storage-worker.ts' : './storage-worker.js'
  return new Worker(new URL(file, import.meta.url), {
    name: 'storage',
    workerData: settings,
    resourceLimits: WORKER_LIMITS,
  })
}

/** A small young generation costs a little speed and saves megabytes of idle memory. */
const WORKER_LIMITS = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 512 }

class ThreadStore implements JournalStore {
  readonly #link: WorkerLink
  readonly #progress: JournalProgress
  readonly #catchUpTimeoutMs: number

  constructor(options: ThreadStoreOptions) {
    const startWorker = options.startWorker ?? startStorageWorker
    this.#catchUpTimeoutMs = options.catchUpTimeoutMs ?? 5_000
    this.#progress = new JournalProgress((position) => this.#link.post({ type: 'grown', position }))
    this.#link = new WorkerLink({
      startWorker: (isFirst) =>
        startWorker({ url: options.url, journalDirectory: options.journalDirectory, isFirst }),
      callTimeoutMs: options.callTimeoutMs ?? 10_000,
      callsMax: options.callsMax ?? 1_000,
      log: options.log,
      onReady: (position) => {
        this.#progress.restarted(position)
        options.onIngested?.(position)
      },
      onReached: (position) => {
        this.#progress.reached(position)
        options.onIngested?.(position)
      },
      onChange: (change) => options.onChange?.(change),
    })
  }

  get position(): number {
    return this.#progress.position
  }

  start(): Promise<void> {
    return this.#link.start()
  }

  journalGrown(position: number): void {
    this.#progress.grown(position)
  }

  catchUp(position?: number): Promise<boolean> {
    return this.#progress.wait(position, this.#catchUpTimeoutMs)
  }

  async health(): Promise<StoreHealth> {
    return { state: this.#link.state, position: this.#progress.position, restarts: this.#link.restarts }
  }

  async close(): Promise<void> {
    await this.catchUp()
    await this.#link.close()
  }

  listKeys(page: PageRequest, filter: OwnerFilter = {}): Promise<Page<KeyRecord>> {
    return this.#link.call('listKeys', page, filter)
  }

  getKey(id: string): Promise<KeyRecord | null> {
    return this.#link.call('getKey', id)
  }

  findKeyByHash(hash: string): Promise<KeyRecord | null> {
    return this.#link.call('findKeyByHash', hash)
  }

  createKey(key: KeyRecord): Promise<void> {
    return this.#link.call('createKey', key)
  }

  updateKey(key: KeyRecord): Promise<void> {
    return this.#link.call('updateKey', key)
  }

  deleteKey(id: string, nowMs: number): Promise<void> {
    return this.#link.call('deleteKey', id, nowMs)
  }

  identity<Method extends IdentityMethod>(
    method: Method,
    ...args: Parameters<IdentityStore[Method]>
  ): ReturnType<IdentityStore[Method]> {
    // Arguments and answer are that method's, which a call by name cannot show the compiler.
    const call = [method, ...args] as unknown as Parameters<Store['identity']>
    return this.#link.call('identity', ...call) as ReturnType<IdentityStore[Method]>
  }

  responses<Method extends ResponseMethod>(
    method: Method,
    ...args: Parameters<ResponseStore[Method]>
  ): ReturnType<ResponseStore[Method]> {
    // As for `identity`.
    const call = [method, ...args] as unknown as Parameters<Store['responses']>
    return this.#link.call('responses', ...call) as ReturnType<ResponseStore[Method]>
  }

  listRules(): Promise<readonly RuleRecord[]> {
    return this.#link.call('listRules')
  }

  putRule(record: RuleRecord): Promise<void> {
    return this.#link.call('putRule', record)
  }

  deleteRule(id: string): Promise<void> {
    return this.#link.call('deleteRule', id)
  }

  listPauses(): Promise<readonly Pause[]> {
    return this.#link.call('listPauses')
  }

  putPause(pause: Pause, nowMs: number): Promise<void> {
    return this.#link.call('putPause', pause, nowMs)
  }

  deletePause(pause: Pause): Promise<void> {
    return this.#link.call('deletePause', pause)
  }

  spend(scope: Scope, sinceMs: number): Promise<readonly ScopeSpend[]> {
    return this.#link.call('spend', scope, sinceMs)
  }

  allSpend(): Promise<readonly ScopeSpend[]> {
    return this.#link.call('allSpend')
  }

  ingest(batch: IngestBatch): Promise<IngestResult> {
    return this.#link.call('ingest', batch)
  }

  pageExchanges(filter: ExchangeFilter, page: PageRequest): Promise<Page<ExchangeRecord>> {
    return this.#link.call('pageExchanges', filter, page)
  }

  getExchange(id: string): Promise<StoredExchange | null> {
    return this.#link.call('getExchange', id)
  }

  usage(query: UsageQuery): Promise<readonly UsageRow[]> {
    return this.#link.call('usage', query)
  }

  activity(query: ActivityQuery): Promise<Activity> {
    return this.#link.call('activity', query)
  }

  sweep(before: SweepBefore, limit: number): Promise<SweepResult> {
    return this.#link.call('sweep', before, limit)
  }

  addRevision(revision: ConfigRevision): Promise<void> {
    return this.#link.call('addRevision', revision)
  }

  listRevisions(page: PageRequest): Promise<Page<ConfigRevision>> {
    return this.#link.call('listRevisions', page)
  }

  getRevision(revision: string): Promise<ConfigRevision | null> {
    return this.#link.call('getRevision', revision)
  }

  appendAudit(draft: AuditDraft): Promise<AuditEvent> {
    return this.#link.call('appendAudit', draft)
  }

  auditHead(): Promise<ChainHead | null> {
    return this.#link.call('auditHead')
  }

  pageAudit(filter: AuditFilter, page: PageRequest): Promise<Page<AuditEvent>> {
    return this.#link.call('pageAudit', filter, page)
  }

  readAudit(afterSeq: number, limit: number): Promise<readonly AuditEvent[]> {
    return this.#link.call('readAudit', afterSeq, limit)
  }

  addCheckpoint(checkpoint: AuditCheckpoint): Promise<void> {
    return this.#link.call('addCheckpoint', checkpoint)
  }

  listCheckpoints(): Promise<readonly AuditCheckpoint[]> {
    return this.#link.call('listCheckpoints')
  }

  eraseAudit(organizationId: string | null): Promise<number> {
    return this.#link.call('eraseAudit', organizationId)
  }
}
