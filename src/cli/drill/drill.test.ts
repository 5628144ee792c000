import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { JsonObject } from '../../core/json.ts'
import { startTestGateway, type TestGateway } from '../../../test/support/test-gateway.ts'
import { until } from '../../../test/support/until.ts'
import { type Outcome, runWith, temporaryFolder } from '../run.fixture.ts'

/** Two providers of one simulator; `lorem` costs a tenth more at the second. */
const target = (provider: string, price: number) => ({
  provider,
  model: 'lorem',
  price: { input: price, output: price },
})

const CONFIG: JsonObject = {
  models: {
    smart: {
      targets: [target('openai', 1_000), target('compatible', 1_100)],
      strategy: 'order',
      timeouts: { ttft: '300ms' },
    },
    thrifty: { targets: [target('compatible', 1_100), target('openai', 1_000)], strategy: 'price' },
    lonely: {
      targets: [target('openai', 1_000)],
      strategy: 'order',
      retries: { attempts: 0 },
    },
  },
}

let gateway: TestGateway
beforeEach(async () => {
  gateway = await startTestGateway({ config: CONFIG })
})
afterEach(() => gateway.close())

type Ports = NonNullable<Parameters<typeof runWith>[1]>

function drill(words: string, ports: Ports = {}): Promise<Outcome> {
  const env = { PORTOLAN_URL: gateway.url, PORTOLAN_MASTER_KEY: gateway.masterKey }
  return runWith(['drill', ...words.split(' ')], { env, ...ports })
}

/** As `--json` prints it. */
interface Report {
  readonly phases: readonly {
    readonly phase: string
    readonly requests: number
    readonly failed: number
    readonly codes: Readonly<Record<string, number>>
    readonly ttft_ms: { readonly p50: number; readonly p99: number } | null
    readonly served_by: readonly { readonly provider: string; readonly share: number }[]
    readonly cost_per_request: number | null
  }[]
  readonly failed: number
  readonly interrupted: boolean
  readonly elsewhere_after_ms: number | null
  readonly back_after_ms: number | null
  readonly added_cost: number | null
}

async function reported(words: string, ports: Ports = {}): Promise<{ outcome: Outcome; report: Report }> {
  const outcome = await drill(`${words} --json`, ports)
  return { outcome, report: JSON.parse(outcome.out) as Report } // The expectations look at each field.
}

function phase({ phases }: Report, name: string) {
  const found = phases.find((each) => each.phase === name)
  if (found === undefined) throw new Error(`There is no phase ${name}.`)
  return found
}

/** Neither the drill nor the key that it asked with may be left. */
async function leftovers(): Promise<unknown> {
  const headers = { authorization: `Bearer ${gateway.masterKey}` }
  const list = async (path: string) =>
    await (await fetch(`${gateway.url}/admin/v1/${path}`, { headers })).json()
  return [await list('drills'), await list('keys')]
}
const NOTHING = { data: [], next_cursor: null }

describe('an outage', { timeout: 20_000 }, () => {
  test('is not felt where another provider stands by, and the first serves again afterwards', async () => {
    // Three failures pause the provider for four to five seconds.
    const { outcome, report } = await reported(
      '--outage openai --for 2s --model smart --rate 20 --before 500ms --after 5s --stream',
    )
    expect(outcome).toMatchObject({ code: 0 })
    expect(report).toMatchObject({ failed: 0, interrupted: false })
    expect(phase(report, 'before')).toMatchObject({
      requests: 10,
      served_by: [{ provider: 'openai', share: 1 }],
    })
    expect(phase(report, 'during')).toMatchObject({
      requests: 40,
      failed: 0,
      served_by: [{ provider: 'compatible', share: 1 }],
    })
    expect(phase(report, 'after').requests).toBe(100)
    expect(phase(report, 'after').served_by.map(({ provider }) => provider)).toContain('openai')
    expect(report.elsewhere_after_ms).toBeLessThan(1_000)
    expect(report.back_after_ms).toBeGreaterThan(1_000)
    expect(report.back_after_ms).toBeLessThan(4_500)
    expect(phase(report, 'during').cost_per_request).toBeCloseTo(
      (phase(report, 'before').cost_per_request ?? 0) * 1.1,
      6,
    )
    expect(report.added_cost).toBeGreaterThan(0)
    expect(await leftovers()).toEqual([NOTHING, NOTHING])
  })

  test('is felt where there is no other provider, and said so', async () => {
    const { code, out, err } = await drill(
      '--outage openai --for 500ms --model lonely --rate 20 --before 200ms --after 100ms',
    )
    expect(code).toBe(1)
    expect(out).toMatch(/^PHASE +REQUESTS +FAILED +P50 +P99 +COST\/REQUEST +SERVED BY\n/)
    expect(out).toMatch(/^before +4 +0 .* openai 100 %$/m)
    expect(out).toMatch(/^during +10 +10 +- +- +unknown +-$/m)
    expect(out).toMatch(/^failed requests .*of 16: provider_unreachable \d+/m)
    expect(out).toMatch(/^served elsewhere +never$/m)
    expect(err.split('\n').slice(0, 2)).toEqual([
      'before it, 0.2 s, 20 requests a second of lonely',
      'outage at openai, 0.5 s, 20 requests a second of lonely',
    ])
  })

  test('of a share is that share, and no more', async () => {
    const { report } = await reported(
      '--outage openai --share 0.2 --for 1s --model smart --rate 30 --before 100ms --after 100ms',
    )
    const shares = Object.fromEntries(
      phase(report, 'during').served_by.map(({ provider, share }) => [provider, share]),
    )
    expect(report.failed).toBe(0)
    expect(shares.openai).toBeGreaterThan(0.4)
  })
})

test('a slow provider is left once its first token is too late', { timeout: 20_000 }, async () => {
  const { outcome, report } = await reported(
    '--slow openai --delay 5s --for 2s --model smart --rate 10 --before 500ms --after 100ms --stream',
  )
  expect(outcome.code).toBe(0)
  const during = phase(report, 'during')
  expect(during.served_by).toEqual([{ provider: 'compatible', share: 1 }])
  // The first few waited for the whole limit; once the provider is known to be slow nobody does.
  expect(during.ttft_ms?.p99).toBeGreaterThanOrEqual(300)
  expect(during.ttft_ms?.p99).toBeLessThan(2_000)
  expect(during.ttft_ms?.p50).toBeLessThan(300)
  expect(phase(report, 'before').ttft_ms?.p50).toBeLessThan(300)
})

test('a rate limit is kept to: the provider rests for as long as it said', { timeout: 20_000 }, async () => {
  const { outcome, report } = await reported(
    '--rate-limit openai --retry-after 2s --for 1s --model smart --rate 20 --before 200ms --after 2s',
  )
  expect(outcome.code).toBe(0)
  expect(phase(report, 'during').served_by).toEqual([{ provider: 'compatible', share: 1 }])
  expect(report.back_after_ms).toBeGreaterThan(500)
  expect(report.back_after_ms).toBeLessThan(2_000)
  // Those that were asked at once, before the first 429 was back, and no more.
  const records = await gateway.records()
  const limited = records.flatMap(({ attempts }) =>
    attempts.filter(({ code }) => code === 'provider_rate_limited'),
  )
  expect(limited.length).toBeGreaterThan(0)
  expect(limited.length).toBeLessThan(5)
})

test('an error is the one that was named', async () => {
  const { outcome, report } = await reported(
    '--error openai --status 503 --for 200ms --model lonely --rate 10 --before 100ms --after 100ms',
  )
  expect(outcome.code).toBe(1)
  expect(phase(report, 'during').codes).toEqual({ provider_overloaded: 2 })
})

test('a price that rises sends the traffic to the next cheapest, and charges nobody for the drill', async () => {
  const words = '--factor 1.5 --for 500ms --model thrifty --rate 20 --before 300ms --after 300ms'
  const { outcome, report } = await reported(`--price openai ${words}`)
  expect(outcome.code).toBe(0)
  const shares = report.phases.map(({ served_by }) => served_by.map(({ provider }) => provider))
  expect(shares).toEqual([['openai'], ['compatible'], ['openai']])
  const usual = phase(report, 'before').cost_per_request ?? 0
  expect(phase(report, 'during').cost_per_request).toBeCloseTo(usual * 1.1, 6)

  const { report: cheap } = await reported(`--price compatible ${words}`)
  expect(phase(cheap, 'during').cost_per_request).toBeCloseTo(usual, 6)
  expect(phase(cheap, 'during').served_by).toEqual([{ provider: 'openai', share: 1 }])
})

test('called off, it ends the drill and tells what was felt so far', { timeout: 20_000 }, async () => {
  let callOff: () => void = () => {}
  const running = reported('--outage openai --for 1h --model smart --rate 20 --before 100ms', {
    onSignal: (signal, handler) => {
      if (signal === 'SIGINT') callOff = handler
    },
  })
  // The check, two before the drill, and some that have gone on to the other provider.
  await until(() => gateway.simulator.requests().length > 6)
  callOff()
  const { outcome, report } = await running
  expect(outcome.code).toBe(1)
  expect(report.interrupted).toBe(true)
  expect(phase(report, 'during').requests).toBeGreaterThan(0)
  expect(phase(report, 'after').requests).toBe(0)
  expect(await leftovers()).toEqual([NOTHING, NOTHING])
})

test('a key that is named is used, and kept', async () => {
  using folder = temporaryFolder()
  const { id, secret } = await gateway.makeKey()
  writeFileSync(join(folder.path, 'key'), `${secret}\n`)
  const words = '--error openai --for 100ms --rate 10 --before 100ms --after 100ms --key-file'
  await drill(`${words} key`, { cwd: folder.path })
  expect((await gateway.records()).map(({ keyId }) => keyId)).toEqual([id, id, id, id])
  expect(await gateway.app.store.getKey(id)).not.toBeNull()
  expect((await drill(`${words} none`, { cwd: folder.path })).err).toContain('holds no key')
})

test('without a model callers ask for the first route that leads there', async () => {
  const { err } = await drill('--error openai --for 100ms --rate 10 --before 100ms --after 100ms')
  expect(err).toMatch(/requests a second of (?:smart|lonely)$/m)
  const none = await drill('--outage gemini --for 1s')
  expect(none).toMatchObject({ code: 1, out: '' })
  expect(none.err).toContain('No route leads to gemini.')
})

test('what cannot be rehearsed is refused before anybody is asked', async () => {
  expect((await drill('--outage opnai --for 1s --model smart')).err).toContain('Did you mean openai?')
  expect((await drill('--outage openai --for 1s --model none')).err).toContain(
    'none fails without a drill: model_not_found',
  )
  expect(await leftovers()).toEqual([NOTHING, NOTHING])
})
