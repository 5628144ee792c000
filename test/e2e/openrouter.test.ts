import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import OpenAI from 'openai'
import { afterAll, describe, expect, test } from 'vitest'
import { isJsonObject, type JsonObject } from '../../src/core/json.ts'
import { corpusJson, hasCorpora } from '../corpora.ts'
import { startTestGateway } from '../support/test-gateway.ts'

// What clients made for OpenRouter read beside the answers themselves.
const gateway = await startTestGateway({
  config: {
    models: {
      'acme/priced': {
        targets: [
          {
            provider: 'openai',
            model: 'echo',
            price: { input: 3, output: 15, cache_read: 0.3 },
            context: 4_096,
          },
          { provider: 'anthropic', model: 'echo', price: { input: 4, output: 16 }, context: 8_192 },
        ],
        strategy: 'order',
      },
    },
  },
})
const { secret, id: keyId } = await gateway.makeKey({
  budgets: [{ usdNanos: 2_000_000_000, window: 'day', onExhausted: 'deny' }],
})
afterAll(() => gateway.close())

const client = new OpenAI({ baseURL: `${gateway.url}/api/v1`, apiKey: secret, maxRetries: 0 })
const CHAT = { model: 'acme/priced', messages: [{ role: 'user' as const, content: 'Ahoy there' }] }

async function get(path: string, key = secret): Promise<{ status: number; body: JsonObject }> {
  const response = await fetch(`${gateway.url}/api/v1${path}`, {
    headers: { authorization: `Bearer ${key}` },
  })
  return { status: response.status, body: (await response.json()) as JsonObject } // All of them answer with an object.
}

describe('an answer', () => {
  test('says who gave it and what it cost, whole', async () => {
    const { data, response } = await client.chat.completions.create(CHAT).withResponse()
    expect(data).toMatchObject({
      provider: 'openai',
      choices: [{ finish_reason: 'stop', native_finish_reason: 'stop' }],
      usage: { cost: Number(response.headers.get('x-portolan-cost')), is_byok: false },
    })
    const { prompt_tokens: input = 0, completion_tokens: output = 0 } = data.usage ?? {}
    const cost = (input * 3 + output * 15) / 1e6
    expect(data.usage).toMatchObject({ cost, cost_details: { upstream_inference_cost: cost } })
  })

  test('and streamed, without being asked for usage', async () => {
    const chunks: JsonObject[] = []
    const stream = await client.chat.completions.create({ ...CHAT, stream: true })
    for await (const chunk of stream) chunks.push(JSON.parse(JSON.stringify(chunk)) as JsonObject) // It came as JSON.
    const last = chunks.at(-1)
    expect(last).toMatchObject({ choices: [], provider: 'openai', usage: { is_byok: false } })
    const usage = isJsonObject(last?.usage) ? last.usage : {}
    const cost = (Number(usage.prompt_tokens) * 3 + Number(usage.completion_tokens) * 15) / 1e6
    expect(usage).toMatchObject({ cost, cost_details: { upstream_inference_cost: cost } })
  })

  test('elsewhere is as its provider gave it', async () => {
    const plain = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: secret })
    expect(await plain.chat.completions.create(CHAT)).not.toHaveProperty('provider')
  })
})

test('an exchange can be read as a generation by its own key, and by no other', async () => {
  const { data, response } = await client.chat.completions.create(CHAT).withResponse()
  const id = response.headers.get('x-request-id') ?? ''
  const { status, body } = await get(`/generation?id=gen-${id}`)
  expect(status).toBe(200)
  expect(body.data).toMatchObject({
    id: `gen-${id}`,
    request_id: id,
    model: 'echo',
    provider_name: 'openai',
    finish_reason: 'stop',
    streamed: false,
    native_tokens_prompt: data.usage?.prompt_tokens,
    total_cost: Number(response.headers.get('x-portolan-cost')),
    provider_responses: [{ provider_name: 'openai', status: 200 }],
  })
  expect((await get(`/generation?id=${id}`, gateway.masterKey)).status).toBe(200)
  const other = await gateway.makeKey()
  const refused = await get(`/generation?id=${id}`, other.secret)
  expect(refused).toMatchObject({ status: 404, body: { error: { code: 404 } } })
  expect((await get('/generation')).status).toBe(404)
  expect((await get('/generation?id=x', 'sk-wrong')).status).toBe(401)
})

test('models, with prices for one token', async () => {
  const { body } = await get('/models?q=PRICED')
  expect(body).toMatchObject({
    data: [
      {
        id: 'acme/priced',
        pricing: { prompt: '0.000003', completion: '0.000015', input_cache_read: '0.0000003' },
      },
    ],
  })
  const all = (await get('/models')).body.data
  expect((await get('/models/count')).body).toEqual({ data: { count: Array.isArray(all) ? all.length : 0 } })
})

test('a page of models says where the next one is', async () => {
  const { body } = await get('/models?offset=1&limit=2')
  expect(body).toMatchObject({ links: { next: '/api/v1/models?offset=3&limit=2' } })
  expect((await get('/models?limit=0')).status).toBe(400)
  expect((await get('/models?offset=x')).status).toBe(400)
})

test('a key sees and counts only what it may call', async () => {
  const own = await gateway.makeKey({ models: ['acme/*'] })
  expect((await get('/models/count', own.secret)).body).toEqual({ data: { count: 1 } })
  expect((await get('/models/simulated/echo/endpoints', own.secret)).status).toBe(404)
})

test('a model’s endpoints, with what was measured of them', async () => {
  await client.chat.completions.create(CHAT)
  const { body } = await get('/models/acme/priced/endpoints')
  expect(body.data).toMatchObject({
    id: 'acme/priced',
    endpoints: [
      { provider_name: 'openai', tag: 'openai', pricing: { prompt: '0.000003' }, uptime_last_5m: 100 },
      { provider_name: 'anthropic', pricing: { completion: '0.000016' }, uptime_last_5m: null },
    ],
  })
})

test('what the key has spent, and what it has left', async () => {
  const spent = (await gateway.records())
    .filter((record) => record.keyId === keyId)
    .reduce((sum, { billedNanos }) => sum + (billedNanos ?? 0) / 1e9, 0)
  const { body } = await get('/key')
  expect(body.data).toMatchObject({ limit: 2, limit_reset: 'daily', is_management_key: false })
  const data = isJsonObject(body.data) ? body.data : {}
  expect(data.usage).toBeCloseTo(spent, 9)
  expect(data.limit_remaining).toBeCloseTo(2 - spent, 9)
  const credits = (await get('/credits')).body.data
  expect(credits).toEqual({ total_credits: expect.closeTo(2, 9), total_usage: data.usage })
  const unlimited = await gateway.makeKey()
  expect((await get('/credits', unlimited.secret)).body.data).toEqual({ total_credits: null, total_usage: 0 })
})

/** What OpenRouter's own description of its API says of each. */
describe.skipIf(!hasCorpora)('has the shape that OpenRouter describes', () => {
  const document = (hasCorpora ? corpusJson('schemas/openrouter.openapi.min.json') : {}) as JsonObject // As published.
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  formats.default(ajv)
  ajv.addSchema({ ...document, $id: 'openrouter' })

  test.each([
    ['/models', '/models'],
    ['/models/count', '/models/count'],
    ['/models/acme/priced/endpoints', '/models/{author}/{slug}/endpoints'],
    ['/model/acme/priced', '/model/{author}/{slug}'],
    ['/providers', '/providers'],
    ['/key', '/key'],
    ['/credits', '/credits'],
    ['/generation', '/generation'],
  ])('%s', async (path, described) => {
    const { response } = await client.chat.completions.create(CHAT).withResponse()
    const query = path === '/generation' ? `?id=${response.headers.get('x-request-id')}` : ''
    const { status, body } = await get(path + query)
    expect(status).toBe(200)
    const place = ['paths', described, 'get', 'responses', '200', 'content', 'application/json', 'schema']
    const pointer = place.map((step) => encodeURIComponent(step.replaceAll('/', '~1'))).join('/')
    const validate = ajv.compile({ $ref: `openrouter#/${pointer}` })
    validate(body)
    // Providers have the names that the operator gave them, which are not OpenRouter's.
    const faults = (validate.errors ?? []).filter(
      ({ instancePath }) => !instancePath.endsWith('/provider_name'),
    )
    expect(faults.map(({ instancePath, message }) => `${instancePath} ${message}`)).toEqual([])
  })
})
