import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { anthropicCaller } from '../support/anthropic-caller.ts'
import { ask, begin, DIALECT_NAMES } from '../support/ask.ts'
import { openaiCaller } from '../support/openai-caller.ts'
import { PROVIDER_NAMES } from '../support/test-config.ts'
import { startTestGateway } from '../support/test-gateway.ts'
import { until } from '../support/until.ts'

// Faults after the caller has a part of the answer. What is cut must never look whole, to him or in the books.

const TIMEOUTS = { connect: '1s', ttft: '2s', idle: '300ms', total: '20s', deadline: '20s' }
const TOKENS = 60

let hours = 0
const gateway = await startTestGateway({
  aheadMs: () => hours * 3_600_000,
  config: {
    models: Object.fromEntries(
      PROVIDER_NAMES.flatMap((provider) =>
        ['echo', 'lorem'].map((model) => [
          `${model}-${provider}`,
          { targets: [{ provider, model, price: { input: 1, output: 2 } }], timeouts: TIMEOUTS },
        ]),
      ),
    ),
  },
})
const { secret } = await gateway.makeKey()
afterAll(() => gateway.close())
beforeEach(() => {
  gateway.simulator.reset()
  hours += 24
})

const CALLERS = { openai: openaiCaller, anthropic: anthropicCaller } as const
const WAYS = PROVIDER_NAMES.flatMap((provider) => DIALECT_NAMES.map((dialect) => ({ provider, dialect })))

describe.each(WAYS)('$provider provider, $dialect dialect', ({ provider, dialect }) => {
  const question = (stream: boolean, model = 'lorem') => ({
    ...{ dialect, stream, key: secret, model: `${model}-${provider}` },
    body: { max_tokens: TOKENS },
  })
  const stream = () => ask(gateway.url, question(true))
  const whole = () => ask(gateway.url, question(false))

  /** The stream broke: the caller was told, and the books say what was used up to there. */
  async function expectBroken(code: string, tokensMin: number) {
    const heard = await stream()
    expect(heard).toMatchObject({ status: 200, error: code, isWhole: false })
    const record = await gateway.record(heard.id)
    expect(record).toMatchObject({ status: 200, errorCode: code, usageSource: 'estimated' })
    expect(record.usage?.outputTokens).toBeGreaterThanOrEqual(tokensMin)
    expect(record.costNanos).toBeGreaterThan(0)
    expect(record.attempts.at(-1)).toMatchObject({ provider, code })
    return heard
  }

  test('S08 cut after 40 of 60 tokens: the SDK raises, and no end mark comes', async () => {
    gateway.simulator.script([{ cutEvents: 40 }])
    const heard = await expectBroken('stream_interrupted', 30)
    expect(heard.text.split(' ').length).toBeGreaterThan(30)
    const read = await CALLERS[dialect](gateway.url, secret).readStream(`lorem-${provider}`, 'x')
    expect(read.text).not.toBe('')
    expect(read.error).toMatchObject({ name: expect.stringMatching(/Error/) })
  })

  test('S08 a whole answer that is cut: tried again, else an error', async () => {
    gateway.simulator.script([{ cutBytes: 100, times: 1 }])
    expect(await whole()).toMatchObject({ isWhole: true })
    gateway.simulator.script([{ cutBytes: 100 }])
    const heard = await whole()
    expect(heard).toMatchObject({ status: 502, error: 'provider_unreachable', text: '' })
    expect(await gateway.record(heard.id)).toMatchObject({ costNanos: 0, usage: null })
  })

  test('S09 a stall: the provider is left, and the gateway stays well', async () => {
    gateway.simulator.script([{ stallEvents: 10, stallMs: 60_000, times: 1 }])
    const startedMs = performance.now()
    await expectBroken('provider_timeout', 1)
    expect(performance.now() - startedMs).toBeLessThan(1_000)
    await until(() => gateway.simulator.requests()[0]?.isOver === true)
    expect(gateway.simulator.requests()[0]).toMatchObject({ aborted: true })
    expect(await stream()).toMatchObject({ isWhole: true, error: null })
  })

  test('S10 a chunk that is not JSON: a clean end, never a hole in the text', async () => {
    const good = await stream()
    gateway.simulator.script([{ malformed: 20 }])
    const heard = await stream()
    expect(heard.isWhole).toBe(false)
    expect(heard.error).toMatch(/^(stream_interrupted|provider_invalid_reply)$/)
    expect(good.text.startsWith(heard.text)).toBe(true)
    expect((await gateway.record(heard.id)).errorCode).toBe(heard.error)
  })

  test('S10 a whole answer that is not JSON', async () => {
    gateway.simulator.script([{ malformed: 1 }])
    expect(await whole()).toMatchObject({ status: 502, error: 'provider_invalid_reply' })
    gateway.simulator.script([{ html: true, contentType: 'text/html' }])
    expect(await whole()).toMatchObject({ status: 502, isWhole: false })
  })

  test('S11 no end mark', async () => {
    gateway.simulator.script([{ noTerminator: true }])
    const heard = await stream()
    const record = await gateway.record(heard.id)
    if (provider === 'gemini' || provider === 'anthropic') {
      // Gemini's end mark is the finish reason itself, and Anthropic's has never been known to be left out.
      expect(heard).toMatchObject({ isWhole: false, error: 'stream_interrupted' })
      expect(record).toMatchObject({ errorCode: 'stream_interrupted', usageSource: 'estimated' })
      return
    }
    expect(heard).toMatchObject({ isWhole: true, error: null })
    const [row] = gateway.simulator.requests()
    expect(record).toMatchObject({
      ...{ errorCode: null, finishReason: 'length', usageSource: 'provider' },
      usage: { inputTokens: row?.inputTokens, outputTokens: row?.outputTokens },
    })
  })

  test('S17 an error inside a stream, after content', async () => {
    gateway.simulator.script([{ streamError: 30 }])
    await expectBroken('stream_interrupted', 15)
  })

  test('S18 and S19 usage that is missing or says 0 is estimated', async () => {
    for (const usage of ['missing', 'zero'] as const) {
      gateway.simulator.script([{ usage }])
      for (const send of [stream, whole]) {
        const heard = await send()
        expect(heard.isWhole).toBe(true)
        const record = await gateway.record(heard.id)
        expect(record.usageSource).toBe('estimated')
        expect(record.usage?.outputTokens).toBeGreaterThan(TOKENS / 2)
        expect(record.costNanos).toBeGreaterThan(0)
      }
    }
  })

  test('S20 two calls of one id: each can be answered', async () => {
    gateway.simulator.script([{ duplicateIds: true }])
    const tools = ['weather', 'time'].map((name) => ({
      name,
      parameters: { type: 'object', properties: {} },
    }))
    for (const mode of ['whole', 'streamed'] as const) {
      const talk = CALLERS[dialect](gateway.url, secret).converse({
        model: `${provider}/tools-parallel`,
        tools,
      })
      talk.say('Go')
      const { calls } = await talk.answer(mode)
      expect(calls).toHaveLength(2)
    }
  })

  test.each([
    ['before the first token', { firstTokenMs: 60_000 }, 0],
    ['in the midst', { paceMs: 5 }, 20],
  ] as const)('S23 the caller leaves a stream %s: so does the gateway', async (_, fault, events) => {
    gateway.simulator.script([fault])
    const leaving = new AbortController()
    const asked = begin(gateway.url, { ...question(true), signal: leaving.signal }).catch(() => null)
    await until(() => (gateway.simulator.requests()[0]?.events ?? -1) >= events)
    await expectLeft(leaving, events)
    await asked
  })

  test('S23 the caller leaves a whole answer', async () => {
    gateway.simulator.script([{ firstTokenMs: 60_000 }])
    const leaving = new AbortController()
    const asked = begin(gateway.url, { ...question(false), signal: leaving.signal }).catch(() => null)
    await until(() => gateway.simulator.requests()[0]?.model === 'lorem')
    await expectLeft(leaving, 0)
    await asked
  })

  async function expectLeft(leaving: AbortController, tokensMin: number): Promise<void> {
    const leftMs = performance.now()
    leaving.abort()
    await until(() => gateway.simulator.requests()[0]?.isOver === true)
    expect(performance.now() - leftMs).toBeLessThan(200)
    expect(gateway.simulator.stats()).toMatchObject({ requests: 1, aborted: 1 })
    await until(async () => (await gateway.records()).at(-1)?.status === 499)
    const record = (await gateway.records()).at(-1)
    expect(record).toMatchObject({ errorCode: 'client_closed_request', usageSource: 'estimated' })
    expect(record?.usage?.inputTokens).toBeGreaterThan(0)
    expect(record?.usage?.outputTokens).toBeGreaterThanOrEqual(tokensMin / 2)
    expect(record?.attempts).toMatchObject([{ provider, code: 'client_closed_request' }])
    // His leaving says nothing about the provider.
    expect(gateway.app.gateway.health.report(`${provider}/lorem`, Date.now()).failuresInARow).toBe(0)
  }
})
