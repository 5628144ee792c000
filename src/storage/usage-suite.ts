import { expect, test } from 'vitest'
import type { ExchangeRecord } from '../core/record.ts'
import { usageOf } from '../core/usage.ts'
import { batchOf, sampleExchange, SAMPLE_TIME_MS, withoutBodies } from './sample-exchanges.ts'
import { type Store, USAGE_ROWS_MAX } from './store.ts'

const DAY_MS = 86_400_000

/** The part of the store suite on sums: usage by group, and what keys have spent. */
export function usageSuite(store: () => Store): void {
  const add = (...records: ExchangeRecord[]) => store().ingest(batchOf(records.map(withoutBodies)))

  test('a sum adds what is known and counts what is not', async () => {
    await add(
      sampleExchange(1),
      sampleExchange(2, { costNanos: null, billedNanos: null, usage: null, errorCode: 'provider_error' }),
      sampleExchange(3, { costNanos: 0, billedNanos: 0 }),
    )
    expect(await store().usage({ groupBy: [] })).toEqual([
      {
        groups: {},
        requests: 3,
        errors: 1,
        inputTokens: 200,
        outputTokens: 40,
        cacheReadTokens: 60,
        reasoningTokens: 10,
        costNanos: 700,
        billedNanos: 735,
        unpriced: 1,
      },
    ])
  })

  test('a group whose every cost is unknown has no cost, and no requests cost nothing', async () => {
    expect(await store().usage({ groupBy: [] })).toMatchObject([{ requests: 0, costNanos: 0, unpriced: 0 }])
    expect(await store().usage({ groupBy: ['model'] })).toEqual([])
    await add(sampleExchange(1, { costNanos: null }))
    expect(await store().usage({ groupBy: ['model'] })).toMatchObject([
      { costNanos: null, billedNanos: 735, unpriced: 1 },
    ])
  })

  test('usage groups by any of its groups, and several at once', async () => {
    await add(
      sampleExchange(1, { user: 'u', session: 's', tags: ['x', 'y'] }),
      sampleExchange(2, { keyId: 'key_b', model: 'model-2', provider: 'provider-2', tags: ['y'] }),
      sampleExchange(3, { dialect: 'gemini', timeMs: SAMPLE_TIME_MS + DAY_MS }),
    )
    const counts = async (...groupBy: Parameters<Store['usage']>[0]['groupBy']) => {
      const rows = await store().usage({ groupBy })
      return rows.map(({ groups, requests }) => [...groupBy.map((group) => groups[group]), requests])
    }
    expect(await counts('model')).toEqual([
      ['model-1', 2],
      ['model-2', 1],
    ])
    expect(await counts('key')).toEqual([
      ['key_a', 2],
      ['key_b', 1],
    ])
    expect(await counts('day')).toEqual([
      ['2026-06-15', 2],
      ['2026-06-16', 1],
    ])
    expect(await counts('hour')).toEqual([
      ['2026-06-15T12:00:00.000Z', 2],
      ['2026-06-16T12:00:00.000Z', 1],
    ])
    expect(await counts('dialect', 'provider')).toEqual([
      ['gemini', 'provider-1', 1],
      ['openai-chat', 'provider-1', 1],
      ['openai-chat', 'provider-2', 1],
    ])
    expect(new Map(await counts('user').then((rows) => rows.map(([name, n]) => [name, n])))).toEqual(
      new Map<unknown, unknown>([
        ['u', 1],
        [null, 2],
      ]),
    )
    expect(new Map((await counts('session')).map(([name, n]) => [name, n])).get('s')).toBe(1)
    const tags = new Map((await counts('tag')).map(([name, n]) => [name, n]))
    expect([tags.get('x'), tags.get('y'), tags.get(null)]).toEqual([1, 2, 1])
  })

  test('usage keeps to its time', async () => {
    await add(sampleExchange(1), sampleExchange(2), sampleExchange(3))
    const [row] = await store().usage({
      groupBy: [],
      sinceMs: SAMPLE_TIME_MS + 2_000,
      untilMs: SAMPLE_TIME_MS + 3_000,
    })
    expect(row?.requests).toBe(1)
  })

  test('too many groups are refused, not cut', async () => {
    const records = Array.from({ length: USAGE_ROWS_MAX + 1 }, (_, n) =>
      sampleExchange(n, { session: `s${n}` }),
    )
    await add(...records)
    await expect(store().usage({ groupBy: ['session'] })).rejects.toMatchObject({ code: 'invalid_request' })
    expect(await store().usage({ groupBy: ['model'] })).toHaveLength(1)
  }, 20_000)

  test('spend is kept by key and UTC day, once for each exchange', async () => {
    const late = Date.UTC(2026, 5, 15, 23, 59, 59, 999)
    const records = [
      sampleExchange(1),
      sampleExchange(2, { timeMs: late }),
      sampleExchange(3, { timeMs: late + 1, billedNanos: null }),
      sampleExchange(4, { keyId: 'key_b', usage: null }),
      sampleExchange(5, { keyId: null }),
      sampleExchange(6, {
        usage: null,
        attempts: [],
        status: 429,
        errorCode: 'budget_exhausted',
        costNanos: 0,
      }),
    ]
    const expected = [
      { keyId: 'key_a', day: '2026-06-15', costNanos: 1_470, tokens: 240, calls: 2, unpriced: 0 },
      { keyId: 'key_a', day: '2026-06-16', costNanos: 0, tokens: 120, calls: 1, unpriced: 1 },
      { keyId: 'key_b', day: '2026-06-15', costNanos: 735, tokens: 0, calls: 1, unpriced: 0 },
    ]
    await add(...records.slice(0, 1))
    await add(...records)
    await add(...records)
    expect(await store().allSpend()).toEqual(expected)
    expect(await store().spend('key_a', '2026-06-16')).toEqual([expected[1]])
    expect(await store().spend('key_c', '2026-01-01')).toEqual([])
    await store().sweep({ exchangesMs: late * 2, bodiesMs: late * 2 }, 500)
    expect(await store().allSpend()).toEqual(expected)
  })

  test('a count of tokens beyond all bounds stops no sum', async () => {
    const absurd = usageOf({ inputTokens: Number.MAX_SAFE_INTEGER, outputTokens: 1e300 })
    await add(sampleExchange(1, { usage: absurd }), sampleExchange(2, { usage: absurd }), sampleExchange(3))
    await add(sampleExchange(4, { usage: absurd }))
    expect((await store().allSpend())[0]).toMatchObject({ tokens: Number.MAX_SAFE_INTEGER, calls: 4 })
    expect((await store().usage({ groupBy: [] }))[0]).toMatchObject({ outputTokens: Number.MAX_SAFE_INTEGER })
  })
}
