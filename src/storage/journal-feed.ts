import type { OpenEntry } from '../ledger/journal-entry.ts'
import { readJournal } from '../ledger/journal-reader.ts'
import { encodeRecord, parseRecord } from '../ledger/journal-record.ts'
import { removeSegmentsBefore, segmentOf } from '../ledger/journal-segments.ts'
import type { WrittenClose } from '../ledger/journal-text.ts'
import { closeOrphan, OpenExchanges } from '../ledger/recovery.ts'
import type { SqlStore } from './sql-store.ts'
import type { IngestBatch, JournalledExchange } from './store.ts'

const BATCH_EXCHANGES_MAX = 500
const BATCH_ENTRIES_MAX = 5_000
const BATCH_BODY_BYTES_MAX = 4 * 1024 * 1024
const RETRY_MS = 1_000

export interface FeedOptions {
  /** The journal's folder. */
  readonly directory: string
  readonly journalId: string
  /** Resolves when what the store has taken in would survive a power failure too. */
  makeDurable(): Promise<void>
  /** Everything before `position` is stored. */
  reached(position: number): void
  log(level: 'info' | 'warn' | 'error', message: string, fields: Readonly<Record<string, unknown>>): void
}

/**
 * Moves the journal into the store. The journal is the queue between the two: nothing waits in memory but the batch
 * at hand, and the place reached is saved in the same transaction as the batch.
 */
export class JournalFeed {
  readonly #store: SqlStore
  readonly #options: FeedOptions
  readonly #open: OpenExchanges
  #position: number
  #until = 0
  #running: Promise<void> | null = null
  #isStopped = false

  static async open(store: SqlStore, options: FeedOptions): Promise<JournalFeed> {
    const { position, opened } = await store.journalState(options.journalId)
    return new JournalFeed(store, options, position, new OpenExchanges(opened))
  }

  /** Everything in the journal before this is stored. */
  get position(): number {
    return this.#position
  }

  private constructor(store: SqlStore, options: FeedOptions, position: number, open: OpenExchanges) {
    this.#store = store
    this.#options = options
    this.#position = position
    this.#open = open
  }

  /** At the start of a process, before anything is written: reads all there is, and closes what nobody will close. */
  async recover(): Promise<void> {
    let isMoving = true
    while (isMoving) isMoving = await this.#moveBatch(Number.POSITIVE_INFINITY)
    const orphans = this.#open.entries().map(closedOrphan)
    for (let from = 0; from < orphans.length; from += BATCH_EXCHANGES_MAX) {
      await this.#ingest({
        exchanges: orphans.slice(from, from + BATCH_EXCHANGES_MAX),
        journalId: this.#options.journalId,
        opened: new Map(),
        position: null,
      })
    }
    for (const orphan of orphans) this.#open.apply(orphan)
    if (orphans.length > 0)
      this.#options.log('warn', 'Closed exchanges that a former process left open.', {
        count: orphans.length,
      })
  }

  /** The writer has got to `position`; what lies beyond it may be half written. */
  grown(position: number): void {
    this.#until = Math.max(this.#until, position)
    this.#running ??= this.#run().finally(() => {
      this.#running = null
    })
  }

  /** Ends after the batch at hand. */
  async stop(): Promise<void> {
    this.#isStopped = true
    await this.#running
  }

  async #run(): Promise<void> {
    let isMoving = true
    while (isMoving && !this.#isStopped) {
      try {
        isMoving = await this.#moveBatch(this.#until)
      } catch (error) {
        this.#options.log('error', 'The journal could not be stored; it will be tried again.', {
          error: String(error),
        })
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
      }
    }
  }

  /** False when there is nothing more before `until`. When it throws, the same batch is read again the next time. */
  async #moveBatch(until: number): Promise<boolean> {
    if (this.#position >= until) return false
    const { batch, position } = this.#readBatch(until)
    if (position === this.#position) return false
    await this.#ingest(batch)
    const isNextSegment = segmentOf(position) > segmentOf(this.#position)
    this.#position = position
    this.#options.reached(position)
    if (isNextSegment) await this.#removeRead()
    return true
  }

  /** Until a transaction is on the disk, the journal may be the only place where its records are. */
  async #removeRead(): Promise<void> {
    await this.#options.makeDurable()
    removeSegmentsBefore(this.#options.directory, this.#position)
  }

  #readBatch(until: number): { batch: IngestBatch; position: number } {
    const exchanges: JournalledExchange[] = []
    const touched = new Set<string>()
    let entries = 0
    let bodyBytes = 0
    const { position, corrupt, isTorn } = readJournal(
      this.#options.directory,
      this.#position,
      (entry) => {
        this.#open.apply(entry)
        entries++
        if (entry.type === 'close') {
          exchanges.push(entry)
          bodyBytes += (entry.request?.length ?? 0) + (entry.response?.length ?? 0)
        } else {
          touched.add(entry.id)
        }
        return (
          exchanges.length < BATCH_EXCHANGES_MAX &&
          entries < BATCH_ENTRIES_MAX &&
          bodyBytes < BATCH_BODY_BYTES_MAX
        )
      },
      { until },
    )
    if (corrupt.length > 0)
      this.#options.log('error', 'The journal is damaged; entries are lost.', { positions: corrupt })
    if (isTorn) this.#options.log('warn', 'The journal ends in a write that was cut off.', { position })
    const { journalId } = this.#options
    return { batch: { exchanges, journalId, opened: this.#stillOpen(touched), position }, position }
  }

  #stillOpen(ids: Iterable<string>): ReadonlyMap<string, string> {
    const opened = new Map<string, string>()
    for (const id of ids) {
      const entry = this.#open.saved(id)
      if (entry !== null) opened.set(id, entry)
    }
    return opened
  }

  async #ingest(batch: IngestBatch): Promise<void> {
    const { rejected } = await this.#store.ingest(batch)
    for (const { id, reason } of rejected)
      this.#options.log('error', 'A record in the journal cannot be stored.', { id, reason })
  }
}

function closedOrphan(entry: OpenEntry): WrittenClose {
  const { record, request, response } = closeOrphan(entry)
  return { type: 'close', ...parseRecord(encodeRecord(record)), request, response }
}
