import {
  closeSync,
  fdatasync,
  fdatasyncSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  rmSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs'
import { intactLength } from './journal-reader.ts'
import { type JournalPosition, listSegments, positionAt, segmentOf, segmentPath } from './journal-segments.ts'

/** The calls on an open segment that can fail, or stop half-way. */
export interface SegmentFiles {
  /** Returns how many bytes were written, which may be fewer. */
  write(file: number, bytes: Uint8Array, from: number, at: number): number
  truncate(file: number, length: number): void
  sync(file: number): void
  syncLater(file: number, done: (error: Error | null) => void): void
}

export const SYSTEM_FILES: SegmentFiles = {
  write: (file, bytes, from, at) => writeSync(file, bytes, from, bytes.length - from, at),
  truncate: ftruncateSync,
  sync: fdatasyncSync,
  syncLater: fdatasync,
}

/**
 * When bytes go from the system's memory to the disk. `off`: when the system likes; they survive this process, not a
 * power failure. `always`: with each batch, which blocks everything for as long. Else every so many milliseconds, in
 * the background.
 */
export type FsyncPolicy = 'off' | 'always' | { readonly everyMs: number }

export interface SegmentOptions {
  readonly directory: string
  /** The reader's saved position: numbers go on behind it even where the folder was emptied by hand. */
  readonly after: JournalPosition
  readonly segmentBytesMax: number
  readonly fsync: FsyncPolicy
  readonly files: SegmentFiles
}

/**
 * The segment that is being written. A batch is in it as a whole or not at all: after a failure it is cut back to
 * what was there before, at the latest before the next batch.
 */
export class SegmentWriter {
  /** Cut off the last segment when it was opened: what a crash had left of a write. */
  readonly tornBytes: number
  /** Of all segments there are. */
  readonly sizes = new Map<number, number>()
  readonly #options: SegmentOptions
  #segment: number
  #file: number
  #offset = 0
  #needsCut = false

  constructor(options: SegmentOptions) {
    const { directory, after } = options
    mkdirSync(directory, { recursive: true })
    const segments = listSegments(directory)
    const last = segments.at(-1) ?? 0
    this.#options = options
    this.tornBytes = last === 0 ? 0 : cutTornTail(segmentPath(directory, last))
    this.#segment = Math.max(last, segmentOf(after)) + 1
    this.#file = this.#create(this.#segment)
    for (const segment of segments) this.#adopt(segment)
  }

  get position(): JournalPosition {
    return positionAt(this.#segment, this.#offset)
  }

  /** Throws what the system says; then nothing of the batch stays. */
  append(batch: Uint8Array): void {
    this.#cut()
    if (this.#offset > 0 && this.#offset + batch.length > this.#options.segmentBytesMax) this.#rotate()
    this.#needsCut = true
    this.#write(batch)
    this.#needsCut = false
    this.#offset += batch.length
    this.sizes.set(this.#segment, this.#offset)
  }

  /** Makes sure that writing is possible, without leaving anything behind. Throws where it is not. */
  tryOut(): void {
    this.#cut()
    this.#needsCut = true
    this.#write(TRIAL)
    this.#cut()
  }

  sync(): void {
    this.#options.files.sync(this.#file)
  }

  /** In the background. Errors of a segment that has been left since are not told: that was synced when left. */
  syncLater(done: (error: Error | null) => void): void {
    const file = this.#file
    this.#options.files.syncLater(file, (error) => done(file === this.#file ? error : null))
  }

  /** Throws where the last batch of a failure could not be cut off; the next opening will. */
  close(): void {
    try {
      this.#cut()
      if (this.#options.fsync !== 'off') this.sync()
    } finally {
      closeSync(this.#file)
    }
  }

  #write(bytes: Uint8Array): void {
    let from = 0
    while (from < bytes.length) {
      const written = this.#options.files.write(this.#file, bytes, from, this.#offset + from)
      if (written === 0) throw new Error('The disk takes no more bytes.')
      from += written
    }
    if (this.#options.fsync === 'always') this.sync()
  }

  #cut(): void {
    if (!this.#needsCut) return
    this.#options.files.truncate(this.#file, this.#offset)
    this.#needsCut = false
  }

  #rotate(): void {
    const former = this.#file
    this.#file = this.#create(this.#segment + 1)
    this.#segment += 1
    this.#offset = 0
    if (this.#options.fsync === 'off') closeSync(former)
    else this.#options.files.syncLater(former, () => closeSync(former))
  }

  #create(segment: number): number {
    const { directory, fsync } = this.#options
    const file = openSync(segmentPath(directory, segment), 'wx', 0o600)
    try {
      if (fsync !== 'off') syncDirectory(directory)
    } catch (error) {
      closeSync(file)
      rmSync(segmentPath(directory, segment)) // Or the next try would find the name taken.
      throw error
    }
    this.sizes.set(segment, 0)
    return file
  }

  #adopt(segment: number): void {
    const path = segmentPath(this.#options.directory, segment)
    const { size } = statSync(path)
    if (size > 0) this.sizes.set(segment, size)
    else rmSync(path) // From a process that ended before it wrote anything.
  }
}

/** One block: enough for a full disk to say so. */
const TRIAL = new Uint8Array(4096)

function cutTornTail(path: string): number {
  const { size } = statSync(path)
  const intact = intactLength(path)
  if (intact < size) truncateSync(path, intact)
  return size - intact
}

/** A new file's name is durable only when its folder is. */
function syncDirectory(directory: string): void {
  const folder = openSync(directory, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}
