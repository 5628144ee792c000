import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { decodePayload, FRAME_BYTES_MAX, FRAME_HEAD_BYTES, isPayloadIntact } from './journal-frame.ts'
import {
  type JournalPosition,
  listSegments,
  offsetOf,
  positionAt,
  segmentOf,
  segmentPath,
} from './journal-segments.ts'
import type { WrittenEntry } from './journal-text.ts'

/** Called for each entry with the position behind it. Return false to stop there. */
export type OnEntry = (entry: WrittenEntry, next: JournalPosition) => unknown

export interface ReadOptions {
  /**
   * Read no further than this. A reader that runs beside the writer must give the writer's `position`: bytes beyond
   * it may be half written, or taken back after a failure.
   */
  readonly until?: JournalPosition
}

export interface ReadResult {
  /** Where to go on from. */
  readonly position: JournalPosition
  /** True where the last segment ends in the middle of a frame. */
  readonly isTorn: boolean
  /**
   * Where a frame was broken with other segments behind it, and the rest of its segment was passed over; or where a
   * whole frame held no entry that is known here, and only it was.
   */
  readonly corrupt: readonly JournalPosition[]
}

/**
 * Reads entries in order, from a saved position or from 0, in memory of the size of the largest entry. Bodies are
 * views of memory that is not used again.
 *
 * A frame that does not check out ends the reading of its segment. In the last segment that is a torn tail: a write
 * that a crash cut off. In any other it is corruption.
 */
export function readJournal(
  directory: string,
  from: JournalPosition,
  onEntry: OnEntry,
  { until = Number.POSITIVE_INFINITY }: ReadOptions = {},
): ReadResult {
  const corrupt: JournalPosition[] = []
  const segments = listSegments(directory).filter((segment) => segment >= segmentOf(from))
  let position = from
  for (const segment of segments) {
    const start = Math.max(position, positionAt(segment, 0))
    if (start >= until) break
    const limit = segment === segmentOf(until) ? offsetOf(until) : Number.POSITIVE_INFINITY
    const scan = scanSegment(segmentPath(directory, segment), offsetOf(start), limit, (payload, end) => {
      const entry = decodePayload(payload)
      if (entry !== null) return onEntry(entry, positionAt(segment, end)) !== false
      corrupt.push(positionAt(segment, end - FRAME_HEAD_BYTES - payload.length))
      return true
    })
    position = positionAt(segment, scan.end)
    if (scan.outcome === 'stopped') break
    if (scan.outcome === 'whole') continue
    if (segment === segments.at(-1)) return { position, isTorn: true, corrupt }
    corrupt.push(position)
  }
  return { position, isTorn: false, corrupt }
}

/** The offset behind the last whole frame of a segment. */
export function intactLength(path: string): number {
  return scanSegment(path, 0, Number.POSITIVE_INFINITY, () => true).end
}

interface Scan {
  readonly outcome: 'whole' | 'broken' | 'stopped'
  readonly end: number
}

/** Called with each payload and the offset behind it; false stops there. */
type OnPayload = (payload: Buffer, end: number) => boolean

function scanSegment(path: string, start: number, limit: number, onPayload: OnPayload): Scan {
  const file = openSync(path, 'r')
  try {
    return scanFile(new Chunks(file, Math.min(limit, fstatSync(file).size)), start, onPayload)
  } finally {
    closeSync(file)
  }
}

function scanFile(chunks: Chunks, start: number, onPayload: OnPayload): Scan {
  let end = start
  while (end < chunks.size) {
    const head = chunks.at(end, FRAME_HEAD_BYTES)
    if (head === null) return { outcome: 'broken', end }
    const length = head.readUInt32LE(0)
    if (length === 0 || length > FRAME_BYTES_MAX) return { outcome: 'broken', end }
    const payload = chunks.at(end + FRAME_HEAD_BYTES, length)
    if (payload === null || !isPayloadIntact(payload, head.readUInt32LE(4))) return { outcome: 'broken', end }
    end += FRAME_HEAD_BYTES + length
    if (!onPayload(payload, end)) return { outcome: 'stopped', end }
  }
  return { outcome: 'whole', end }
}

const CHUNK_BYTES = 256 * 1024

/** A file read forward in large pieces. Each piece has memory of its own, so that views of it stay good. */
class Chunks {
  readonly size: number
  readonly #file: number
  #start = 0
  #bytes = Buffer.alloc(0)

  constructor(file: number, size: number) {
    this.#file = file
    this.size = size
  }

  /** Null where the file does not reach so far. */
  at(offset: number, length: number): Buffer | null {
    if (offset + length > this.size) return null
    if (offset < this.#start || offset + length > this.#start + this.#bytes.length) {
      if (!this.#load(offset, length)) return null
    }
    return this.#bytes.subarray(offset - this.#start, offset - this.#start + length)
  }

  #load(offset: number, length: number): boolean {
    const bytes = Buffer.allocUnsafeSlow(Math.min(Math.max(length, CHUNK_BYTES), this.size - offset))
    let filled = 0
    while (filled < bytes.length) {
      const read = readSync(this.#file, bytes, filled, bytes.length - filled, offset + filled)
      if (read === 0) break
      filled += read
    }
    this.#start = offset
    this.#bytes = bytes.subarray(0, filled)
    return filled >= length
  }
}
