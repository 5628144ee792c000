import type { ExchangeRecord } from '../core/record.ts'
import { usageOf } from '../core/usage.ts'
import type { CloseEntry, JournalEntry, OpenEntry } from './journal-entry.ts'
import { decodeOpen } from './journal-open.ts'
import { readJournal } from './journal-reader.ts'
import { decodeRecord } from './journal-record.ts'
import { decodeEntry, encodeEntry, type WrittenEntry } from './journal-text.ts'

/** Entries for the tests of the journal. Ids may hold any text; all else is fixed. */

export const TIME_MS = 1_795_348_800_000

export function openEntry(id: string): OpenEntry {
  return {
    type: 'open',
    exchange: {
      id,
      timeMs: TIME_MS,
      keyId: 'key_1',
      organizationId: null,
      projectId: null,
      memberId: null,
      user: null,
      session: null,
      tags: ['nightly'],
      metadata: { ship: 'Björg' },
      dialect: 'openai-chat',
      operation: 'chat',
      streamed: true,
      requestedModel: 'smart',
    },
    reservedNanos: 9_000_000,
    reservedTokens: 900,
    inputTokens: 100,
    served: {
      target: 'openai/gpt-5.4',
      provider: 'openai',
      model: 'gpt-5.4',
      price: {
        input: 2_000_000_000,
        output: 10_000_000_000,
        cacheRead: null,
        cacheWrite: null,
        cacheWrite1h: null,
        audioInput: null,
        audioOutput: null,
        request: null,
        tiers: [],
      },
      priceVersion: 'v1',
    },
    outputTokens: 0,
    seenMs: TIME_MS,
  }
}

export function closeEntry(
  id: string,
  request: string | null = null,
  response: string | null = null,
): CloseEntry {
  const record: ExchangeRecord = {
    ...openEntry(id).exchange,
    model: 'gpt-5.4',
    provider: 'openai',
    target: 'openai/gpt-5.4',
    decision: null,
    attempts: [],
    status: 200,
    errorCode: null,
    finishReason: 'stop',
    usage: usageOf({ inputTokens: 90, outputTokens: 20 }),
    usageSource: 'provider',
    costNanos: 380_000,
    billedNanos: 380_000,
    priceVersion: 'v1',
    ttftMs: 210,
    durationMs: 900,
    overheadMs: 0.4,
    droppedParams: [],
  }
  return { type: 'close', record, request: bytes(request), response: bytes(response) }
}

export function idOf(entry: WrittenEntry): string {
  return entry.type === 'close' ? entry.columns[0] : entry.id
}

/** Everything that a reader finds, from the beginning. */
export function readAll(directory: string): JournalEntry[] {
  const entries: JournalEntry[] = []
  readJournal(directory, 0, (entry) => entries.push(unwritten(entry)))
  return entries
}

export function readIds(directory: string): string[] {
  const ids: string[] = []
  readJournal(directory, 0, (entry) => ids.push(idOf(entry)))
  return ids
}

/** As a reader would find it. */
export function written(entry: JournalEntry): WrittenEntry {
  const bodies = entry.type === 'close' ? entry : { request: null, response: null }
  const found = decodeEntry(encodeEntry(entry, new WeakMap()), bodies)
  if (found === null) throw new Error('An entry that was encoded here is not known here.')
  return found
}

function unwritten(entry: WrittenEntry): JournalEntry {
  switch (entry.type) {
    case 'open':
      return decodeOpen(entry.text)
    case 'progress':
      return entry
    case 'close': {
      const { request, response } = entry
      return { type: 'close', record: decodeRecord(entry), request, response }
    }
  }
}

function bytes(text: string | null): Uint8Array | null {
  return text === null ? null : Buffer.from(text)
}
