import { ERRORS } from '../core/error.ts'
import type { ExchangeRecord } from '../core/record.ts'
import { usageOf } from '../core/usage.ts'
import { costOf } from './cost.ts'
import type { CloseEntry, OpenEntry, ProgressEntry } from './journal-entry.ts'
import { decodeOpen } from './journal-open.ts'
import type { WrittenEntry } from './journal-text.ts'

interface Unfinished {
  readonly opened: string
  /** The last, with all that earlier ones said and it does not. */
  readonly progress: ProgressEntry | null
}

/**
 * Which exchanges have begun and not ended, as the journal is read to its end. Begin with what was `saved` at the
 * position where the reading begins. Reading the same entries again gives the same.
 */
export class OpenExchanges {
  readonly #open = new Map<string, Unfinished>()

  constructor(saved: ReadonlyMap<string, string> = new Map()) {
    for (const [id, text] of saved) {
      const [opened = '', progress] = text.split('\n')
      this.#open.set(id, { opened, progress: progress === undefined ? null : JSON.parse(progress) })
    }
  }

  /** Each with its progress folded in. */
  entries(): OpenEntry[] {
    return [...this.#open.values()].map(({ opened, progress }) => {
      const entry = decodeOpen(opened)
      if (progress === null) return entry
      const { served = entry.served, outputTokens, timeMs } = progress
      return { ...entry, served, outputTokens, seenMs: timeMs }
    })
  }

  /** To begin with again; null for an exchange that is not open. */
  saved(id: string): string | null {
    const unfinished = this.#open.get(id)
    if (unfinished === undefined) return null
    const { opened, progress } = unfinished
    return progress === null ? opened : `${opened}\n${JSON.stringify(progress)}`
  }

  apply(entry: WrittenEntry): void {
    switch (entry.type) {
      case 'open':
        this.#open.set(entry.id, { opened: entry.text, progress: null })
        return
      case 'progress': {
        const unfinished = this.#open.get(entry.id)
        if (unfinished === undefined) return // Already closed: a timer may report once more.
        const { opened, progress } = unfinished
        this.#open.set(entry.id, { opened, progress: { ...progress, ...entry } })
        return
      }
      case 'close':
        this.#open.delete(entry.columns[0])
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
