import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { classOf, millisecondsOf } from '../../core/latency-class.ts'
import { batchOf, sampleExchange, SAMPLE_TIME_MS, withoutBodies } from '../../storage/sample-exchanges.ts'
import { type Admin, startAdmin } from '../admin.fixture.ts'
import { percentiles } from './percentile.ts'

const HOUR_MS = 3_600_000

test.each([0, 1, 40, 999, 60_000])('a latency of %d ms is known to 3 %%', (milliseconds) => {
  const shown = millisecondsOf(classOf(milliseconds))
  expect(Math.abs(shown - milliseconds)).toBeLessThanOrEqual(0.03 * (milliseconds + 1))
})

test('percentiles of parts are those of the whole', () => {
  const counts = Array.from({ length: 100 }, (_, index) => [classOf(10 * (index + 1)), 1] as const)
  const { p50, p95 } = percentiles([...counts.slice(50), ...counts.slice(0, 50)]) ?? { p50: 0, p95: 0 }
  expect(p50 / 500).toBeCloseTo(1, 1)
  expect(p95 / 950).toBeCloseTo(1, 1)
  expect(percentiles([])).toBeNull()
})

describe('the overview', () => {
  let admin: Admin
  beforeAll(async () => {
    admin = await startAdmin()
    const now = Array.from({ length: 30 }, (_, n) =>
      sampleExchange(n, {
        timeMs: SAMPLE_TIME_MS + n * 60_000,
        model: n < 20 ? 'dear' : 'cheap',
        costNanos: n < 20 ? 2_000_000 : null,
        errorCode: n === 0 ? 'provider_error' : null,
      }),
    )
    const before = Array.from({ length: 3 }, (_, n) =>
      sampleExchange(100 + n, { timeMs: SAMPLE_TIME_MS - HOUR_MS + n, model: 'dear', costNanos: 1_000_000 }),
    )
    await admin.app.store.ingest(batchOf([...now, ...before].map(withoutBodies)))
  })
  afterAll(() => admin.close())

  const between = (sinceMs: number, untilMs: number) =>
    `since=${new Date(sinceMs).toISOString()}&until=${new Date(untilMs).toISOString()}`

  test('sums a time, its steps, its names, and the time before', async () => {
    const { status, body } = await admin.call(
      'GET',
      `/overview?${between(SAMPLE_TIME_MS, SAMPLE_TIME_MS + HOUR_MS)}`,
    )
    expect(status).toBe(200)
    expect(body).toMatchObject({
      step_ms: 60_000,
      now: { requests: 30, errors: 1, cost_nanos: '40000000', unpriced: 10, input_tokens: 3_000 },
      before: { requests: 3, cost_nanos: '3000000' },
      by_model: [
        { name: 'dear', requests: 20, before: { requests: 3 } },
        { name: 'cheap', requests: 10, before: null },
      ],
    })
    expect(body.series).toHaveLength(60)
  })

  test('is the same whether its hours are remembered or read', async () => {
    const path = `/overview?${between(SAMPLE_TIME_MS - HOUR_MS, SAMPLE_TIME_MS + HOUR_MS)}&model=dear`
    const first = (await admin.call('GET', path)).body
    expect((await admin.call('GET', path)).body).toEqual(first)
    expect(first).toMatchObject({ now: { requests: 23 } })
  })

  test.each([
    between(SAMPLE_TIME_MS, SAMPLE_TIME_MS),
    between(SAMPLE_TIME_MS - 100 * 24 * HOUR_MS, SAMPLE_TIME_MS),
  ])('?%s is refused', async (query) => {
    expect((await admin.call('GET', `/overview?${query}`)).body.error).toMatchObject({ param: 'since' })
  })
})

describe('what needs attention', () => {
  let admin: Admin
  beforeAll(async () => {
    admin = await startAdmin()
  })
  afterAll(() => admin.close())

  test('a budget that is used up, with its key, and nothing while all is well', async () => {
    expect((await admin.call('GET', '/attention')).body).toEqual({ items: [], budgets: [] })
    const made = await admin.call('POST', '/keys', {
      name: 'Tutor',
      budgets: [{ calls: 1, window: 'month' }],
    })
    await admin.chat(String(made.body.key)).then((response) => response.text())
    expect((await admin.call('GET', '/attention')).body).toMatchObject({
      items: [{ kind: 'budget-spent', severity: 'bad', subject: 'Tutor', share: 1 }],
      budgets: [{ key_name: 'Tutor', unit: 'calls', limit: 1, spent: 1 }],
    })
  })
})
