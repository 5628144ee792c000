import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Admin, allPages, asText, ENV, MASTER, startAdmin } from './admin.fixture.ts'

let admin: Admin
beforeAll(async () => {
  admin = await startAdmin()
  const base_url = `${admin.simulator.url}/v1`
  await admin.call('PUT', '/config', {
    ...JSON.parse(admin.document()),
    providers: {
      up: { kind: 'openai', base_url, api_key: ENV.SIM_KEY },
      many: {
        kind: 'openai-compatible',
        base_url,
        keys: [{ value: 'short' }, { value: 'sk-long-enough-1234', weight: 2 }],
      },
      headed: { kind: 'openai-compatible', base_url, headers: { 'x-team-token': 'very-secret-token' } },
    },
    models: {
      smart: {
        targets: [
          { provider: 'up', model: 'gpt-5.4' },
          { provider: 'many', model: 'echo', price: { input: 0.1, output: 0.2 } },
        ],
        fallbacks: ['cheap'],
      },
      cheap: { targets: [{ provider: 'up', model: 'lorem' }] },
    },
  })
})
afterAll(() => admin.close())

const target = async (id: string) =>
  (await admin.call('GET', '/targets?limit=500')).data.find((each) => each.id === id)

test('every target of a route is there before anybody has called it, with its price', async () => {
  const { data, body } = await admin.call('GET', '/targets')
  expect(data.map(({ id }) => id)).toEqual(['many/echo#1', 'many/echo#2', 'up/gpt-5.4', 'up/lorem'])
  expect(body.next_cursor).toBeNull()
  expect(data[0]).toMatchObject({
    provider: 'many',
    kind: 'openai-compatible',
    model: 'echo',
    routes: ['smart'],
    standing: 'ready',
    until: null,
    requests: 0,
    last_error: null,
    price: { input: 0.1, output: 0.2, cache_read: null },
  })
  const known = data.find(({ id }) => id === 'up/gpt-5.4')
  expect(Number(known?.context)).toBeGreaterThan(100_000)
  expect(known?.price).toMatchObject({ input: expect.closeTo(2.5, 1) as number })
})

test('a target that was called is there too, and its condition is shown', async () => {
  await admin.chat(MASTER, { model: 'headed/echo' })
  expect(await target('headed/echo')).toMatchObject({ requests: 1, errors: 0, standing: 'ready', routes: [] })
  expect(Number((await target('headed/echo'))?.duration_ms)).toBeGreaterThan(0)

  admin.simulator.script([{ status: 500, times: 20 }])
  for (let count = 0; count < 3; count++) await admin.chat(MASTER, { model: 'cheap' })
  admin.simulator.script([])
  const open = await target('up/lorem')
  expect(open).toMatchObject({ standing: 'open', last_error: 'provider_error' })
  expect(Date.parse(asText(open?.until))).toBeGreaterThan(Date.now())
  admin.wait(120_000)
  expect(await target('up/lorem')).toMatchObject({ standing: 'half-open', until: null })
})

test('what was measured of a target is shown', async () => {
  const nothing = await target('many/echo#1')
  expect(nothing).toMatchObject({
    ttft_quantiles_ms: null,
    tokens_per_second: null,
    uptime: { five_minutes: null, thirty_minutes: null, day: null },
    in_flight: 0,
    requests_left: null,
    tokens_left: null,
    cache_hit_rate: null,
    quality: null,
  })
  const { health, clock } = admin.app.gateway
  const nowMs = clock.monotonicMs()
  const tokens = { input: 2_000, cacheRead: 500, output: 200 }
  health.began('headed/lorem', nowMs)
  health.succeeded('headed/lorem', { ttftMs: 250, durationMs: 4_250, tokens }, nowMs)
  health.began('headed/lorem', nowMs)
  health.failed('headed/lorem', { code: 'provider_error', retryAfterMs: null }, nowMs)
  health.began('headed/lorem', nowMs)
  health.told(
    'headed/lorem',
    { requests: { left: 9, resetMs: 9_000 }, tokens: { left: 0, resetMs: 9_000 } },
    nowMs,
  )
  health.observeQuality('headed/lorem', 1, 10, nowMs)
  const shown = await target('headed/lorem')
  expect(shown).toMatchObject({
    standing: 'full',
    uptime: { five_minutes: 0.5, thirty_minutes: 0.5, day: 0.5 },
    in_flight: 1,
    requests_left: 9,
    tokens_left: 0,
    cache_hit_rate: 0.25,
    ttft_quantiles_ms: { p50: expect.closeTo(250, -2) as number },
    tokens_per_second: { p99: expect.closeTo(50, -1) as number },
    quality: expect.closeTo(0.92, 1) as number,
  })
  expect(Math.abs(Date.parse(asText(shown?.until)) - clock.now() - 9_000)).toBeLessThan(3_000)
  health.saidNothing('headed/lorem', 0, nowMs)
})

test('lists in memory page like any other', async () => {
  const all = (await admin.call('GET', '/targets?limit=500')).data.map(({ id }) => id)
  const seen = (await allPages(admin, '/targets', 2)).map(({ id }) => id)
  expect(seen).toEqual(all)
  expect((await admin.call('GET', '/targets?cursor=eyJ')).status).toBe(400)
})

test('providers show what they are and never a secret', async () => {
  const { data, text } = await admin.call('GET', '/providers')
  expect(data).toMatchObject([
    { name: 'headed', credentials: [], headers: ['x-team-token'] },
    {
      name: 'many',
      credentials: [
        { name: '1', hint: null, weight: 1 },
        { name: '2', hint: '1234', weight: 2 },
      ],
    },
    { name: 'up', kind: 'openai', wire: 'openai-chat', credentials: [{ hint: '9876' }] },
  ])
  for (const secret of [ENV.SIM_KEY, 'short', 'sk-long-enough-1234', 'very-secret-token'])
    expect(text).not.toContain(secret)
})

test('models are the names that callers may use, with where they lead', async () => {
  const { data } = await admin.call('GET', '/models?limit=500')
  expect(data.find(({ name }) => name === 'smart')).toEqual({
    name: 'smart',
    source: 'config',
    strategy: 'order',
    targets: ['up/gpt-5.4', 'many/echo#1', 'many/echo#2'],
    fallbacks: ['cheap'],
  })
  expect(data.find(({ name }) => name === 'openai/gpt-5.4')).toMatchObject({
    source: 'catalogue',
    targets: ['up/gpt-5.4'],
  })
})
