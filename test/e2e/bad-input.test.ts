import { gzipSync } from 'node:zlib'
import Anthropic, { APIError as AnthropicError } from '@anthropic-ai/sdk'
import OpenAI, { APIError as OpenAIError } from 'openai'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { anthropicClient } from '../support/anthropic-caller.ts'
import { ask } from '../support/ask.ts'
import { openaiClient } from '../support/openai-caller.ts'
import { startTestGateway } from '../support/test-gateway.ts'

// Nonsense gets a clear 4xx that the official SDK raises as its own error, and the process lives on.
const gateway = await startTestGateway()
const { secret } = await gateway.makeKey()
afterAll(() => gateway.close())
beforeEach(() => gateway.simulator.reset())
afterEach(async () => {
  const heard = await ask(gateway.url, {
    dialect: 'openai',
    stream: false,
    key: secret,
    model: 'openai/echo',
  })
  expect(heard).toMatchObject({ isWhole: true, text: 'one two three' })
})

const openai = openaiClient(gateway.url, secret)
const anthropic = anthropicClient(gateway.url, secret)

const DIALECTS = [
  { dialect: 'openai', client: openai, path: '/chat/completions', sdk: OpenAI },
  { dialect: 'anthropic', client: anthropic, path: '/v1/messages', sdk: Anthropic },
] as const

const SOUND = { model: 'openai/echo', max_tokens: 9, messages: [{ role: 'user', content: 'Hi' }] }
const text = (fields: Readonly<Record<string, unknown>>) => JSON.stringify({ ...SOUND, ...fields })
/** Deeper than any stack; written by hand, for `JSON.stringify` may not get there. */
const DEEP = '['.repeat(5_000_000) + ']'.repeat(5_000_000)
const withDeep = (field: string) => text({ [field]: 'DEEP' }).replace('"DEEP"', DEEP)

describe.each(DIALECTS)('$dialect dialect', ({ client, path, sdk, dialect }) => {
  async function raised(body: string | Uint8Array, headers: Record<string, string> = {}) {
    const error: unknown = await client
      .post(path, { body, headers: { 'content-type': 'application/json', ...headers } })
      .then(
        () => null,
        (thrown: unknown) => thrown,
      )
    if (error instanceof OpenAIError || error instanceof AnthropicError) return error
    throw new Error(`The SDK raised no error of its own: ${String(error)}`)
  }

  test.each([
    ['nothing', ''],
    ['half of a body', text({}).slice(0, -10)],
    ['a list', '[]'],
    ['a word', '"model"'],
    ['null', 'null'],
    ['two bodies', text({}) + text({})],
    ['a number too many', `${text({})}7`],
    ['NaN', text({ temperature: 'NAN' }).replace('"NAN"', 'NaN')],
    ['a byte order mark in the midst', text({}).replace(',', ',\uFEFF')],
  ])('not a JSON object: %s', async (_, body) => {
    const error = await raised(body)
    expect(error).toBeInstanceOf(sdk.BadRequestError)
    expect(error.message).toMatch(/JSON/)
    expect(gateway.simulator.stats().requests).toBe(0)
  })

  test.each([
    ['no model', { model: undefined }],
    ['a model that is a number', { model: 7 }],
    ['no messages', { messages: undefined }],
    ['messages in words', { messages: 'Hi' }],
    ['a message that is a number', { messages: [1] }],
    ['a role that nobody has', { messages: [{ role: 'admiral', content: 'Hi' }] }],
    ['content that is a number', { messages: [{ role: 'user', content: 7 }] }],
    ['max_tokens in words', { max_tokens: 'many' }],
    ['stream in words', { stream: 'yes' }],
    ['temperature in words', { temperature: 'hot' }],
    ['tools that are no list', { tools: {} }],
    ['a tool that is null', { tools: [null] }],
    ['options that are no object', { portolan: 'fast' }],
  ])('a wrong type: %s', async (_, fields) => {
    const error = await raised(text(fields))
    expect(error).toBeInstanceOf(sdk.BadRequestError)
    expect(error.message.length).toBeGreaterThan(20)
  })

  test('bytes that are not UTF-8', async () => {
    const body = Buffer.from(text({ messages: [{ role: 'user', content: 'Hi \u00ff' }] }), 'latin1')
    const error = await raised(body)
    expect(error).toBeInstanceOf(sdk.BadRequestError)
    expect(error.message).toContain('UTF-8')
    expect(gateway.simulator.stats().requests).toBe(0)
  })

  test('a compressed body', async () => {
    const error = await raised(gzipSync(text({})), { 'content-encoding': 'gzip' })
    expect(error).toBeInstanceOf(sdk.BadRequestError)
    expect(error.message).toContain('content-encoding')
  })

  test('100 MB', async () => {
    const error = await raised(text({ messages: [{ role: 'user', content: 'x'.repeat(100 * 1024 * 1024) }] }))
    expect(error).toMatchObject({ status: 413 })
    expect(error.message).toContain('64 MB')
  })

  test.each(['model', 'messages', 'tools', 'unknown'])('10 MB of lists in lists as %s', async (field) => {
    const startedMs = performance.now()
    const error = await raised(withDeep(field))
    expect(error).toBeInstanceOf(sdk.BadRequestError)
    expect(error.message).toContain('too deep')
    // Nobody else was kept waiting meanwhile.
    expect(performance.now() - startedMs).toBeLessThan(1_000)
  })

  test('a model that is named twice: what the key may use is what the provider is asked for', async () => {
    const limited = (await gateway.makeKey({ models: ['*/echo', 'echo'] })).secret
    const limitedClient = client.withOptions({ apiKey: limited })
    const twice = (first: string, second: string) =>
      text({ model: 'MODEL' }).replace('"model":"MODEL"', `"model":"${first}",${second}`)
    const post = (body: string) =>
      limitedClient.post(path, { body, headers: { 'content-type': 'application/json' } })
    for (const provider of ['openai', 'anthropic', 'gemini']) {
      for (const first of ['lorem', `${provider}/lorem`]) {
        for (const key of ['"model"', '"mod\\u0065l"']) {
          gateway.simulator.reset()
          await post(twice(first, `${key}:"${provider}/echo"`))
          const [row] = gateway.simulator.requests()
          expect(row?.model).toBe('echo')
          expect(row?.text).not.toContain('lorem')
          const refused = await post(twice(`${provider}/echo`, `${key}:"${provider}/lorem"`)).catch(
            (e: unknown) => e,
          )
          expect(refused).toBeInstanceOf(sdk.PermissionDeniedError)
          expect(gateway.simulator.stats().requests).toBe(1)
        }
      }
    }
  })

  test('an unknown endpoint, and a wrong method', async () => {
    const lost = await client.post(`${path}/nowhere`, { body: {} }).catch((thrown: unknown) => thrown)
    expect(lost).toBeInstanceOf(sdk.NotFoundError)
    const wrong: unknown = await client.get(path).catch((thrown: unknown) => thrown)
    expect(wrong).toMatchObject({ status: 405 })
    expect((wrong as { headers: Headers }).headers.get('allow')).toBe('POST')
    expect(JSON.stringify((wrong as { error: unknown }).error)).toContain(
      dialect === 'openai' ? 'method_not_allowed' : 'invalid_request_error',
    )
  })
})
