import OpenAI from 'openai'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { openaiClient } from '../support/openai-caller.ts'
import { PROVIDER_NAMES } from '../support/test-config.ts'
import { startTestGateway } from '../support/test-gateway.ts'

const gateway = await startTestGateway()
const { secret } = await gateway.makeKey()
const client = openaiClient(gateway.url, secret)
afterAll(() => gateway.close())
beforeEach(() => gateway.simulator.reset())

describe.each(PROVIDER_NAMES)('text completions of the %s provider', (provider) => {
  test('whole', async () => {
    const answer = await client.completions.create({ model: `${provider}/echo`, prompt: 'Ahoy there' })
    expect(answer).toMatchObject({
      object: 'text_completion',
      choices: [{ index: 0, text: 'Ahoy there', finish_reason: 'stop', logprobs: null }],
    })
    const [row] = gateway.simulator.requests()
    expect(answer.usage).toMatchObject({
      prompt_tokens: row?.inputTokens,
      completion_tokens: row?.outputTokens,
    })
    expect((await gateway.records()).at(-1)).toMatchObject({
      dialect: 'openai-completions',
      provider,
      status: 200,
    })
  })

  test('streamed', async () => {
    const stream = await client.completions.create({
      model: `${provider}/lorem`,
      prompt: ['Speak'],
      max_tokens: 4,
      stream: true,
      stream_options: { include_usage: true },
    })
    const chunks: OpenAI.Completion[] = []
    for await (const chunk of stream) chunks.push(chunk)
    expect(
      chunks
        .map(({ choices }) => choices[0]?.text ?? '')
        .join('')
        .split(' '),
    ).toHaveLength(4)
    expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe('length')
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { completion_tokens: 4 } })
  })

  test('a stream that breaks raises', async () => {
    const prompt = { model: `${provider}/lorem!cut-events=5`, prompt: 'Speak' }
    const reading = async () => {
      for await (const _ of await client.completions.create({ ...prompt, stream: true }));
    }
    await expect(reading()).rejects.toBeInstanceOf(OpenAI.APIError)
  })
})

test.each([
  [{ prompt: [1, 2, 3] }, 'prompt'],
  [{ prompt: [[1], [2]] }, 'prompt'],
  [{ prompt: ['a', 'b'] }, 'prompt'],
  [{ prompt: '' }, 'prompt'],
  [{ prompt: 'a', suffix: 'b' }, 'suffix'],
  [{ prompt: 'a', echo: true }, 'echo'],
  [{ prompt: 'a', best_of: 3, n: 2 }, 'best_of'],
])('%j is refused by name', async (fields, param) => {
  const asked = client.completions.create({ model: 'openai/echo', ...fields })
  await expect(asked).rejects.toMatchObject({ status: 400, param })
  expect(gateway.simulator.requests()).toEqual([])
})

test('Azure’s SDK names the model in its path', async () => {
  const path = '/openai/deployments/openai%2Fecho/chat/completions?api-version=2024-10-21'
  const body = { messages: [{ role: 'user', content: 'Ahoy' }] }
  const ask = (fields: object) =>
    fetch(gateway.url + path, {
      method: 'POST',
      headers: { 'api-key': secret, 'content-type': 'application/json' },
      body: JSON.stringify({ ...body, ...fields }),
    })
  expect((await ask({})).headers.get('x-portolan-provider')).toBe('openai')
  expect((await ask({ model: 'anthropic/echo' })).headers.get('x-portolan-provider')).toBe('anthropic')
})
