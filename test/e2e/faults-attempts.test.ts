import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import type { Fault } from '../../simulator/fault.ts'
import type { JsonObject } from '../../src/core/json.ts'
import { ask, DIALECT_NAMES } from '../support/ask.ts'
import { credentialOf, PROVIDER_NAMES, type ProviderName } from '../support/test-config.ts'
import { startTestGateway } from '../support/test-gateway.ts'

// Faults before the caller has a byte: another try or another target must be all that he notices of them.

const BACKUPS: Readonly<Record<ProviderName, ProviderName>> = {
  openai: 'anthropic',
  anthropic: 'gemini',
  gemini: 'compatible',
  compatible: 'openai',
}

const SHORT = { connect: '1s', ttft: '300ms', idle: '1s', total: '500ms', deadline: '5s' }

/** For each provider a route to it alone, and one with a fallback that is another provider, model and price. */
const models = PROVIDER_NAMES.flatMap((provider): [string, JsonObject][] => {
  const main = { provider, model: 'echo', price: { input: 1, output: 2 } }
  const backup = { provider: BACKUPS[provider], model: 'lorem', price: { input: 10, output: 20 } }
  return [
    [`alone-${provider}`, { targets: [main] }],
    [`both-${provider}`, { targets: [main], fallbacks: [`backup-${provider}`] }],
    [`timed-${provider}`, { targets: [main], fallbacks: [`backup-${provider}`], timeouts: SHORT }],
    [`long-${provider}`, { targets: [main], fallbacks_on: { context_length: [`backup-${provider}`] } }],
    [`backup-${provider}`, { targets: [backup] }],
  ]
})

let hours = 0
const gateway = await startTestGateway({
  config: { models: Object.fromEntries(models) },
  aheadMs: () => hours * 3_600_000,
})
const { secret } = await gateway.makeKey()
afterAll(() => gateway.close())
beforeEach(() => {
  gateway.simulator.reset()
  // What the test before did to the health of a target is long over.
  hours += 24
})

/** Each provider whole and streamed, in one dialect the one and in the other the other: time matters too. */
const WAYS = PROVIDER_NAMES.flatMap((provider, place) =>
  [false, true].map((stream) => ({
    provider,
    stream,
    dialect: DIALECT_NAMES[(place + Number(stream)) % 2] ?? 'openai',
  })),
)

describe.each(WAYS)(
  '$provider provider, $dialect dialect, stream $stream',
  ({ provider, dialect, stream }) => {
    const backup = BACKUPS[provider]
    const send = (route: 'alone' | 'both' | 'timed' | 'long') =>
      ask(gateway.url, { dialect, stream, key: secret, model: `${route}-${provider}` })
    /** Strikes the main provider, never the backup. */
    const strike = (...faults: readonly (Fault & { times?: number })[]) =>
      gateway.simulator.script(faults.map((fault) => ({ ...fault, key: credentialOf(provider) })))
    const attemptsOf = async (id: string) => (await gateway.record(id)).attempts
    const asked = (name: ProviderName) =>
      gateway.simulator
        .requests()
        .filter(({ headers }) => JSON.stringify(headers).includes(credentialOf(name)))
    const ok = { status: 200, code: null }

    test('S01 a 429 that says when to come back is obeyed', async () => {
      strike({ status: 429, retryAfterMs: 300, times: 1 })
      const startedMs = performance.now()
      const heard = await send('alone')
      expect(heard).toMatchObject({ isWhole: true, text: 'one two three' })
      expect(performance.now() - startedMs).toBeGreaterThan(300)
      expect(await attemptsOf(heard.id)).toMatchObject([{ status: 429, code: 'provider_rate_limited' }, ok])
    })

    test('S02 a 429 that lasts: the next target at once, and no hammering', async () => {
      strike({ status: 429 })
      const startedMs = performance.now()
      for (let request = 0; request < 6; request++)
        expect(await send('both')).toMatchObject({ isWhole: true })
      expect(performance.now() - startedMs).toBeLessThan(3_000)
      expect(asked(provider).length).toBeLessThanOrEqual(3)
      expect(asked(backup)).toHaveLength(6)
      const alone = await send('alone')
      expect(alone).toMatchObject({ status: 429, error: 'provider_rate_limited', isWhole: false })
      expect(asked(provider).length).toBeLessThanOrEqual(5)
    })

    test('S03 one 500: the same target once more', async () => {
      strike({ status: 500, times: 1 })
      const heard = await send('both')
      expect(heard).toMatchObject({ isWhole: true, text: 'one two three' })
      expect(await attemptsOf(heard.id)).toMatchObject([
        { provider, status: 500 },
        { provider, ...ok },
      ])
      expect(heard.headers.get('x-portolan-attempts')).toBe('2')
    })

    test('S04 a 503 that lasts: the fallback, after one retry', async () => {
      strike({ status: 503 })
      const heard = await send('both')
      expect(heard.isWhole).toBe(true)
      expect(await attemptsOf(heard.id)).toMatchObject([
        { provider, status: 503, code: 'provider_overloaded' },
        { provider, status: 503, code: 'provider_overloaded' },
        { provider: backup, ...ok },
      ])
    })

    test('S05 a reset before the head of the reply: another try', async () => {
      strike({ reset: true, times: 1 })
      const heard = await send('alone')
      expect(heard).toMatchObject({ isWhole: true, text: 'one two three' })
      expect(await attemptsOf(heard.id)).toMatchObject([{ status: null, code: 'provider_unreachable' }, ok])
    })

    test.each([
      ['S06 no reply at all', { hang: true }],
      ['S07 a first token that takes too long', { firstTokenMs: 20_000 }],
    ])('%s: the fallback, after the time that the route allows', async (_, fault) => {
      strike(fault)
      const startedMs = performance.now()
      const heard = await send('timed')
      expect(heard.isWhole).toBe(true)
      expect(performance.now() - startedMs).toBeLessThan(2_000)
      expect(await attemptsOf(heard.id)).toMatchObject([
        { provider, code: 'provider_timeout' },
        { provider: backup, ...ok },
      ])
      expect(asked(provider)).toMatchObject([{ aborted: true }])
    })

    test('S12 too long for the context: no blind retry, but a larger model where the route names one', async () => {
      strike({ error: 'context_length_exceeded' })
      const refused = await send('both')
      expect(refused).toMatchObject({ status: 400, error: 'context_length_exceeded' })
      expect(await attemptsOf(refused.id)).toMatchObject([{ provider, code: 'context_length_exceeded' }])
      const heard = await send('long')
      expect(heard.isWhole).toBe(true)
      expect(await attemptsOf(heard.id)).toMatchObject([{ provider }, { provider: backup, ...ok }])
    })

    test('S13 a content filter: no way around it that the route does not name', async () => {
      // Gemini says it with a 200 and no candidates.
      strike({ error: 'content_filter' })
      const heard = await send('both')
      expect(asked(backup)).toHaveLength(0)
      const record = await gateway.record(heard.id)
      expect([record.errorCode, record.finishReason]).toContain(
        provider === 'gemini' && record.errorCode === null ? 'content-filter' : 'content_filtered',
      )
    })

    test('S16 the caller and the books get the fallback’s model, usage and price; failures cost nothing', async () => {
      strike({ status: 500 })
      const { id: keyId, secret: own } = await gateway.makeKey({
        budgets: [{ usdNanos: 1_000_000_000, window: 'lifetime', onExhausted: 'deny' }],
      })
      const heard = await ask(gateway.url, { dialect, stream, key: own, model: `both-${provider}` })
      expect(heard.bytes).toContain('"model":"lorem"')
      expect(heard.headers.get('x-portolan-provider')).toBe(backup)
      expect(heard.headers.get('x-portolan-model')).toBe('lorem')
      const [billed] = asked(backup)
      const { inputTokens = 0, outputTokens = 0 } = billed ?? {}
      const costNanos = inputTokens * 10_000 + outputTokens * 20_000
      const record = await gateway.record(heard.id)
      expect(record).toMatchObject({
        ...{
          requestedModel: `both-${provider}`,
          provider: backup,
          model: 'lorem',
          target: `${backup}/lorem`,
        },
        ...{
          usage: { inputTokens, outputTokens },
          usageSource: 'provider',
          costNanos,
          billedNanos: costNanos,
        },
      })
      expect(
        record.attempts.slice(0, -1).every(({ costNanos: cost, usage }) => cost === null && usage === null),
      ).toBe(true)
      expect(await gateway.app.store.spend({ type: 'key', id: keyId }, 0)).toMatchObject([
        { costNanos, calls: 1 },
      ])
    })

    test('S17 an error inside a 200 after the first frames: the fallback, unseen', async () => {
      // Gemini's first frame holds content already.
      strike({ streamError: provider === 'gemini' ? 0 : 1 })
      const heard = await send('both')
      expect(heard).toMatchObject({ isWhole: true, error: null })
      expect(heard.bytes).toContain('"model":"lorem"')
      expect(heard.bytes).not.toContain('"model":"echo"')
      const record = await gateway.record(heard.id)
      expect(record).toMatchObject({ provider: backup, errorCode: null })
      expect(record.attempts.at(0)?.code).toMatch(/^provider_/)
    })
  },
)

describe.each(PROVIDER_NAMES)('%s provider', (provider) => {
  test('S15 down for a minute: served by the fallback, probed sparingly, and back in its place', async () => {
    const isMain = ({ headers }: { headers: object }) =>
      JSON.stringify(headers).includes(credentialOf(provider))
    const send = () =>
      ask(gateway.url, { dialect: 'openai', stream: true, key: secret, model: `both-${provider}` })
    gateway.simulator.script([{ status: 503, key: credentialOf(provider) }])
    for (let request = 0; request < 15; request++) {
      expect(await send()).toMatchObject({ isWhole: true })
      hours += 4 / 3_600
    }
    // Bifrost made 45 of these; one for each request would be 15.
    expect(gateway.simulator.requests().filter(isMain).length).toBeLessThanOrEqual(8)
    gateway.simulator.script([])
    hours += 61 / 3_600
    const heard = await send()
    expect((await gateway.record(heard.id)).attempts).toMatchObject([{ provider, code: null }])
  })
})
