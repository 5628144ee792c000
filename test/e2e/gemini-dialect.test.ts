import { ApiError } from '@google/genai'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import type { JsonObject } from '../../src/core/json.ts'
import { geminiCaller, geminiClient } from '../support/gemini-caller.ts'
import { credentialOf, PROVIDER_NAMES } from '../support/test-config.ts'
import { startTestGateway } from '../support/test-gateway.ts'

// What Google's own SDK, and callers without one, find beyond what every dialect has: see `sdk-matrix.test.ts`.
const gateway = await startTestGateway()
const { secret } = await gateway.makeKey()
const client = geminiClient(gateway.url, secret)
afterAll(() => gateway.close())
beforeEach(() => gateway.simulator.reset())

function post(
  path: string,
  body: JsonObject,
  headers: Record<string, string> = { 'x-goog-api-key': secret },
) {
  return fetch(gateway.url + path, { method: 'POST', headers, body: JSON.stringify(body) })
}

const HELLO = { contents: [{ role: 'user', parts: [{ text: 'Hello there' }] }] }

describe.each(PROVIDER_NAMES)('%s provider', (provider) => {
  test('input tokens are counted, of a request and of contents', async () => {
    const counted = await client.models.countTokens({ model: `${provider}/echo`, contents: 'Hello there' })
    expect(counted.totalTokens).toBeGreaterThan(0)
    const whole = { generateContentRequest: { model: 'models/other', ...HELLO } }
    const response = await post(`/v1beta/models/${provider}/echo:countTokens`, whole)
    expect(await response.json()).toEqual({ totalTokens: counted.totalTokens })
  })

  test('a stream as one array, whose elements are those of the events', async () => {
    const path = `/v1beta/models/${provider}%2Fecho:streamGenerateContent`
    const response = await post(path, HELLO)
    expect(response.headers.get('content-type')).toMatch(/^application\/json/)
    const elements = (await response.json()) as { candidates: { content: { parts: { text: string }[] } }[] }[]
    const text = elements.map(({ candidates }) => candidates[0]?.content.parts[0]?.text ?? '').join('')
    expect([text, elements.length > 1]).toEqual(['Hello there', true])
    const events = await (await post(`${path}?alt=sse`, HELLO)).text()
    expect(events.match(/^data: /gm)).toHaveLength(elements.length)
  })

  test('a stream that breaks raises the typed error, in either framing, and has no finish', async () => {
    const model = `${provider}/lorem!cut-events=5`
    const { text, error } = await geminiCaller(gateway.url, secret).readStream(model, 'Hi')
    expect(text).not.toBe('')
    expect(error).toBeInstanceOf(ApiError)
    expect(error).toMatchObject({ status: 502 })
    const path = `/v1beta/models/${encodeURIComponent(model)}:streamGenerateContent`
    const elements = (await (await post(path, HELLO)).json()) as JsonObject[]
    expect(elements.at(-1)).toMatchObject({ error: { code: 502, status: 'UNAVAILABLE' } })
    expect(JSON.stringify(elements)).not.toContain('finishReason')
    // Clients of before look only at bytes that are an error whole, or at what is left over without an end.
    const events = await (await post(`${path}?alt=sse`, HELLO)).text()
    expect(JSON.parse(events.slice(events.lastIndexOf('\n\n')))).toMatchObject({ error: { code: 502 } })
  })
})

test('the names that the key may call, as Google lists them', async () => {
  const own = await gateway.makeKey({ models: ['simulated/*'] })
  const names: string[] = []
  for await (const { name } of await geminiClient(gateway.url, own.secret).models.list())
    names.push(name ?? '')
  expect(names).toContain('models/simulated/echo')
  const model = await client.models.get({ model: 'simulated/echo' })
  expect(model).toMatchObject({ name: 'models/simulated/echo', displayName: 'simulated/echo' })
})

test.each([
  ['gemini/error-429', 429, 'RESOURCE_EXHAUSTED', 'PROVIDER_RATE_LIMITED'],
  ['no-such-model', 404, 'NOT_FOUND', 'MODEL_NOT_FOUND'],
])('%s raises %i in Google’s words', async (model, status, word, reason) => {
  const error: unknown = await client.models
    .generateContent({ model, contents: 'Hi' })
    .catch((e: unknown) => e)
  expect(error).toBeInstanceOf(ApiError)
  expect(error).toMatchObject({ status })
  const { error: told } = JSON.parse(String((error as ApiError).message)) as { error: JsonObject } // As sent.
  expect(told).toMatchObject({
    code: status,
    status: word,
    details: [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason, domain: 'portolan' }],
  })
})

test('a wrong key, and a refused stream without events, which is an array too', async () => {
  const wrong = geminiClient(gateway.url, 'sk-ptl-wrong').models
  await expect(wrong.generateContent({ model: 'gemini/echo', contents: 'Hi' })).rejects.toMatchObject({
    status: 401,
  })
  const refused = await post('/v1beta/models/gemini/echo:streamGenerateContent', { contents: [] })
  expect([refused.status, await refused.json()]).toMatchObject([
    400,
    [{ error: { status: 'INVALID_ARGUMENT' } }],
  ])
})

test('the key may be in the query, of Gemini’s paths alone', async () => {
  const path = '/v1beta/models/gemini/echo:generateContent'
  expect((await post(`${path}?key=${secret}`, HELLO, {})).status).toBe(200)
  expect((await post(path, HELLO, { authorization: `Bearer ${secret}` })).status).toBe(200)
  expect((await post(`/v1/chat/completions?key=${secret}`, {}, {})).status).toBe(401)
})

test('native: the bytes of the body pass as they are, under the provider’s own key', async () => {
  const body = { ...HELLO, safetySettings: [], labels: { a: 'b' }, model: 'models/other' }
  const response = await post(
    '/v1/projects/p/locations/l/publishers/google/models/gemini%2Fecho:generateContent',
    body,
  )
  expect(response.status).toBe(200)
  const [row] = gateway.simulator.requests()
  expect(row).toMatchObject({ status: 200, model: 'echo' })
  expect(response.headers.get('x-portolan-provider')).toBe('gemini')
  expect(JSON.stringify(row)).not.toContain(secret)
  expect(credentialOf('gemini')).not.toBe(secret)
})

test('a conversation signed by one provider goes on at Google, which is not shown the other’s envelopes', async () => {
  const talk = geminiCaller(gateway.url, secret)
  const tools = [
    { name: 'weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } },
  ]
  const settings = { model: 'anthropic/think', tools }
  const conversation = talk.converse(settings)
  conversation.say('Lisbon please')
  const { calls } = await conversation.answer('whole')
  conversation.results(new Map(calls.map(({ id }) => [id, 'sunny'])))
  settings.model = 'gemini/echo'
  expect(await conversation.answer('whole')).toMatchObject({ finish: 'stop' })
  expect(gateway.simulator.requests().at(-1)).toMatchObject({ status: 200 })
})
