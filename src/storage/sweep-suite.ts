import { expect, test } from 'vitest'
import { batchOf, sampleExchange, SAMPLE_TIME_MS, withBodies } from './sample-exchanges.ts'
import type { ExchangeFilter, Store } from './store.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** The part of the store suite on retention, for a store that deletes row by row. */
export function sweepRowsSuite(store: () => Store): void {
  const ids = (filter: ExchangeFilter) => idsOf(store(), filter)

  test('a sweep finds the bodies of exchanges that were stored out of their order', async () => {
    // Of hours: the second is of a clock that was ahead, the last but one began first and took long.
    const hours = [2, 90, 3, 5, 4, 6, 7, 1, 9]
    const exchanges = hours.map((hour, n) =>
      withBodies(sampleExchange(n, { timeMs: SAMPLE_TIME_MS + hour * HOUR_MS }), 'question', 'answer'),
    )
    await store().ingest(batchOf(exchanges))
    for (let turn = 0; turn < hours.length; turn++)
      await store().sweep({ exchangesMs: 0, bodiesMs: SAMPLE_TIME_MS + 8 * HOUR_MS }, 1)
    const stored = await Promise.all(exchanges.map(({ record: { id } }) => store().getExchange(id)))
    const left = stored.filter((each) => each?.request != null).map((each) => each?.record.timeMs)
    expect(left).toEqual([SAMPLE_TIME_MS + 90 * HOUR_MS, SAMPLE_TIME_MS + 9 * HOUR_MS])
    expect(await ids({})).toHaveLength(hours.length)
  })

  test('a sweep takes the oldest, no more than it may, and bodies before exchanges', async () => {
    const exchanges = Array.from({ length: 6 }, (_, n) =>
      withBodies(sampleExchange(n, { tags: ['t'] }), 'question', 'answer'),
    )
    await store().ingest(batchOf(exchanges))
    const before = { exchangesMs: SAMPLE_TIME_MS + 2_000, bodiesMs: SAMPLE_TIME_MS + 4_000 }
    expect(await store().sweep(before, 3)).toEqual({ exchanges: 2, bodies: 3 })
    expect(await store().sweep(before, 3)).toEqual({ exchanges: 0, bodies: 1 })
    expect(await store().sweep(before, 3)).toEqual({ exchanges: 0, bodies: 0 })
    expect(await ids({})).toEqual([5, 4, 3, 2])
    expect(await ids({ tag: 't' })).toEqual([5, 4, 3, 2])
    expect((await store().getExchange(sampleExchange(3).id))?.request).toBeNull()
    expect((await store().getExchange(sampleExchange(4).id))?.request).not.toBeNull()
  })
}

/** The same for a store that keeps each day (UTC) apart, and drops it whole when it is over. */
export function sweepDaysSuite(store: () => Store): void {
  const exchangeAt = (n: number, timeMs: number) =>
    withBodies(sampleExchange(n, { timeMs, tags: ['t'] }), 'question', 'answer')
  /** Six days ago, five days ago, … yesterday, each with two exchanges. */
  const sixDays = Array.from({ length: 12 }, (_, n) =>
    exchangeAt(n, SAMPLE_TIME_MS - 6 * DAY_MS + Math.floor(n / 2) * DAY_MS),
  )

  test('whole days go, bodies before exchanges, and nothing that is younger', async () => {
    await store().ingest(batchOf(sixDays))
    const before = { exchangesMs: SAMPLE_TIME_MS - 4 * DAY_MS, bodiesMs: SAMPLE_TIME_MS - 2 * DAY_MS }
    expect(await store().sweep(before, 500)).toEqual({ exchanges: 4, bodies: 8 })
    expect(await store().sweep(before, 500)).toEqual({ exchanges: 0, bodies: 0 })
    expect(await idsOf(store(), {})).toEqual([11, 10, 9, 8, 7, 6, 5, 4])
    expect(await idsOf(store(), { tag: 't' })).toEqual([11, 10, 9, 8, 7, 6, 5, 4])
    expect((await store().getExchange(sampleExchange(7).id))?.request).toBeNull()
    expect((await store().getExchange(sampleExchange(8).id))?.request).not.toBeNull()
    expect((await store().usage({ groupBy: [] }))[0]?.requests).toBe(8)
    expect((await store().usage({ groupBy: ['key'] }))[0]?.requests).toBe(8)
  })

  test('what is told of a day long ago, or still to come, is kept and swept like all else', async () => {
    const longAgo = SAMPLE_TIME_MS - 900 * DAY_MS
    const ahead = SAMPLE_TIME_MS + 90 * DAY_MS
    await store().ingest(batchOf([exchangeAt(1, longAgo), exchangeAt(2, ahead), exchangeAt(3, longAgo + 1)]))
    expect(await idsOf(store(), {})).toEqual([2, 3, 1])
    const before = { exchangesMs: SAMPLE_TIME_MS, bodiesMs: SAMPLE_TIME_MS }
    expect(await store().sweep(before, 1)).toEqual({ exchanges: 1, bodies: 1 })
    expect(await idsOf(store(), { tag: 't' })).toEqual([2, 3])
    expect(await store().sweep(before, 500)).toEqual({ exchanges: 1, bodies: 1 })
    expect(await idsOf(store(), {})).toEqual([2])
  })
}

async function idsOf(store: Store, filter: ExchangeFilter): Promise<number[]> {
  const { items } = await store.pageExchanges(filter, { limit: 500, cursor: null })
  return items.map(({ id }) => Number(id.slice(4)))
}
