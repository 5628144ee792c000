import type { JournalEntry, ProgressEntry } from './journal-entry.ts'
import { encodeOpen, idOfOpen, type PriceTexts } from './journal-open.ts'
import { encodeRecord, type JournalRecord, parseRecord } from './journal-record.ts'

/** An entry as the journal gives it back: told apart, and read no further than it has to be. */
export type WrittenEntry = WrittenOpen | ProgressEntry | WrittenClose

export interface WrittenOpen {
  readonly type: 'open'
  readonly id: string
  /** For `decodeOpen`. Nearly every exchange is closed before anybody asks what it began as. */
  readonly text: string
}

export interface WrittenClose extends JournalRecord {
  readonly type: 'close'
  readonly request: Uint8Array | null
  readonly response: Uint8Array | null
}

/** Lines: the kind of the entry, then JSON, which holds no line breaks of its own. The bodies are not in it. */
export function encodeEntry(entry: JournalEntry, prices: PriceTexts): string {
  switch (entry.type) {
    case 'open':
      return `open\n${encodeOpen(entry, prices)}`
    case 'progress':
      return `progress\n${JSON.stringify(entry)}`
    case 'close':
      return `close\n${encodeRecord(entry.record)}`
  }
}

type Bodies = Pick<WrittenClose, 'request' | 'response'>

/** Undoes `encodeEntry`. Null for a kind that is not known here; throws a SyntaxError for what is no JSON. */
export function decodeEntry(text: string, { request, response }: Bodies): WrittenEntry | null {
  const kindEnd = text.indexOf('\n')
  switch (text.slice(0, kindEnd)) {
    case 'open': {
      const opened = text.slice(kindEnd + 1)
      return { type: 'open', id: idOfOpen(opened), text: opened }
    }
    case 'progress':
      return JSON.parse(text.slice(kindEnd + 1))
    case 'close':
      return { type: 'close', ...parseRecord(text.slice(kindEnd + 1)), request, response }
    default:
      return null
  }
}
