import { CohereClientV2, CohereError } from 'cohere-ai'
import { afterAll, beforeEach, expect, test } from 'vitest'
import type { JsonObject } from '../../src/core/json.ts'
import { postJson } from '../support/post-json.ts'
import { startTestGateway } from '../support/test-gateway.ts'

const upstream = (kind: string, url: string) => ({ kind, base_url: url, api_key: 'sk-upstream-of-tests' })
const price = { search: 0.002 }
const gateway = await startTestGateway({
  configFor: (url) => ({
    providers: {
      cohere: upstream('cohere', `${url}/v2`),
      jina: upstream('jina', `${url}/v1`),
      voyage: upstream('voyage', `${url}/v1`),
    },
    models: {
      best: { targets: [{ provider: 'cohere', model: 'echo', price }] },
      failing: {
        strategy: 'order',
        targets: [
          { provider: 'openai', model: 'echo' },
          { provider: 'cohere', model: 'error-500' },
          { provider: 'voyage', model: 'echo', price: { input: 1 } },
        ],
        retries: { attempts: 0 },
      },
    },
  }),
})
afterAll(() => gateway.close())
beforeEach(() => gateway.simulator.reset())

const { secret } = await gateway.makeKey()
const client = new CohereClientV2({ token: secret, environment: gateway.url, maxRetries: 0 })
const documents = ['the south', 'a star of the north', 'salt']

test('the SDK gets the best first, and the books the searches', async () => {
  const { data, rawResponse } = await client
    .rerank({ model: 'best', query: 'north star', documents, topN: 2 })
    .withRawResponse()
  expect(data.results.map(({ index }) => index)).toEqual([1, expect.any(Number)])
  expect(data.meta?.billedUnits?.searchUnits).toBe(1)
  expect(await gateway.record(rawResponse.headers.get('x-request-id'))).toMatchObject({
    operation: 'rerank',
    provider: 'cohere',
    usage: { inputTokens: 0, units: { searches: 1 } },
    usageSource: 'provider',
    billedNanos: 2_000_000,
  })
})

test.each(['cohere', 'jina', 'voyage', 'compatible', 'simulated'])(
  '%s: the same answer',
  async (provider) => {
    const asked = {
      model: `${provider}/echo`,
      query: 'north star',
      documents,
      top_n: 1,
      return_documents: true,
    }
    const { results } = await post('/v1/rerank', asked)
    expect(results).toMatchObject([{ index: 1 }])
    if (provider === 'cohere') expect(results).toMatchObject([{ document: { text: documents[1] } }])
  },
)

test.each(['cohere', 'jina', 'voyage'])('%s: vectors in the encoding of the caller', async (provider) => {
  const asked = { model: `${provider}/echo`, input: ['a', 'b'], input_type: 'query', dimensions: 4 }
  expect(await post('/v1/embeddings', asked)).toMatchObject({
    data: [{ embedding: expect.any(Array) }, { embedding: expect.any(Array) }],
    usage: { prompt_tokens: 2 },
  })
  expect(await post('/v1/embeddings', { ...asked, encoding_format: 'base64' })).toMatchObject({
    data: [{ embedding: expect.any(String) }, { embedding: expect.any(String) }],
  })
})

test('another provider where one fails, in its own format', async () => {
  const { rawResponse } = await client.rerank({ model: 'failing', query: 'x', documents }).withRawResponse()
  const { attempts, decision, billedNanos } = await gateway.record(rawResponse.headers.get('x-request-id'))
  expect(attempts.map(({ target, code }) => [target, code])).toEqual([
    ['cohere/error-500', 'provider_error'],
    ['voyage/echo', null],
  ])
  expect(decision?.candidates).toContainEqual(
    expect.objectContaining({ target: 'openai/echo', removedBy: 'operation' }),
  )
  expect(billedNanos).toBe(9_000)
})

test('who only ranks is not talked to', async () => {
  const answer = await postJson(`${gateway.url}/v1/chat/completions`, secret, {
    model: 'voyage/echo',
    messages: [{ role: 'user', content: 'x' }],
  })
  expect(answer).toMatchObject({ status: 400, body: { error: { code: 'unsupported_parameter' } } })
  expect(gateway.simulator.stats().requests).toBe(0)
})

test.each([
  [{ query: '' }, 'query'],
  [{ documents: [] }, 'documents'],
  [{ documents: [1] }, 'documents[0]'],
  [{ top_n: -1 }, 'top_n'],
])('%j is refused by name', async (wrong, param) => {
  const { status, body } = await postJson(`${gateway.url}/rerank`, secret, {
    model: 'best',
    query: 'x',
    documents,
    ...wrong,
  })
  expect([status, body]).toMatchObject([400, { error: { code: 'invalid_request', param } }])
})

test('the SDK raises', async () => {
  const error: unknown = await client
    .rerank({ model: 'nobody', query: 'x', documents })
    .catch((thrown) => thrown)
  expect(error).toBeInstanceOf(CohereError)
  expect(error).toMatchObject({ statusCode: 404 })
})

async function post(path: string, body: JsonObject): Promise<JsonObject> {
  const answer = await postJson(`${gateway.url}${path}`, secret, body)
  expect(answer.status).toBe(200)
  return answer.body
}
