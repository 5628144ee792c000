import type { DialectName } from '../support/ask.ts'
import type { Reading } from '../support/plain-reading.ts'

/** Something that a dialect cannot say as its provider did, and why. */
export interface Exception {
  /** The recordings, by their id. */
  readonly id: RegExp
  readonly dialect: DialectName
  readonly field: keyof Reading
  readonly reason: string
}

export const EXCEPTIONS: readonly Exception[] = []
