/**
 * Fills a folder with a database of N exchanges of the last thirty days, and measures what the dashboard asks of it:
 *
 *   node tools/seed.ts 1000000 FOLDER
 *
 * A gateway started with `--config` and that database shows them.
 */
import { join } from 'node:path'
import { ActivityReader } from '../src/control/overview/activity-reader.ts'
import { seededRandom } from '../src/routing/random.ts'
import { batchOf, sampleExchange, withoutBodies } from '../src/storage/sample-exchanges.ts'
import { openStore } from '../src/storage/thread-store.ts'
import type { ExchangeFilter, JournalStore } from '../src/storage/store.ts'

const DAY_MS = 86_400_000
const DAYS = 30
const BATCH = 2_000
const TURNS = 20
const MODELS = ['gpt-5.4', 'claude-sonnet-4.6', 'gemini-2.5-flash', 'qwen3', 'deepseek-v4'] as const
const PROVIDERS = ['openai', 'anthropic', 'gemini', 'local', 'other'] as const

const [count = '1000000', folder = 'data'] = process.argv.slice(2)
const log = { debug() {}, info() {}, warn: console.warn, error: console.error }
const store = await openStore({
  url: `sqlite:${join(folder, 'portolan.db')}`,
  journalDirectory: null,
  log,
  callTimeoutMs: 120_000,
})
const nowMs = Date.now()
await seed(store, Number(count))
await measure(store)
await store.close()

async function seed(into: JournalStore, wanted: number): Promise<void> {
  const random = seededRandom('seed')
  for (let first = 0; first < wanted; first += BATCH) {
    const records = Array.from({ length: Math.min(BATCH, wanted - first) }, (_, index) => {
      const number = first + index
      const kind = Math.floor(random() * MODELS.length)
      const isFailed = random() < 0.02
      const spread = 0.3 + random() * random() * 4
      return sampleExchange(number, {
        timeMs: Math.floor(nowMs - DAYS * DAY_MS + (number / wanted) * DAYS * DAY_MS),
        keyId: `key_${Math.floor(random() * 40)}`,
        user: `user-${Math.floor(random() * 5_000)}`,
        provider: PROVIDERS[kind] ?? null,
        model: MODELS[kind] ?? null,
        status: isFailed ? 503 : 200,
        errorCode: isFailed ? 'provider_overloaded' : null,
        ttftMs: 400 * spread,
        durationMs: 2_500 * spread,
        costNanos: Math.floor(3_000_000 * spread),
      })
    })
    await into.ingest(batchOf(records.map(withoutBodies)))
  }
}

async function measure(from: JournalStore): Promise<void> {
  const clock = { now: () => nowMs, monotonicMs: () => performance.now() }
  const reader = new ActivityReader(from, clock)
  const overview = (days: number) =>
    reader.read({
      sinceMs: nowMs - days * DAY_MS,
      untilMs: nowMs,
      stepMs: days > 7 ? 6 * 3_600_000 : 900_000,
    })
  await report('overview, 24 h, first look', 1, () => overview(1))
  await report('overview, 24 h, again', TURNS, () => overview(1))
  await report('overview, 30 d, first look', 1, () => overview(30))
  await report('overview, 30 d, again', TURNS, () => overview(30))
  const hour = Math.floor(nowMs / 3_600_000) * 3_600_000 - 7_200_000
  await report('one hour of activity', TURNS, () =>
    from.activity({ sinceMs: hour, untilMs: hour + 3_600_000, stepMs: 900_000 }),
  )
  const filters: readonly (readonly [string, ExchangeFilter])[] = [
    ['traces, newest', {}],
    ['traces of a key', { keyId: 'key_7' }],
    ['traces of a user', { user: 'user-77' }],
    ['traces with an error', { errorCode: 'provider_overloaded' }],
    ['traces of a provider', { provider: 'gemini' }],
    ['traces of a model and a status', { model: 'qwen3', status: 503 }],
    ['dear traces', { minCostNanos: 12_000_000 }],
    ['traces that do not exist', { provider: 'nobody' }],
  ]
  for (const [name, filter] of filters)
    await report(name, TURNS, () => from.pageExchanges(filter, { limit: 50, cursor: null }))
}

async function report(name: string, turns: number, ask: () => Promise<unknown>): Promise<void> {
  const took: number[] = []
  for (let turn = 0; turn < turns; turn++) {
    const startedMs = performance.now()
    await ask()
    took.push(performance.now() - startedMs)
  }
  took.sort((one, other) => one - other)
  const at = (share: number) =>
    (took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0).toFixed(1)
  console.log(`${name.padEnd(34)} median ${at(0.5)} ms, 95 % ${at(0.95)} ms`)
}
