import type { ExchangeRecord } from '../../core/record.ts'
import { type ExchangeFilter, type ExchangeStore, PAGE_LIMIT_MAX } from '../../storage/store.ts'
import { csvHead, csvLine } from './csv.ts'
import { exchangeView } from './exchange-view.ts'

export const FORMATS = {
  jsonl: {
    mediaType: 'application/x-ndjson; charset=utf-8',
    head: '',
    line: (record: ExchangeRecord) => `${JSON.stringify(exchangeView(record))}\n`,
  },
  csv: { mediaType: 'text/csv; charset=utf-8', head: csvHead(), line: csvLine },
} as const

/** The text of an export, a page at a time, so that a slow reader holds up the reading and not the memory. */
export async function* exportExchanges(
  store: ExchangeStore,
  filter: ExchangeFilter,
  format: keyof typeof FORMATS,
): AsyncGenerator<string> {
  const { head, line } = FORMATS[format]
  if (head !== '') yield head
  let cursor: string | null = null
  do {
    const page = await store.pageExchanges(filter, { limit: PAGE_LIMIT_MAX, cursor })
    if (page.items.length > 0) yield page.items.map(line).join('')
    cursor = page.nextCursor
  } while (cursor !== null)
}
