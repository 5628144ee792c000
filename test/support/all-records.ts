import type { ExchangeRecord } from '../../src/core/record.ts'
import { type ExchangeStore, PAGE_LIMIT_MAX } from '../../src/storage/store.ts'

/** Every record that the store can show, oldest first. */
export async function allRecords(store: ExchangeStore): Promise<ExchangeRecord[]> {
  const records: ExchangeRecord[] = []
  let cursor: string | null = null
  do {
    const page = await store.pageExchanges({}, { limit: PAGE_LIMIT_MAX, cursor })
    records.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== null)
  return records.reverse()
}
