import { expect, test } from 'vitest'
import { enforceResponseRetention, enforceRetention } from './retention.ts'
import { batchOf, sampleExchange, SAMPLE_TIME_MS, withBodies } from './sample-exchanges.ts'
import { SqlStore } from './sql-store.ts'
import { openSqlite } from './sqlite.ts'

test('everything too old goes, however many batches that takes', async () => {
  const store = new SqlStore(await openSqlite(':memory:'))
  const exchanges = Array.from({ length: 1_200 }, (_, n) =>
    withBodies(sampleExchange(n), 'question', 'answer'),
  )
  await store.ingest(batchOf(exchanges))
  const nowMs = SAMPLE_TIME_MS + 1_200_000
  const retention = { exchangesMs: 150_000, bodiesMs: 100_000 }
  expect(await enforceRetention(store, retention, nowMs)).toEqual({ exchanges: 1_050, bodies: 1_100 })
  expect(await enforceRetention(store, retention, nowMs)).toEqual({ exchanges: 0, bodies: 0 })
  expect((await store.usage({ groupBy: [] }))[0]?.requests).toBe(150)
  await store.close()
})

test('so do answers that were kept for their callers', async () => {
  const store = new SqlStore(await openSqlite(':memory:'))
  for (let createdAtMs = 0; createdAtMs < 600; createdAtMs++) {
    const times = { createdAtMs, touchedAtMs: createdAtMs }
    const texts = { input: '[]', response: '{}', status: 'completed' } as const
    const name = { keyId: 'key_1', id: `resp_${createdAtMs}`, previousId: null, target: null }
    await store.responses('put', { ...name, ...times, ...texts }, [])
  }
  expect(await enforceResponseRetention(store, 50, 600)).toBe(550)
  expect(await enforceResponseRetention(store, 50, 600)).toBe(0)
  await store.close()
})
