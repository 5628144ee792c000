import type { JournalEntry } from './journal-entry.ts'
import { FrameBuffer } from './journal-frame.ts'
import { type JournalPosition, offsetOf, segmentOf } from './journal-segments.ts'
import { type FsyncPolicy, type SegmentFiles, SegmentWriter, SYSTEM_FILES } from './segment-writer.ts'

export interface JournalOptions {
  /** Made if it is missing. One process at a time. */
  readonly directory: string
  /** The reader's saved position. */
  readonly after?: JournalPosition
  readonly fsync?: FsyncPolicy
  readonly segmentBytesMax?: number
  /** Bytes that wait to be written or to be consumed. */
  readonly backlogBytesMax?: number
  /** How soon a disk that failed is tried again. */
  readonly retryMs?: number
  /** Called after each batch with the position behind it: up to there a reader may read. */
  readonly onAdvance?: (position: JournalPosition) => void
  readonly files?: SegmentFiles
}

/** Called once: with null when the entry would survive `kill -9`, with an error when it is not in the journal. */
export type OnWritten = (error: Error | null) => void

/**
 * What happened, in order, in an append-only file. All entries of one turn of the event loop are written by one
 * system call, and only then their callbacks run. When a write fails, every entry of its batch gets the error and
 * none of them is in the file.
 */
export class Journal {
  readonly #writer: SegmentWriter
  readonly #fsync: FsyncPolicy
  readonly #backlogBytesMax: number
  readonly #retryMs: number
  readonly #onAdvance: (position: JournalPosition) => void
  readonly #pending = new FrameBuffer()
  #callbacks: OnWritten[] = []
  #flushing: NodeJS.Immediate | null = null
  #syncing: NodeJS.Timeout | null = null
  #retrying: NodeJS.Timeout | null = null
  #unconsumedBytes = 0
  #isClosed = false

  constructor({
    directory,
    after = 0,
    fsync = 'off',
    segmentBytesMax = SEGMENT_BYTES_MAX,
    backlogBytesMax = BACKLOG_BYTES_MAX,
    retryMs = RETRY_MS,
    onAdvance = () => {},
    files = SYSTEM_FILES,
  }: JournalOptions) {
    this.#writer = new SegmentWriter({ directory, after, fsync, segmentBytesMax, files })
    this.#fsync = fsync
    this.#backlogBytesMax = backlogBytesMax
    this.#retryMs = retryMs
    this.#onAdvance = onAdvance
    this.consumed(after)
  }

  /** Behind the last batch. */
  get position(): JournalPosition {
    return this.#writer.position
  }

  /** What a crash had left of a write, cut off at the opening. */
  get tornBytes(): number {
    return this.#writer.tornBytes
  }

  /** False from a failure until a write, or a trial of one, has succeeded. Admit nothing new meanwhile. */
  get isHealthy(): boolean {
    return this.#retrying === null
  }

  /** Admit nothing new. What has been admitted is still taken, so that it can end. */
  get isFull(): boolean {
    return this.#pending.length + this.#unconsumedBytes > this.#backlogBytesMax
  }

  append(entry: JournalEntry, onWritten?: OnWritten): void {
    try {
      if (this.#isClosed) throw new Error('The journal is closed.')
      this.#pending.push(entry)
      if (onWritten !== undefined) this.#callbacks.push(onWritten)
    } catch (thrown) {
      setImmediate(() => onWritten?.(asError(thrown)))
      return
    }
    this.#flushing ??= setImmediate(() => this.flush())
  }

  /** The reader has saved all before this position. */
  consumed(position: JournalPosition): void {
    const { sizes } = this.#writer
    let bytes = 0
    for (const [segment, size] of sizes) {
      if (segment < segmentOf(position)) sizes.delete(segment)
      else bytes += segment === segmentOf(position) ? Math.max(0, size - offsetOf(position)) : size
    }
    this.#unconsumedBytes = bytes
  }

  /** Writes now what would be written at the end of this turn. */
  flush(): void {
    if (this.#flushing !== null) clearImmediate(this.#flushing)
    this.#flushing = null
    if (this.#pending.length === 0) return
    const callbacks = this.#callbacks
    this.#callbacks = []
    const error = this.#write()
    for (const onWritten of callbacks) call(onWritten, error)
    if (error === null) this.#onAdvance(this.position)
  }

  /**
   * Writes what is pending and closes the file. What is appended later gets an error. Throws where the disk is broken
   * to the last: what was acknowledged is there all the same.
   */
  close(): void {
    if (this.#isClosed) return
    this.flush()
    this.#isClosed = true
    if (this.#syncing !== null) clearTimeout(this.#syncing)
    if (this.#retrying !== null) clearInterval(this.#retrying)
    this.#writer.close()
  }

  #write(): Error | null {
    const { bytes } = this.#pending
    try {
      this.#writer.append(bytes)
      this.#unconsumedBytes += bytes.length
      this.#recovered()
      this.#syncSoon()
      return null
    } catch (thrown) {
      this.#failed()
      return asError(thrown)
    } finally {
      this.#pending.clear()
    }
  }

  #syncSoon(): void {
    if (typeof this.#fsync === 'string' || this.#syncing !== null) return
    this.#syncing = setTimeout(() => {
      this.#syncing = null
      this.#writer.syncLater((error) => {
        if (error !== null && !this.#isClosed) this.#failed()
      })
    }, this.#fsync.everyMs).unref()
  }

  #failed(): void {
    this.#retrying ??= setInterval(() => this.#tryAgain(), this.#retryMs).unref()
  }

  #tryAgain(): void {
    try {
      this.#writer.tryOut()
      this.#recovered()
    } catch {
      // It stays unhealthy, and is tried again.
    }
  }

  #recovered(): void {
    if (this.#retrying !== null) clearInterval(this.#retrying)
    this.#retrying = null
  }
}

const SEGMENT_BYTES_MAX = 64 * 1024 * 1024
const BACKLOG_BYTES_MAX = 1024 * 1024 * 1024
const RETRY_MS = 1_000

/** One callback that throws must not keep the others waiting for ever. */
function call(onWritten: OnWritten, error: Error | null): void {
  try {
    onWritten(error)
  } catch (thrown) {
    setImmediate(() => {
      throw thrown
    })
  }
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown))
}
