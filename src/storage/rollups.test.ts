import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ExchangeRecord } from '../core/record.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from './rollups.ts'
import { batchOf, sampleExchange, SAMPLE_TIME_MS, withoutBodies } from './sample-exchanges.ts'
import { openSqlite } from './sqlite.ts'
import { SqlStore } from './sql-store.ts'
import type { UsageGroup, UsageRow } from './store.ts'
import { cover } from './usage-cover.ts'

const widths = [DAY_MS, HOUR_MS, MINUTE_MS]

test('a cover holds each moment of its time once, and no roll-up that is not whole', () => {
  const moment = fc.integer({ min: 0, max: 4 * DAY_MS })
  fc.assert(
    fc.property(moment, moment, fc.array(moment, { minLength: 3, maxLength: 3 }), (a, b, floors) => {
      const stretches = cover(
        a,
        b,
        widths.map((widthMs, index) => ({ widthMs, sinceMs: floors[index] ?? 0 })),
      )
      let at = a
      for (const { widthMs, fromMs, untilMs } of stretches) {
        expect(fromMs).toBe(at)
        expect(untilMs).toBeGreaterThan(fromMs)
        at = untilMs
        if (widthMs === null) continue
        expect([fromMs % widthMs, untilMs % widthMs]).toEqual([0, 0])
        expect(fromMs).toBeGreaterThanOrEqual(floors[widths.indexOf(widthMs)] ?? 0)
      }
      expect(at).toBe(Math.max(a, b))
    }),
  )
})

test('a cover of all time is the widest roll-ups alone', () => {
  const all = widths.map((widthMs) => ({ widthMs, sinceMs: Number.NEGATIVE_INFINITY }))
  expect(cover(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, all)).toEqual([
    { widthMs: DAY_MS, fromMs: Number.NEGATIVE_INFINITY, untilMs: Number.POSITIVE_INFINITY },
  ])
})

const record = fc.record({
  minute: fc.integer({ min: -3_000, max: 3_000 }),
  ms: fc.integer({ min: 0, max: 59_999 }),
  model: fc.constantFrom('model-1', 'model-2', null),
  provider: fc.constantFrom('provider-1', null),
  dialect: fc.constantFrom('openai-chat', 'gemini'),
  errorCode: fc.constantFrom('internal', null),
  costNanos: fc.option(fc.nat(1_000_000)),
  billedNanos: fc.option(fc.nat(1_000_000)),
})

const question = fc.record({
  groupBy: fc.uniqueArray(fc.constantFrom<UsageGroup>('model', 'provider', 'dialect', 'day', 'hour'), {
    maxLength: 3,
  }),
  sinceMinute: fc.option(fc.integer({ min: -3_100, max: 3_100 })),
  lengthMs: fc.option(fc.integer({ min: 0, max: 4 * DAY_MS })),
})

test('sums from roll-ups are the sums of the exchanges, whatever comes late and whatever is swept', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(record, { maxLength: 12 }), { maxLength: 5 }),
      fc.array(question, { minLength: 1, maxLength: 5 }),
      fc.option(fc.integer({ min: -3_000, max: 3_000 })),
      async (batches, questions, sweptMinute) => {
        const store = new SqlStore(await openSqlite(':memory:'))
        let n = 0
        for (const batch of batches) {
          const records = batch.map(({ minute, ms, ...fields }): ExchangeRecord => {
            const timeMs = SAMPLE_TIME_MS + minute * MINUTE_MS + ms
            const changes = fields as Partial<ExchangeRecord> // Of the dialects and codes that there are.
            return sampleExchange(n++, { ...changes, timeMs })
          })
          // Each comes twice, and counts once.
          await store.ingest(batchOf([...records, ...records.slice(0, 3)].map(withoutBodies)))
          if (sweptMinute === null) continue
          const beforeMs = SAMPLE_TIME_MS + sweptMinute * MINUTE_MS + 777
          await store.sweep({ exchangesMs: beforeMs, bodiesMs: beforeMs }, 500)
        }
        for (const { groupBy, sinceMinute, lengthMs } of questions) {
          const sinceMs = sinceMinute === null ? undefined : SAMPLE_TIME_MS + sinceMinute * MINUTE_MS - 5
          const times = {
            ...(sinceMs === undefined ? {} : { sinceMs }),
            ...(lengthMs === null ? {} : { untilMs: (sinceMs ?? SAMPLE_TIME_MS) + lengthMs }),
          }
          const rolled = await store.usage({ groupBy, ...times })
          // The roll-ups know nothing of keys, so that this one is summed up from the exchanges.
          const summed = await store.usage({ groupBy: [...groupBy, 'key'], ...times })
          expect(rolled.filter(({ requests }) => requests > 0)).toEqual(summed.map(withoutKey))
        }
        await store.close()
      },
    ),
    { numRuns: 60 },
  )
}, 60_000)

function withoutKey({ groups, ...sums }: UsageRow): UsageRow {
  const { key: _, ...rest } = groups
  return { groups: rest, ...sums }
}
