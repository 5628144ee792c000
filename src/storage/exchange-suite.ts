import { expect, test } from 'vitest'
import type { ExchangeRecord } from '../core/record.ts'
import { batchOf, sampleExchange, SAMPLE_TIME_MS, withBodies, withoutBodies } from './sample-exchanges.ts'
import { SEARCH_EXCHANGES_MAX } from './search.ts'
import type { ExchangeFilter, Page, Store } from './store.ts'

/** The part of the store suite on exchanges: in, back, filtered, paged and searched. */
export function exchangeSuite(store: () => Store): void {
  const add = (...records: ExchangeRecord[]) => store().ingest(batchOf(records.map(withoutBodies)))

  test('a record comes back as it was stored, in all its parts', async () => {
    const full = sampleExchange(1, {
      user: 'user-1',
      session: 'session-1',
      tags: ['b', 'a', 'b'],
      metadata: { nested: { list: [1, null, 'é'] } },
      droppedParams: ['topK'],
    })
    const bare = sampleExchange(2, {
      keyId: null,
      model: null,
      provider: null,
      target: null,
      decision: null,
      attempts: [],
      status: 502,
      errorCode: 'all_targets_failed',
      finishReason: null,
      usage: null,
      usageSource: null,
      costNanos: null,
      billedNanos: null,
      priceVersion: null,
      ttftMs: null,
    })
    expect(await add(full, bare)).toEqual({ inserted: 2, rejected: [] })
    expect((await store().getExchange(full.id))?.record).toEqual(full)
    expect((await store().getExchange(bare.id))?.record).toEqual(bare)
    expect(await store().getExchange('exc_none')).toBeNull()
    expect((await store().pageExchanges({}, { limit: 10, cursor: null })).items).toEqual([bare, full])
  })

  test('bodies come back byte for byte, small, large, and such as do not compress', async () => {
    const noise = new Uint8Array(5_000).map((_, index) => (index * 2_654_435_761) >>> ((index % 3) * 8))
    const bodies = [
      new Uint8Array(0),
      new TextEncoder().encode('{}'),
      new Uint8Array(100_000).fill(97),
      noise,
    ]
    for (const [n, body] of bodies.entries()) {
      const record = sampleExchange(n)
      await store().ingest(batchOf([{ record, request: body, response: n % 2 === 0 ? null : body }]))
      const stored = await store().getExchange(record.id)
      expect(stored?.request && Buffer.from(stored.request).equals(body)).toBe(true)
      expect(stored?.response && Buffer.from(stored.response).equals(body)).toBe(n % 2 === 0 ? null : true)
    }
  })

  test('a record that is there already changes nothing', async () => {
    await store().ingest(batchOf([withBodies(sampleExchange(1), 'question', 'answer')]))
    const again = withBodies(
      sampleExchange(1, { status: 500, costNanos: 9, tags: ['late'] }),
      'other',
      'other',
    )
    expect(await store().ingest(batchOf([again, withoutBodies(sampleExchange(2))]))).toMatchObject({
      inserted: 1,
    })
    const stored = await store().getExchange(sampleExchange(1).id)
    expect(stored?.record).toEqual(sampleExchange(1))
    expect(Buffer.from(stored?.request ?? []).toString()).toBe('question')
    expect((await store().pageExchanges({ tag: 'late' }, { limit: 5, cursor: null })).items).toEqual([])
  })

  test('of many records, those that are there already change nothing, and the others are whole', async () => {
    const exchangeAt = (n: number, word: string) =>
      withBodies(sampleExchange(n, { tags: [word] }), `${word} ${n}`, word)
    const numbers = Array.from({ length: 130 }, (_, n) => n)
    const known = numbers.filter((n) => n % 3 === 0)
    await store().ingest(batchOf(known.map((n) => exchangeAt(n, 'first'))))
    const twice = [...numbers, ...numbers].map((n) => exchangeAt(n, 'second'))
    expect(await store().ingest(batchOf(twice))).toEqual({ inserted: 130 - known.length, rejected: [] })
    for (const n of numbers) {
      const word = n % 3 === 0 ? 'first' : 'second'
      const stored = await store().getExchange(sampleExchange(n).id)
      expect(stored?.record.tags).toEqual([word])
      expect(Buffer.from(stored?.request ?? []).toString()).toBe(`${word} ${n}`)
    }
    expect(await ids({ tag: 'first' })).toEqual(known.toReversed())
    expect(await store().spend({ type: 'key', id: 'key_a' }, 0)).toMatchObject([{ calls: 130 }])
  })

  test('a record that can never be stored is named, and holds up no other', async () => {
    const tooDear = sampleExchange(1, { costNanos: 2 ** 53 })
    const notWhole = { ...sampleExchange(2), durationMs: null } as unknown as ExchangeRecord // As a file may hold it.
    const noTime = sampleExchange(3, { timeMs: Number.MAX_SAFE_INTEGER })
    const { inserted, rejected } = await add(tooDear, notWhole, noTime, sampleExchange(4))
    expect(inserted).toBe(1)
    expect(rejected.map(({ id }) => id)).toEqual([tooDear.id, notWhole.id, noTime.id])
    expect(await ids({})).toEqual([4])
  })

  const ids = async (filter: ExchangeFilter) => {
    const { items } = await store().pageExchanges(filter, { limit: 500, cursor: null })
    return items.map(({ id }) => Number(id.slice(4)))
  }

  test('every filter picks its own', async () => {
    await add(
      sampleExchange(1, { keyId: 'key_b', tags: ['red'] }),
      sampleExchange(2, { provider: 'provider-2', tags: ['red', 'blue'] }),
      sampleExchange(3, { model: 'model-2', user: 'user-1' }),
      sampleExchange(4, { session: 'session-1', dialect: 'gemini' }),
      sampleExchange(5, { status: 429, errorCode: 'rate_limited', costNanos: null }),
      sampleExchange(6, { costNanos: 5_000, user: 'user-1', tags: ['blue'] }),
    )
    expect(await ids({ keyId: 'key_b' })).toEqual([1])
    expect(await ids({ provider: 'provider-2' })).toEqual([2])
    expect(await ids({ model: 'model-2' })).toEqual([3])
    expect(await ids({ user: 'user-1' })).toEqual([6, 3])
    expect(await ids({ session: 'session-1' })).toEqual([4])
    expect(await ids({ tag: 'red' })).toEqual([2, 1])
    expect(await ids({ tag: 'blue', user: 'user-1' })).toEqual([6])
    expect(await ids({ dialect: 'gemini' })).toEqual([4])
    expect(await ids({ status: 429 })).toEqual([5])
    expect(await ids({ errorCode: 'rate_limited' })).toEqual([5])
    expect(await ids({ minCostNanos: 701 })).toEqual([6])
    expect(await ids({ sinceMs: SAMPLE_TIME_MS + 3_000, untilMs: SAMPLE_TIME_MS + 5_000 })).toEqual([4, 3])
    expect(await ids({ tag: 'red', sinceMs: SAMPLE_TIME_MS + 2_000 })).toEqual([2])
    expect(await ids({ keyId: 'key_a', errorCode: 'internal' })).toEqual([])
  })

  test.each<[string, ExchangeFilter]>([
    ['all', {}],
    ['those of a tag', { tag: 'even' }],
    ['those that hold a word', { words: 'Needle' }],
  ])('pages of %s stay in place while newer ones arrive', async (_, filter) => {
    const exchangeAt = (n: number) => {
      const record = sampleExchange(n, {
        timeMs: SAMPLE_TIME_MS + Math.floor(n / 4), // Several share a moment.
        tags: n % 2 === 0 ? ['even'] : [],
      })
      return withBodies(record, 'hay', n % 2 === 0 ? 'a needle' : 'more hay')
    }
    await store().ingest(batchOf(Array.from({ length: 40 }, (_, n) => exchangeAt(n))))
    const expected = await ids(filter)
    const seen: string[] = []
    let cursor: string | null = null
    let next = 40
    do {
      const page: Page<ExchangeRecord> = await store().pageExchanges(filter, { limit: 3, cursor })
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor
      await store().ingest(batchOf([exchangeAt(next++)]))
    } while (cursor !== null)
    expect(expected.length).toBeGreaterThanOrEqual(20)
    expect(seen.map((id) => Number(id.slice(4)))).toEqual(expected)
  })

  test('a cursor of another list is refused', async () => {
    const cursor = Buffer.from('12:key_1').toString('base64url')
    await expect(store().pageExchanges({}, { limit: 5, cursor })).rejects.toMatchObject({
      code: 'invalid_request',
      details: { param: 'cursor' },
    })
  })

  test('a search needs every word, in either body, in any case', async () => {
    await store().ingest(
      batchOf([
        withBodies(sampleExchange(1), 'Where is ÄRGER?', 'Under the bridge.'),
        withBodies(sampleExchange(2), `${'long '.repeat(1_000)} BRIDGE`, 'no'),
        withoutBodies(sampleExchange(3)),
      ]),
    )
    expect(await ids({ words: 'bridge' })).toEqual([2, 1])
    expect(await ids({ words: ' ärger   bridge ' })).toEqual([1])
    expect(await ids({ words: 'bridge', keyId: 'key_b' })).toEqual([])
  })

  test('a search that has done its share names the page where it goes on', async () => {
    const count = SEARCH_EXCHANGES_MAX + 30
    const exchanges = Array.from({ length: count }, (_, n) => withoutBodies(sampleExchange(n + 1)))
    await store().ingest(batchOf([withBodies(sampleExchange(0), 'needle', ''), ...exchanges]))
    const first = await store().pageExchanges({ words: 'needle' }, { limit: 5, cursor: null })
    expect(first.items).toEqual([])
    const second = await store().pageExchanges({ words: 'needle' }, { limit: 5, cursor: first.nextCursor })
    expect(second.items.map(({ id }) => id)).toEqual([sampleExchange(0).id])
    expect(second.nextCursor).toBeNull()
  })
}
