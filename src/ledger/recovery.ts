import { ERRORS } from '../core/error.ts'
import type { ExchangeRecord } from '../core/record.ts'
import { usageOf } from '../core/usage.ts'
import { costOf } from './cost.ts'
import type { CloseEntry, JournalEntry, OpenEntry } from './journal-entry.ts'

/**
 * Which exchanges have begun and not ended, as the journal is read to its end. Begin with what the store had saved as
 * open at the position where the reading begins. Reading the same entries again gives the same.
 */
export class OpenExchanges {
  readonly #open = new Map<string, OpenEntry>()

  constructor(before: Iterable<OpenEntry> = []) {
    for (const entry of before) this.#open.set(entry.exchange.id, entry)
  }

  /** By exchange id, each with its progress folded in. */
  get entries(): ReadonlyMap<string, OpenEntry> {
    return this.#open
  }

  apply(entry: JournalEntry): void {
    switch (entry.type) {
      case 'open':
        this.#open.set(entry.exchange.id, entry)
        return
      case 'progress': {
        const open = this.#open.get(entry.id)
        if (open === undefined) return // Already closed: a timer may report once more.
        const { served = open.served, outputTokens, timeMs } = entry
        this.#open.set(entry.id, { ...open, served, outputTokens, seenMs: timeMs })
        return
      }
      case 'close':
        this.#open.delete(entry.record.id)
        return
    }
  }
}

/**
 * Closes the books on an exchange whose process died. A provider was very likely asked, so it is charged by estimate:
 * the input, and as much of the answer as had been reported. Append it to the journal like any other; should the
 * process die again before that, the next one makes the same entry.
 */
export function closeOrphan({ exchange, served, inputTokens, outputTokens, seenMs }: OpenEntry): CloseEntry {
  const usage = usageOf({ inputTokens, outputTokens })
  const costNanos = costOf(usage, served.price)
  const record: ExchangeRecord = {
    ...exchange,
    model: served.model,
    provider: served.provider,
    target: served.target,
    decision: null,
    attempts: [],
    status: ERRORS.internal.status,
    errorCode: 'internal',
    finishReason: null,
    usage,
    usageSource: 'estimated',
    costNanos,
    billedNanos: costNanos,
    priceVersion: served.priceVersion,
    ttftMs: null,
    durationMs: Math.max(0, seenMs - exchange.timeMs),
    overheadMs: 0,
    droppedParams: [],
  }
  return { type: 'close', record, request: null, response: null }
}
