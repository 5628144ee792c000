import OpenAI from 'openai'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { openaiClient } from '../support/openai-caller.ts'
import { startTestGateway } from '../support/test-gateway.ts'
import { until } from '../support/until.ts'

// What the Responses API alone has: answers that are kept, gone on from, and made while their caller is away.
const gateway = await startTestGateway({
  config: {
    models: {
      first: { targets: [{ provider: 'openai', model: 'think' }] },
      next: { targets: [{ provider: 'anthropic', model: 'echo' }] },
    },
  },
})
const mine = await gateway.makeKey()
const client = openaiClient(gateway.url, mine.secret)
const stranger = openaiClient(gateway.url, (await gateway.makeKey()).secret)
afterAll(() => gateway.close())
beforeEach(() => gateway.simulator.reset())

const lastBody = () => gateway.simulator.requests().at(-1)?.body ?? {}

describe.each(['openai', 'anthropic'])('a response of %s that is kept', (provider) => {
  test('can be had again, listed and deleted, by its own key alone', async () => {
    const made = await client.responses.create({ model: `${provider}/echo`, input: 'Ahoy there' })
    const kept = await client.responses.retrieve(made.id)
    expect(kept).toMatchObject({ id: made.id, status: 'completed', output: made.output })
    const items = await client.responses.inputItems.list(made.id)
    expect(items.data).toMatchObject([
      {
        type: 'message',
        role: 'user',
        id: expect.stringMatching(/^msg_/),
        content: [{ text: 'Ahoy there' }],
      },
    ])
    await expect(stranger.responses.retrieve(made.id)).rejects.toBeInstanceOf(OpenAI.NotFoundError)
    await expect(stranger.responses.delete(made.id)).rejects.toBeInstanceOf(OpenAI.NotFoundError)
    const onward = { model: `${provider}/echo`, input: 'And?', previous_response_id: made.id }
    await expect(stranger.responses.create(onward)).rejects.toMatchObject({
      status: 400,
      param: 'previous_response_id',
    })
    await client.responses.delete(made.id)
    await expect(client.responses.retrieve(made.id)).rejects.toBeInstanceOf(OpenAI.NotFoundError)
  })

  test('is kept of a stream before its caller has the end of it', async () => {
    const stream = client.responses.stream({ model: `${provider}/echo`, input: 'Ahoy there' })
    const types: string[] = []
    for await (const { type } of stream) types.push(type)
    const made = await stream.finalResponse()
    expect(types.at(0)).toBe('response.created')
    expect(types.filter((type) => /completed|incomplete|failed|error/.test(type))).toHaveLength(1)
    expect(types.at(-1)).toBe('response.completed')
    expect((await client.responses.retrieve(made.id)).output_text).toBe('Ahoy there')
  })

  test('is gone on from elsewhere, with all that was said', async () => {
    const other = provider === 'openai' ? 'anthropic' : 'openai'
    const one = await client.responses.create({ model: `${provider}/echo`, input: 'The first' })
    const two = await client.responses.create({
      model: `${other}/echo`,
      input: 'The second',
      previous_response_id: one.id,
    })
    expect(two.previous_response_id).toBe(one.id)
    const three = await client.responses.create({
      model: `${provider}/echo`,
      input: 'The third',
      previous_response_id: two.id,
    })
    expect(three.output_text).toBe('The third')
    const sent = JSON.stringify(lastBody())
    expect(sent.match(/The first/g)).toHaveLength(2)
    expect(sent.match(/The second/g)).toHaveLength(2)
    expect(sent).not.toContain('previous_response_id')
    expect(sent).not.toContain('_ptl')
    const items = await client.responses.inputItems.list(three.id, { order: 'asc', limit: 2 })
    const texts: string[] = []
    for await (const item of items) texts.push(JSON.stringify(item))
    expect(texts).toHaveLength(5)
    expect(texts[4]).toContain('The third')
  })
})

test('what one provider has signed never reaches another, and its own comes back', async () => {
  const tools = [
    { type: 'function' as const, name: 'weather', strict: false, parameters: { type: 'object' } },
  ]
  const asked = await client.responses.create({ model: 'anthropic/think', input: 'Lisbon please', tools })
  const call = asked.output.find((item) => item.type === 'function_call')
  const output = [{ type: 'function_call_output' as const, call_id: call?.call_id ?? '', output: 'sunny' }]
  const back = { input: output, tools, previous_response_id: asked.id }
  expect((await client.responses.create({ ...back, model: 'anthropic/think' })).output_text).toContain(
    'sunny',
  )
  expect((await client.responses.create({ ...back, model: 'openai/echo' })).status).toBe('completed')
  expect(JSON.stringify(lastBody())).not.toMatch(/portolan\.1\.|encrypted_content/)
})

test('items may be referred to by their names', async () => {
  const one = await client.responses.create({ model: 'first', input: 'Remember me' })
  const said = one.output.find((item) => item.type === 'message')
  const reference = { type: 'item_reference' as const, id: said?.id ?? '' }
  const again = { role: 'user' as const, content: 'And now?' }
  await client.responses.create({ model: 'next', input: [reference, again] })
  expect(JSON.stringify(lastBody())).toContain('Remember me')
  const unknown = { ...reference, id: 'msg_of_nobody' }
  await expect(client.responses.create({ model: 'next', input: [unknown, again] })).rejects.toMatchObject({
    status: 400,
    param: 'input[0].id',
  })
})

test.each([
  ['store: false', { store: false }, {}],
  ['x-portolan-no-store', {}, { 'x-portolan-no-store': 'true' }],
])('%s keeps nothing', async (_, body, headers) => {
  const made = await client.responses.create({ model: 'next', input: 'Ahoy', ...body }, { headers })
  await expect(client.responses.retrieve(made.id)).rejects.toBeInstanceOf(OpenAI.NotFoundError)
  const inBackground = { model: 'next', input: 'Ahoy', background: true, ...body }
  await expect(client.responses.create(inBackground, { headers })).rejects.toMatchObject({ status: 400 })
})

test('a conversation of OpenAI’s own is refused', async () => {
  const request = { model: 'first', input: 'Ahoy', conversation: 'conv_1' }
  await expect(client.responses.create(request)).rejects.toMatchObject({ code: 'unsupported_parameter' })
  expect(gateway.simulator.stats().requests).toBe(0)
})

describe.each(['openai', 'anthropic'])('in the background, by %s', (provider) => {
  test('it is queued, goes on alone, and is there in the end', async () => {
    const made = await client.responses.create({ model: `${provider}/echo`, input: 'Ahoy', background: true })
    expect(made).toMatchObject({ status: 'queued', background: true, output: [] })
    await until(async () => (await client.responses.retrieve(made.id)).status === 'completed')
    const kept = await client.responses.retrieve(made.id)
    expect(kept).toMatchObject({ id: made.id, background: true, output_text: 'Ahoy' })
    await expect(stranger.responses.retrieve(made.id)).rejects.toBeInstanceOf(OpenAI.NotFoundError)
    const next = { model: 'next', input: 'And?', previous_response_id: made.id }
    expect((await client.responses.create(next)).output_text).toBe('And?')
    const record = (await gateway.records()).find(({ id }) => made.id.endsWith(id.slice('exc_'.length)))
    expect(record).toMatchObject({ status: 200, provider, usageSource: 'provider' })
  })

  test('its stream may be lost, and read on from where it was', async () => {
    gateway.simulator.script([{ paceMs: 10 }])
    const request = { model: `${provider}/echo`, input: 'word '.repeat(40).trim(), background: true }
    const stream = await client.responses.create({ ...request, stream: true })
    let id = ''
    let after = -1
    for await (const event of stream) {
      if (event.type === 'response.created') id = event.response.id
      after = event.sequence_number
      if (after === 8) stream.controller.abort()
    }
    const numbers: number[] = []
    let text = ''
    for await (const event of await client.responses.retrieve(id, { stream: true, starting_after: after })) {
      numbers.push(event.sequence_number)
      if (event.type === 'response.completed') text = event.response.output.map(textIn).join('')
    }
    expect(numbers).toEqual(numbers.map((_, place) => after + 1 + place))
    expect(text).toBe(request.input)
    const whole = await client.responses.stream({ response_id: id }).finalResponse()
    expect(whole.output_text).toBe(request.input)
  })

  test('it can be called off, and what it took is in the books', async () => {
    gateway.simulator.script([{ paceMs: 20 }])
    const request = { model: `${provider}/echo`, input: 'word '.repeat(200), background: true }
    const made = await client.responses.create(request)
    await until(async () => (await client.responses.retrieve(made.id)).status === 'in_progress')
    expect(await client.responses.cancel(made.id)).toMatchObject({ id: made.id, status: 'cancelled' })
    await until(() => gateway.simulator.requests()[0]?.isOver === true)
    expect(await client.responses.cancel(made.id)).toMatchObject({ status: 'cancelled' })
    expect(await client.responses.retrieve(made.id)).toMatchObject({ status: 'cancelled' })
    const record = (await gateway.records()).find(({ id }) => made.id.endsWith(id.slice('exc_'.length)))
    expect(record).toMatchObject({ errorCode: 'client_closed_request', usageSource: 'estimated' })
  })

  test('a provider that fails makes it a failed one', async () => {
    const made = await client.responses.create({
      model: `${provider}/error-401`,
      input: 'Ahoy',
      background: true,
    })
    await until(async () => (await client.responses.retrieve(made.id)).status === 'failed')
    expect(await client.responses.retrieve(made.id)).toMatchObject({
      error: { code: 'provider_unauthorized' },
    })
  })
})

test('what is wrong with a request is said at once, in the background too', async () => {
  const request = { model: 'no-such-model', input: 'Ahoy', background: true }
  await expect(client.responses.create(request)).rejects.toBeInstanceOf(OpenAI.NotFoundError)
  const made = await client.responses.create({ model: 'next', input: 'Ahoy' })
  await expect(client.responses.cancel(made.id)).rejects.toBeInstanceOf(OpenAI.BadRequestError)
})

test('a process takes so many in the background, and no more', async () => {
  gateway.simulator.script(Array.from({ length: 32 }, () => ({ paceMs: 1_000 })))
  const request = { model: 'next', input: 'word '.repeat(50), background: true }
  const made = await Promise.all(Array.from({ length: 32 }, () => client.responses.create(request)))
  await expect(client.responses.create(request)).rejects.toMatchObject({ status: 503, code: 'overloaded' })
  for (const { id } of made) await client.responses.cancel(id)
  const { id } = await client.responses.create(request)
  await client.responses.cancel(id)
})

test('a stream that breaks ends in one error, with the number that is its turn', async () => {
  const response = await fetch(`${gateway.url}/v1/responses`, {
    method: 'POST',
    headers: { authorization: `Bearer ${mine.secret}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'openai/echo?cut-events=6', input: 'one two three four', stream: true }),
  })
  const text = await response.text()
  const numbers = [...text.matchAll(/"sequence_number":(\d+)/g)].map(([, number]) => Number(number))
  expect(numbers).toEqual(numbers.map((_, place) => place))
  expect(text.match(/^event: (?:error|response\.(?:completed|incomplete|failed))$/gm)).toEqual([
    'event: error',
  ])
})

test('a turn of Codex: calls, a grammar, encrypted reasoning, and nothing kept', async () => {
  const request = {
    model: 'anthropic/think',
    instructions: 'You are a coding agent.',
    tools: [
      {
        type: 'function' as const,
        name: 'shell',
        strict: false,
        parameters: { type: 'object', properties: {} },
      },
      { type: 'web_search' as const },
    ],
    tool_choice: 'auto' as const,
    parallel_tool_calls: false,
    reasoning: { effort: 'high' as const, summary: 'auto' as const },
    store: false,
    stream: true as const,
    include: ['reasoning.encrypted_content' as const],
    prompt_cache_key: 'a-conversation',
  }
  const user = { type: 'message' as const, role: 'user' as const, content: 'List the files' }
  const input: OpenAI.Responses.ResponseInputItem[] = [user]
  for (const wanted of ['function_call', 'message']) {
    const done: OpenAI.Responses.ResponseOutputItem[] = []
    let completed = ''
    for await (const event of await client.responses.create({ ...request, input })) {
      if (event.type === 'response.output_item.done') done.push(event.item)
      if (event.type === 'response.completed') completed = event.response.id
    }
    expect(done.at(-1)?.type).toBe(wanted)
    await expect(client.responses.retrieve(completed)).rejects.toBeInstanceOf(OpenAI.NotFoundError)
    for (const item of done) {
      // It sends thoughts back by their summary and what is encrypted, without a name and without their text.
      if (item.type === 'reasoning') {
        const { summary, encrypted_content = null } = item
        expect(encrypted_content).toMatch(/./)
        input.push({ type: 'reasoning', id: '', summary, encrypted_content })
      } else if (item.type === 'function_call') {
        input.push(item, { type: 'function_call_output', call_id: item.call_id, output: 'README.md' })
      }
    }
  }
  expect(gateway.simulator.requests().map(({ status }) => status)).toEqual([200, 200])
})

function textIn(item: OpenAI.Responses.ResponseOutputItem): string {
  if (item.type !== 'message') return ''
  return item.content.map((part) => (part.type === 'output_text' ? part.text : '')).join('')
}
