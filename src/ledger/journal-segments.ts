import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/**
 * A place in the journal: the number of a segment, times 2^32, plus an offset within it. So positions compare as
 * numbers and fit in one column; 0 is before everything. Segment numbers begin at 1 and are never used again, not
 * even when a power failure has shortened a segment: a saved position can never point into newer bytes.
 */
export type JournalPosition = number

const SPAN = 2 ** 32
const NAME = /^(\d{10})\.journal$/

export function positionAt(segment: number, offset: number): JournalPosition {
  return segment * SPAN + offset
}

export function segmentOf(position: JournalPosition): number {
  return Math.floor(position / SPAN)
}

export function offsetOf(position: JournalPosition): number {
  return position % SPAN
}

/** Sorts by name as by number. */
export function segmentPath(directory: string, segment: number): string {
  return join(directory, `${String(segment).padStart(10, '0')}.journal`)
}

/**
 * The numbers of the segments in a folder, rising; none where there is no folder yet. Other files are not
 * looked at.
 */
export function listSegments(directory: string): number[] {
  if (!existsSync(directory)) return []
  const segments: number[] = []
  for (const name of readdirSync(directory)) {
    const digits = NAME.exec(name)?.[1]
    if (digits !== undefined) segments.push(Number(digits))
  }
  return segments.sort((a, b) => a - b)
}

/** Deletes what lies wholly before a position that the store has saved. Returns how many segments that were. */
export function removeSegmentsBefore(directory: string, position: JournalPosition): number {
  const old = listSegments(directory).filter((segment) => segment < segmentOf(position))
  for (const segment of old) rmSync(segmentPath(directory, segment), { force: true })
  return old.length
}
