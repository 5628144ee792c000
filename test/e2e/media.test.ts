import OpenAI, { toFile } from 'openai'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { openaiClient } from '../support/openai-caller.ts'
import { startTestGateway } from '../support/test-gateway.ts'

const failing = { provider: 'compatible', model: 'error-503' }
const gateway = await startTestGateway({
  config: {
    models: {
      painter: {
        strategy: 'order',
        targets: [failing, { provider: 'openai', model: 'echo', price: { input: 5, output: 40 } }],
        retries: { attempts: 0 },
      },
      'by-piece': {
        targets: [{ provider: 'openai', model: 'echo', price: { input: 0, output: 0, image: 0.04 } }],
      },
      speaker: {
        strategy: 'order',
        targets: [failing, { provider: 'openai', model: 'echo', price: { characters: 15 } }],
        retries: { attempts: 0 },
      },
      cut: { targets: [{ provider: 'openai', model: 'echo?cut-bytes=1', price: { characters: 15 } }] },
      listener: {
        strategy: 'order',
        targets: [
          { provider: 'compatible', model: 'error-500' },
          { provider: 'openai', model: 'echo', price: { second: 0.0001, input: 1, output: 2 } },
        ],
        retries: { attempts: 0 },
      },
      judge: { targets: [{ provider: 'openai', model: 'echo', price: { input: 0 } }] },
    },
  },
})
afterAll(() => gateway.close())
beforeEach(() => gateway.simulator.reset())

const client = openaiClient(gateway.url, (await gateway.makeKey()).secret)
const recordOf = (response: Response) => gateway.record(response.headers.get('x-request-id'))

test('moderation', async () => {
  const { data, response } = await client.moderations
    .create({ model: 'judge', input: ['a bomb', 'a boat'] })
    .withResponse()
  expect(data.results.map(({ flagged }) => flagged)).toEqual([true, false])
  expect(await recordOf(response)).toMatchObject({
    operation: 'moderation',
    costNanos: 0,
    usageSource: 'estimated',
  })
})

test('images, by another provider where one fails, at the price of their tokens', async () => {
  const { data, response } = await client.images
    .generate({ model: 'painter', prompt: 'a sea', n: 2 })
    .withResponse()
  expect(data.data).toHaveLength(2)
  expect(await recordOf(response)).toMatchObject({
    operation: 'image-generation',
    attempts: [{ code: 'provider_overloaded' }, { code: null }],
    usage: { inputTokens: 2, outputTokens: 2_112, units: { images: 2 } },
    costNanos: 2 * 5_000 + 2_112 * 40_000,
  })
})

test('partial images, as they come', async () => {
  const { data, response } = await client.images
    .generate({ model: 'painter', prompt: 'a sea', stream: true, partial_images: 2 })
    .withResponse()
  const types: string[] = []
  for await (const event of data) types.push(event.type)
  expect(types).toEqual([
    'image_generation.partial_image',
    'image_generation.partial_image',
    'image_generation.completed',
  ])
  expect(await recordOf(response)).toMatchObject({
    streamed: true,
    usage: { outputTokens: 1_056, units: { images: 1 } },
    billedNanos: 2 * 5_000 + 1_056 * 40_000,
  })
})

test('a price by the image', async () => {
  const { response } = await client.images
    .generate({ model: 'by-piece', prompt: 'a sea', n: 3 })
    .withResponse()
  expect((await recordOf(response)).billedNanos).toBe(120_000_000)
})

test('speech, in pieces, at the price of its characters', async () => {
  const response = await client.audio.speech.create({
    model: 'speaker',
    voice: 'alloy',
    input: 'Ahoy there',
    response_format: 'wav',
  })
  expect(response.headers.get('content-type')).toBe('audio/wav')
  expect((await response.arrayBuffer()).byteLength).toBe(10 * 1_024)
  expect(await recordOf(response)).toMatchObject({
    operation: 'speech',
    attempts: [{ code: 'provider_overloaded' }, { code: null }],
    usage: { units: { characters: 10 } },
    billedNanos: 150_000,
  })
})

test('speech that breaks off is not taken for whole', async () => {
  const response = await client.audio.speech.create({ model: 'cut', voice: 'alloy', input: 'Ahoy there' })
  await expect(response.arrayBuffer()).rejects.toThrow()
  expect(await recordOf(response)).toMatchObject({ status: 200, errorCode: 'stream_interrupted' })
})

const sound = () => toFile(Buffer.alloc(8_000, 'x'), 'a.wav', { type: 'audio/wav' })

test('a transcript, by another provider where one fails, at the price of its seconds', async () => {
  const { data, response } = await client.audio.transcriptions
    .create({ model: 'listener', file: await sound() })
    .withResponse()
  expect(data.text).toBe('A sound of 8000 bytes.')
  const record = await recordOf(response)
  expect(record).toMatchObject({
    operation: 'transcription',
    requestedModel: 'listener',
    attempts: [{ code: 'provider_error' }, { code: null }],
    usage: { inputTokens: 0, units: { seconds: 3 } },
    billedNanos: 300_000,
  })
  expect(gateway.simulator.requests().at(-1)?.body).toMatchObject({ model: 'echo', file: 8_000 })
  // Of the file its name and size are kept.
  const kept = await fetch(`${gateway.url}/admin/v1/exchanges/${record.id}`, {
    headers: { authorization: `Bearer ${gateway.masterKey}` },
  })
  expect(await kept.json()).toMatchObject({
    request: { model: 'listener', file: { file_name: 'a.wav', bytes: 8_000 } },
  })
})

test('a transcript as text, and as it is heard', async () => {
  const text = await client.audio.transcriptions.create({
    model: 'listener',
    file: await sound(),
    response_format: 'text',
  })
  expect(text).toBe('A sound of 8000 bytes.\n')
  const { data, response } = await client.audio.transcriptions
    .create({ model: 'listener', file: await sound(), stream: true })
    .withResponse()
  const types: string[] = []
  for await (const event of data) types.push(event.type)
  expect(types).toEqual(['transcript.text.delta', 'transcript.text.done'])
  expect(await recordOf(response)).toMatchObject({ streamed: true, billedNanos: 30 * 1_000 + 6 * 2_000 })
})

test('a translation', async () => {
  const { data, response } = await client.audio.translations
    .create({ model: 'listener', file: await sound() })
    .withResponse()
  expect(data.text).toContain('8000')
  expect(await recordOf(response)).toMatchObject({ operation: 'translation' })
})

test('an edited image', async () => {
  const { data, response } = await client.images
    .edit({ model: 'painter', prompt: 'a sea', image: [await sound(), await sound()], n: 2 })
    .withResponse()
  expect(data.data).toHaveLength(2)
  expect(await recordOf(response)).toMatchObject({ operation: 'image-edit', usage: { units: { images: 2 } } })
})

test('a form that names two models is refused', async () => {
  const form = new FormData()
  form.append('model', 'listener')
  form.append('model', 'openai/echo')
  form.append('file', new Blob(['x']), 'a.wav')
  const response = await fetch(`${gateway.url}/v1/audio/transcriptions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${gateway.masterKey}` },
    body: form,
  })
  expect([response.status, await response.json()]).toMatchObject([400, { error: { param: 'model' } }])
})

test.each([
  [
    'an image without a prompt',
    () => client.images.generate({ model: 'painter', prompt: undefined as never }),
  ],
  ['speech of nothing', () => client.audio.speech.create({ model: 'speaker', voice: 'alloy', input: '' })],
  ['a judgement on nothing', () => client.moderations.create({ input: [] })],
])('%s is refused', async (_, ask) => {
  const error: unknown = await ask().catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(OpenAI.BadRequestError)
  expect(gateway.simulator.stats().requests).toBe(0)
})
