import Anthropic, { APIError as AnthropicError } from '@anthropic-ai/sdk'
import OpenAI, { APIError as OpenAIError } from 'openai'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import type { JsonObject } from '../../src/core/json.ts'
import { anthropicCaller } from '../support/anthropic-caller.ts'
import type { Caller, Mode } from '../support/conversation.ts'
import { openaiCaller } from '../support/openai-caller.ts'
import { responsesCaller } from '../support/responses-caller.ts'
import { PROVIDER_NAMES } from '../support/test-config.ts'
import { startTestGateway } from '../support/test-gateway.ts'
import type { KeyFields } from '../support/test-key.ts'
import { until } from '../support/until.ts'

const STATUSES = [401, 429, 500, 503] as const

/** Names for what fails, which do not wait to try again. */
const failing = PROVIDER_NAMES.flatMap((provider) =>
  STATUSES.map((status): [string, JsonObject] => [
    `${provider}-${status}`,
    { targets: [{ provider, model: `error-${status}` }], retries: { attempts: 0 } },
  ]),
)

// Whatever goes wrong, the official SDKs raise their own typed error for it.
const gateway = await startTestGateway({
  config: {
    models: {
      ...Object.fromEntries(failing),
      priced: { targets: [{ provider: 'openai', model: 'echo', price: { input: 1, output: 1_000_000 } }] },
    },
  },
})
afterAll(() => gateway.close())
beforeEach(() => gateway.simulator.reset())

const DIALECTS = [
  { dialect: 'openai', callerOf: openaiCaller, sdk: OpenAI },
  { dialect: 'responses', callerOf: responsesCaller, sdk: OpenAI },
  { dialect: 'anthropic', callerOf: anthropicCaller, sdk: Anthropic },
] as const

const MODES: readonly Mode[] = ['whole', 'streamed']

/** What the SDK threw, and the gateway's own code in its body. */
async function raisedBy(caller: Caller, model: string, mode: Mode = 'whole', text = 'Hi there') {
  const talk = caller.converse({ model })
  talk.say(text)
  const error: unknown = await talk.answer(mode).catch((thrown: unknown) => thrown)
  if (!(error instanceof OpenAIError) && !(error instanceof AnthropicError)) throw error
  return { error, code: codeOf(error) }
}

/** OpenAI's format has a place for codes; Anthropic's has none, so there it is under `portolan`. */
function codeOf(error: OpenAIError | AnthropicError): unknown {
  if (error instanceof OpenAIError) return error.code
  return /"code":"(\w+)"/.exec(JSON.stringify(error.error))?.[1]
}

describe.each(DIALECTS)('$dialect SDK', ({ callerOf, sdk }) => {
  const withKey = async (fields?: KeyFields) => callerOf(gateway.url, (await gateway.makeKey(fields)).secret)

  test('a wrong key', async () => {
    const { error, code } = await raisedBy(callerOf(gateway.url, 'sk-ptl-wrong'), 'openai/echo')
    expect(error).toBeInstanceOf(sdk.AuthenticationError)
    expect(code).toBe('key_invalid')
    expect(gateway.simulator.stats().requests).toBe(0)
  })

  test.each([
    ['blocked', { blocked: true }],
    ['expired', { expiresAtMs: Date.now() - 1 }],
  ])('a key that is %s', async (_, fields) => {
    const { error, code } = await raisedBy(await withKey(fields), 'openai/echo')
    expect(error).toBeInstanceOf(sdk.AuthenticationError)
    expect(code).toBe('key_revoked')
  })

  test('a model that the key may not use', async () => {
    const { error, code } = await raisedBy(await withKey({ models: ['gemini/*'] }), 'openai/echo')
    expect(error).toBeInstanceOf(sdk.PermissionDeniedError)
    expect(code).toBe('permission_denied')
  })

  test('an unknown model, with the nearest names', async () => {
    const { error, code } = await raisedBy(await withKey(), 'pricd')
    expect(error).toBeInstanceOf(sdk.NotFoundError)
    expect(code).toBe('model_not_found')
    expect(error.message).toContain('priced')
  })

  test('the key’s own rate limit: when to come back', async () => {
    const caller = await withKey({ limits: { rpm: 1 } })
    const talk = caller.converse({ model: 'openai/echo' })
    talk.say('Hi')
    await talk.answer('whole')
    for (const mode of MODES) {
      const { error, code } = await raisedBy(caller, 'openai/echo', mode)
      expect(error).toBeInstanceOf(sdk.RateLimitError)
      expect(code).toBe('rate_limited')
      expect(Number(error.headers?.get('retry-after'))).toBeGreaterThan(0)
    }
  })

  test('a budget that is spent', async () => {
    const caller = await withKey({ budgets: [{ usdNanos: 1, window: 'lifetime', onExhausted: 'deny' }] })
    const { error, code } = await raisedBy(caller, 'priced')
    expect(error).toBeInstanceOf(sdk.RateLimitError)
    expect(code).toBe('budget_exhausted')
    expect(gateway.simulator.stats().requests).toBe(0)
  })

  describe.each(PROVIDER_NAMES.flatMap((provider) => MODES.map((mode) => ({ provider, mode }))))(
    '$provider provider, $mode',
    ({ provider, mode }) => {
      test.each([
        [500, sdk.InternalServerError, 502, 'provider_error'],
        [503, sdk.InternalServerError, 503, 'provider_overloaded'],
        // Our credential is not the caller's business: never a 401 for it.
        [401, sdk.InternalServerError, 502, 'provider_unauthorized'],
        [429, sdk.RateLimitError, 429, 'provider_rate_limited'],
      ] as const)('status %i', async (status, kind, shown, wanted) => {
        const { error, code } = await raisedBy(await withKey(), `${provider}-${status}`, mode)
        expect(error).toBeInstanceOf(kind)
        expect([error.status, code]).toEqual([shown, wanted])
        const record = await gateway.record(error.headers?.get('x-request-id') ?? null)
        expect(record).toMatchObject({ status: shown, errorCode: wanted, costNanos: 0, usage: null })
        expect(record.attempts).toMatchObject([{ provider, status, code: wanted }])
      })

      test('a request that the provider finds wrong', async () => {
        const fault = provider === 'gemini' ? '!status=400' : '?status=400'
        const { error, code } = await raisedBy(await withKey(), `${provider}/echo${fault}`, mode)
        expect(error).toBeInstanceOf(sdk.BadRequestError)
        expect(code).toBe('invalid_request')
        expect(gateway.simulator.stats().requests).toBe(1)
      })

      test('when the caller leaves a stream, the provider is left too', async () => {
        gateway.simulator.script([{ paceMs: 20 }])
        await (await withKey()).leaveStream(`${provider}/echo`, 'word '.repeat(200))
        const leftAtMs = performance.now()
        await until(() => gateway.simulator.requests()[0]?.isOver === true)
        expect(performance.now() - leftAtMs).toBeLessThan(200)
        expect(gateway.simulator.requests()[0]).toMatchObject({ aborted: true })
      })
    },
  )
})
