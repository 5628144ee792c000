/**
 * Fills an empty PostgreSQL with keys and records, and tells how long the store then takes: for usage by model and day,
 * from roll-ups, for usage by key, from the records, and for a key that no gateway has seen lately:
 *
 *   node bench/storage/seed.ts --url postgres://… --records 10000000 --keys 1000000
 */
import { parseArgs } from 'node:util'
import { openPostgres } from '../../src/storage/postgres.ts'
import { seed, SEEDED_DAYS } from './seeding.ts'

const ROUNDS = 5
const DAY_MS = 86_400_000

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    records: { type: 'string', default: '1000000' },
    keys: { type: 'string', default: '100000' },
  },
})
const { url, records, keys } = values
if (url === undefined) throw new Error('Name an empty database with --url postgres://…')
const { store, days } = await openPostgres(url, { log: (_, message) => console.log(message) })
try {
  const now = Date.now()
  await days.prepare(Array.from({ length: SEEDED_DAYS + 1 }, (_, back) => now - back * DAY_MS))
  await timed(`seeding ${keys} keys and ${records} records`, () =>
    seed(url, { keys: Number(keys), records: Number(records) }),
  )
  for (let round = 0; round < ROUNDS; round++) {
    await timed('usage by model and day', () => store.usage({ groupBy: ['model', 'day'] }))
    await timed('a key by its hash', () => store.findKeyByHash(`hash-${round * 17}`))
  }
  await timed('usage by key on one day', () => store.usage({ groupBy: ['key'], sinceMs: now - DAY_MS }))
} finally {
  await store.close()
}

async function timed(what: string, run: () => Promise<unknown>): Promise<void> {
  const startedMs = performance.now()
  await run()
  console.log(`${what}: ${(performance.now() - startedMs).toFixed(1)} ms`)
}
