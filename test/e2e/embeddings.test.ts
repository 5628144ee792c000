import OpenAI from 'openai'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { vectorFromBase64 } from '../../src/wire/vector.ts'
import { openaiClient } from '../support/openai-caller.ts'
import { startPlainServer } from '../support/plain-server.ts'
import { startTestGateway } from '../support/test-gateway.ts'
import type { KeyFields } from '../support/test-key.ts'

const price = { input: 2 }
const plain = await startPlainServer({
  data: [{ embedding: [0.5, -0.25] }],
  usage: { prompt_tokens: 3, total_tokens: 3 },
})
const gateway = await startTestGateway({
  simulator: { slow: { firstTokenMs: 300, paceMs: 1 } },
  config: {
    providers: { plain: { kind: 'openai-compatible', base_url: plain.url } },
    models: {
      vectors: { targets: [{ provider: 'openai', model: 'echo', price }] },
      other: { targets: [{ provider: 'gemini', model: 'echo', price }] },
      failing: {
        strategy: 'order',
        targets: [
          { provider: 'anthropic', model: 'echo' },
          { provider: 'openai', model: 'error-503' },
          { provider: 'gemini', model: 'echo', price },
        ],
        retries: { attempts: 1 },
      },
      late: {
        strategy: 'order',
        targets: [
          { provider: 'openai', model: 'slow' },
          { provider: 'gemini', model: 'echo' },
        ],
        hedge: { after: '20ms', max_ratio: 1 },
      },
      talkers: { targets: [{ provider: 'anthropic', model: 'echo' }] },
    },
  },
})
afterAll(async () => {
  await gateway.close()
  await plain.close()
})
beforeEach(() => gateway.simulator.reset())

const clientOf = async (fields?: KeyFields) =>
  openaiClient(gateway.url, (await gateway.makeKey(fields)).secret)
const client = await clientOf()

/** The SDK's own promise also gives the headers. */
async function embed(params: OpenAI.EmbeddingCreateParams, by: OpenAI = client) {
  const { data, response } = await by.embeddings.create(params).withResponse()
  return { ...data, record: () => gateway.record(response.headers.get('x-request-id')), response }
}

async function raised(params: OpenAI.EmbeddingCreateParams, by: OpenAI = client) {
  const error: unknown = await by.embeddings.create(params).catch((thrown: unknown) => thrown)
  if (!(error instanceof OpenAI.APIError)) throw new Error('It was answered.', { cause: error })
  return error
}

test('the SDK gets vectors, and the books their price', async () => {
  // It asks for base64 by itself, and decodes it.
  const { data, usage, model, record, response } = await embed({
    model: 'vectors',
    input: ['one sea', 'two seas'],
  })
  expect(data.map(({ index, embedding }) => [index, embedding.length])).toEqual([
    [0, 64],
    [1, 64],
  ])
  expect(Math.hypot(...(data[0]?.embedding ?? []))).toBeCloseTo(1)
  expect(usage).toEqual({ prompt_tokens: 4, total_tokens: 4 })
  expect(model).toBe('echo')
  expect(response.headers.get('x-portolan-cost')).toBe('0.000008')
  expect(await record()).toMatchObject({
    operation: 'embeddings',
    dialect: 'openai-chat',
    requestedModel: 'vectors',
    provider: 'openai',
    status: 200,
    streamed: false,
    usage: { inputTokens: 4, outputTokens: 0 },
    usageSource: 'provider',
    costNanos: 8_000,
    billedNanos: 8_000,
    attempts: [{ status: 200, code: null }],
  })
  expect(gateway.simulator.requests()[0]?.body).toMatchObject({ model: 'echo', encoding_format: 'base64' })
})

test.each(['vectors', 'other'])('%s: the same numbers as floats and as base64', async (model) => {
  const floats = await embed({ model, input: 'the sea', encoding_format: 'float', dimensions: 8 })
  const [first] = floats.data
  expect(first?.embedding).toHaveLength(8)
  // Asked for by name the SDK leaves it as it is.
  const text = await embed({ model, input: 'the sea', encoding_format: 'base64', dimensions: 8 })
  const numbers = vectorFromBase64(String(text.data[0]?.embedding))
  expect(numbers).toEqual(first?.embedding)
})

test('a provider that does not know base64 is read all the same', async () => {
  const { data, usage } = await embed({ model: 'plain/m', input: 'x' })
  expect([data[0]?.embedding, usage.prompt_tokens]).toEqual([[0.5, -0.25], 3])
})

test('tokens go where they are known, and nowhere else', async () => {
  const { data, usage } = await embed({
    model: 'vectors',
    input: [
      [1, 2, 3],
      [4, 5],
    ],
  })
  expect([data.length, usage.prompt_tokens]).toEqual([2, 5])
  const error = await raised({ model: 'other', input: [1, 2, 3] })
  expect([error.status, error.code]).toEqual([400, 'unsupported_parameter'])
  expect(gateway.simulator.stats().requests).toBe(1)
})

test('a target that only talks is not asked, and says why', async () => {
  const error = await raised({ model: 'talkers', input: 'x' })
  expect(error).toBeInstanceOf(OpenAI.BadRequestError)
  const record = await gateway.record(error.headers?.get('x-request-id') ?? null)
  expect(record.decision?.candidates).toMatchObject([{ target: 'anthropic/echo', removedBy: 'operation' }])
  expect(gateway.simulator.stats().requests).toBe(0)
})

test('retries, then another provider in its own format', async () => {
  const { data, record, response } = await embed({ model: 'failing', input: ['a', 'b'], user: 'u-1' })
  expect(data).toHaveLength(2)
  expect(response.headers.get('x-portolan-dropped-params')).toBe('user')
  const { attempts, user, provider, costNanos } = await record()
  expect(attempts.map(({ target, code }) => [target, code])).toEqual([
    ['openai/error-503', 'provider_overloaded'],
    ['openai/error-503', 'provider_overloaded'],
    ['gemini/echo', null],
  ])
  expect([user, provider, costNanos]).toEqual(['u-1', 'gemini', 4_000])
  expect(gateway.simulator.requests().at(-1)?.path).toBe('/v1beta/models/echo:batchEmbedContents')
})

test('a hedge beside a slow one', async () => {
  // Answers pay for hedges, so there have to be some first.
  for (let paid = 0; paid < 2; paid++) await embed({ model: 'late', input: 'a' })
  const { record } = await embed({ model: 'late', input: 'a' })
  const { attempts } = await record()
  expect(attempts.map(({ target, code, role }) => [target, code, role])).toEqual([
    ['openai/slow', 'hedge_lost', undefined],
    ['gemini/echo', null, 'hedge'],
  ])
})

test('limits and budgets hold', async () => {
  const limited = await clientOf({ limits: { rpm: 1 } })
  await embed({ model: 'vectors', input: 'a' }, limited)
  expect((await raised({ model: 'vectors', input: 'a' }, limited)).code).toBe('rate_limited')
  const poor = await clientOf({ budgets: [{ usdNanos: 5_000, window: 'lifetime', onExhausted: 'deny' }] })
  await embed({ model: 'vectors', input: 'a' }, poor)
  expect((await raised({ model: 'vectors', input: 'many words of no use at all' }, poor)).code).toBe(
    'budget_exhausted',
  )
  const other = await clientOf({ models: ['other'] })
  expect((await raised({ model: 'vectors', input: 'a' }, other)).code).toBe('permission_denied')
})

test.each([
  [{ input: [] }, 'input'],
  [{ input: [''] }, 'input[0]'],
  [{ input: [['a']] }, 'input[0]'],
  [{ input: 'x', dimensions: 0 }, 'dimensions'],
  [{ input: 'x', encoding_format: 'int8' }, 'encoding_format'],
  [{ input: 'x', input_type: 'poem' }, 'input_type'],
  [{}, 'input'],
])('%j is refused by name', async (body, param) => {
  const error = await raised({ model: 'vectors', ...body } as OpenAI.EmbeddingCreateParams) // On purpose.
  expect(error).toBeInstanceOf(OpenAI.BadRequestError)
  expect([error.code, error.param]).toEqual(['invalid_request', param])
})
