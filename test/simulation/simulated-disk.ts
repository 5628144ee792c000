import { unlinkSync } from 'node:fs'
import { readJournal } from '../../src/ledger/journal-reader.ts'
import { listSegments, segmentPath } from '../../src/ledger/journal-segments.ts'
import type { WrittenEntry } from '../../src/ledger/journal-text.ts'
import { type SegmentFiles, SYSTEM_FILES } from '../../src/ledger/segment-writer.ts'

/** The journal's files, on a disk that can be full: then it takes a part of what is written, and refuses. */
export class SimulatedDisk implements SegmentFiles {
  readonly #directory: string
  isFull = false

  constructor(directory: string) {
    this.#directory = directory
  }

  write(file: number, bytes: Uint8Array, from: number, at: number): number {
    if (!this.isFull) return SYSTEM_FILES.write(file, bytes, from, at)
    SYSTEM_FILES.write(file, bytes.subarray(0, from + (bytes.length - from) / 2), from, at)
    throw new Error('ENOSPC: no space left on device')
  }

  truncate(file: number, length: number): void {
    SYSTEM_FILES.truncate(file, length)
  }

  sync(): void {}

  syncLater(_file: number, done: (error: Error | null) => void): void {
    done(null)
  }

  /** What a reader finds. Throws where that is not whole entries. */
  entries(): readonly WrittenEntry[] {
    const entries: WrittenEntry[] = []
    const { isTorn, corrupt } = readJournal(this.#directory, 0, (entry) => entries.push(entry))
    if (isTorn || corrupt.length > 0) throw new Error('The journal cannot be read to its end.')
    return entries
  }

  clear(): void {
    for (const segment of listSegments(this.#directory)) unlinkSync(segmentPath(this.#directory, segment))
  }
}
