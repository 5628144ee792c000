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

  test('spend is kept by scope and quarter of an hour, once for each exchange', async () => {
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
    const row = (id: string, time: string, figures: object) => ({
      scope: { type: 'key', id },
      startMs: Date.parse(time),
      ...{ unpriced: 0, ms: 121, ...figures },
    })
    const expected = [
      row('key_a', '2026-06-15T12:00Z', { costNanos: 735, tokens: 120, calls: 1 }),
      row('key_a', '2026-06-15T23:45Z', { costNanos: 735, tokens: 120, calls: 1 }),
      row('key_a', '2026-06-16T00:00Z', { costNanos: 0, tokens: 120, calls: 1, unpriced: 1 }),
      row('key_b', '2026-06-15T12:00Z', { costNanos: 735, tokens: 0, calls: 1 }),
    ]
    const ofKeys = async () => (await store().allSpend()).filter(({ scope }) => scope.type === 'key')
    await add(...records.slice(0, 1))
    await add(...records)
    await add(...records)
    expect(await ofKeys()).toEqual(expected)
    expect(await store().spend({ type: 'key', id: 'key_a' }, late)).toEqual(expected.slice(1, 3))
    expect(await store().spend({ type: 'key', id: 'key_c' }, 0)).toEqual([])
    await store().sweep({ exchangesMs: late * 2, bodiesMs: late * 2 }, 500)
    expect(await ofKeys()).toEqual(expected)
  })

  test('an exchange counts for each of its scopes, and for each provider what it got', async () => {
    const [first] = sampleExchange(1).attempts
    if (first === undefined) throw new Error('There is no attempt.')
    const hedged = { ...first, provider: 'provider-2', costNanos: 11, usage: null, ms: 40 }
    await add(
      sampleExchange(1, { user: 'u', session: 's', tags: ['x', 'y', 'x'], requestedModel: 'a "quoted" one' }),
      sampleExchange(2, { session: 's', costNanos: 711, attempts: [first, hedged] }),
      sampleExchange(3, { attempts: [], provider: 'provider-1', errorCode: 'internal' }),
      sampleExchange(4, { provider: null, model: null, costNanos: 11, attempts: [hedged], usage: null }),
    )
    const rows = await store().allSpend()
    const figures = rows.map(({ scope, costNanos, calls, tokens, ms }) => [
      `${scope.type} ${scope.id}`,
      ...[costNanos, calls, tokens, ms],
    ])
    expect(figures).toEqual([
      ['key key_a', 4 * 735, 4, 360, 484],
      ['model a "quoted" one', 735, 1, 120, 121],
      ['model smart', 3 * 735, 3, 240, 363],
      ['provider provider-1', 700 + 700 + 700, 3, 360, 121 + 121 + 121],
      ['provider provider-2', 22, 2, 0, 80],
      ['session s', 2 * 735, 2, 240, 242],
      ['tag x', 735, 1, 120, 121],
      ['tag y', 735, 1, 120, 121],
      ['user u', 735, 1, 120, 121],
    ])
  })

  test('a count of tokens beyond all bounds stops no sum', async () => {
    const absurd = usageOf({ inputTokens: Number.MAX_SAFE_INTEGER, outputTokens: 1e300 })
    await add(sampleExchange(1, { usage: absurd }), sampleExchange(2, { usage: absurd }), sampleExchange(3))
    await add(sampleExchange(4, { usage: absurd }))
    expect((await store().spend({ type: 'key', id: 'key_a' }, 0))[0]).toMatchObject({
      tokens: Number.MAX_SAFE_INTEGER,
      calls: 4,
    })
    expect((await store().usage({ groupBy: [] }))[0]).toMatchObject({ outputTokens: Number.MAX_SAFE_INTEGER })
  })
}
