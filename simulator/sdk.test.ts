import Anthropic from '@anthropic-ai/sdk'
import OpenAI from 'openai'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { startSimulator } from './simulator.ts'

// The official SDKs, unmodified, are the judges of what the simulator says.
const simulator = await startSimulator()
afterAll(() => simulator.close())
beforeEach(() => simulator.reset())

const openai = new OpenAI({ baseURL: `${simulator.url}/v1`, apiKey: 'sk-any', maxRetries: 0 })
const anthropic = new Anthropic({ baseURL: simulator.url, apiKey: 'sk-any', maxRetries: 0 })

const PARAMETERS = { type: 'object' as const, properties: { city: { type: 'string' } }, required: ['city'] }
const OPENAI_TOOLS = ['weather', 'time'].map((name) => ({
  type: 'function' as const,
  function: { name, parameters: PARAMETERS },
}))
const ANTHROPIC_TOOLS = ['weather', 'time'].map((name) => ({ name, input_schema: PARAMETERS }))
const user = (content: string) => ({ role: 'user' as const, content })

test('OpenAI: a stream adds up to the whole answer', async () => {
  const request = { model: 'think', messages: [user('Lisbon please')], tools: OPENAI_TOOLS }
  const whole = await openai.chat.completions.create(request)
  const stream = openai.chat.completions.stream({ ...request, stream_options: { include_usage: true } })
  const streamed = await stream.finalChatCompletion()
  const [call] = streamed.choices[0]?.message.tool_calls ?? []
  expect(call).toMatchObject({
    type: 'function',
    function: { name: 'weather', arguments: '{"city":"Lisbon"}' },
  })
  expect(streamed.choices[0]?.finish_reason).toBe('tool_calls')
  expect(streamed.usage).toEqual(whole.usage)
  expect(whole.choices[0]?.message).toMatchObject({ content: null, reasoning_content: expect.any(String) })
})

test('OpenAI: a tool loop, with two calls at once', async () => {
  const messages: OpenAI.ChatCompletionMessageParam[] = [user('Lisbon please')]
  const first = await openai.chat.completions.create({
    model: 'tools-parallel',
    messages,
    tools: OPENAI_TOOLS,
  })
  const message = first.choices[0]?.message
  const calls = message?.tool_calls ?? []
  expect(new Set(calls.map(({ id }) => id)).size).toBe(2)
  if (message !== undefined) messages.push(message)
  for (const { id } of calls) messages.push({ role: 'tool', tool_call_id: id, content: `sunny ${id}` })
  const second = await openai.chat.completions.create({
    model: 'tools-parallel',
    messages,
    tools: OPENAI_TOOLS,
  })
  expect(second.choices[0]?.message.content).toBe(
    `The tool said: ${calls.map(({ id }) => `sunny ${id}`).join(' ')}`,
  )
  const one = await openai.chat.completions.create({
    model: 'tools-parallel',
    messages: [user('x')],
    tools: OPENAI_TOOLS,
    parallel_tool_calls: false,
  })
  expect(one.choices[0]?.message.tool_calls).toHaveLength(1)
})

test('OpenAI: several answers, a limit, a stop word, a forced tool, JSON', async () => {
  const several = await openai.chat.completions.create({
    model: 'lorem',
    n: 3,
    max_tokens: 5,
    messages: [user('x')],
  })
  expect(several.choices.map(({ index, finish_reason }) => [index, finish_reason])).toEqual(
    [0, 1, 2].map((i) => [i, 'length']),
  )
  expect(new Set(several.choices.map(({ message }) => message.content)).size).toBe(3)
  expect(several.usage?.completion_tokens).toBe(15)
  const stopped = await openai.chat.completions.create({
    model: 'echo',
    stop: ['thr'],
    messages: [user('one two three')],
  })
  expect(stopped.choices[0]).toMatchObject({ finish_reason: 'stop', message: { content: 'one two ' } })
  const forced = await openai.chat.completions.create({
    model: 'echo',
    messages: [user('x')],
    tools: OPENAI_TOOLS,
    tool_choice: { type: 'function', function: { name: 'time' } },
  })
  expect(forced.choices[0]?.message.tool_calls?.[0]).toMatchObject({ function: { name: 'time' } })
  const json = await openai.chat.completions.create({
    model: 'json',
    messages: [user('Porto')],
    response_format: { type: 'json_schema', json_schema: { name: 'place', schema: PARAMETERS } },
  })
  expect(JSON.parse(json.choices[0]?.message.content ?? '')).toEqual({ city: 'Porto' })
})

test('OpenAI: images are seen, by bytes or by URL', async () => {
  const image = (url: string) => ({ type: 'image_url' as const, image_url: { url } })
  const bytes = `data:image/png;base64,${Buffer.alloc(100).toString('base64')}`
  const seen = await openai.chat.completions.create({
    model: 'vision',
    messages: [{ role: 'user', content: [image(bytes), image('https://example.com/a.png')] }],
  })
  expect(seen.choices[0]?.message.content).toBe('image/png 100 bytes, an image by URL.')
})

test('OpenAI: typed errors', async () => {
  const create = (model: string) => openai.chat.completions.create({ model, messages: [user('x')] })
  await expect(create('error-401')).rejects.toThrow(OpenAI.AuthenticationError)
  await expect(create('error-429')).rejects.toThrow(OpenAI.RateLimitError)
  await expect(create('error-500')).rejects.toThrow(OpenAI.InternalServerError)
  await expect(create('nobody')).rejects.toMatchObject({ status: 404, code: 'model_not_found' })
  await expect(create('echo?error=context_length_exceeded')).rejects.toMatchObject({
    code: 'context_length_exceeded',
  })
})

test('Anthropic: a stream adds up to the whole answer', async () => {
  const request = {
    model: 'think',
    max_tokens: 2_000,
    messages: [user('Lisbon please')],
    tools: ANTHROPIC_TOOLS,
  }
  const whole = await anthropic.messages.create(request)
  const streamed = await anthropic.messages.stream(request).finalMessage()
  expect(streamed.content[0]).toEqual(whole.content[0])
  expect(streamed.content[1]).toMatchObject({ type: 'tool_use', name: 'weather', input: { city: 'Lisbon' } })
  expect([streamed.stop_reason, streamed.usage.output_tokens]).toEqual([
    'tool_use',
    whole.usage.output_tokens,
  ])
})

test('Anthropic: a tool loop wants its thinking back, whole and first', async () => {
  const request = { model: 'think', max_tokens: 2_000, tools: ANTHROPIC_TOOLS }
  const question = user('Lisbon please')
  const { content } = await anthropic.messages.create({ ...request, messages: [question] })
  const call = content.find((block) => block.type === 'tool_use')
  const result = {
    type: 'tool_result' as const,
    tool_use_id: call?.id ?? '',
    content: [{ type: 'text' as const, text: 'sunny' }],
  }
  const answer = (blocks: Anthropic.ContentBlockParam[], more = {}) =>
    anthropic.messages.create({
      ...request,
      ...more,
      messages: [question, { role: 'assistant', content: blocks }, { role: 'user', content: [result] }],
    })
  const whole = await answer(content)
  expect(whole.content.at(-1)).toEqual({ type: 'text', text: 'The tool said: sunny' })
  const bare = content.filter((block) => block.type !== 'thinking')
  await expect(answer(bare)).rejects.toThrow('Expected `thinking` or `redacted_thinking`')
  const altered = content.map((block) =>
    block.type === 'thinking' ? { ...block, thinking: `${block.thinking}!` } : block,
  )
  await expect(answer(altered)).rejects.toThrow('Invalid `signature` in `thinking` block')
  expect((await answer(bare, { thinking: { type: 'disabled' } })).content).toHaveLength(1)
})

test('Anthropic: limit, stop sequence, image, JSON, count', async () => {
  const create = (body: object) =>
    anthropic.messages.create({ model: 'echo', max_tokens: 9, messages: [user('one two three')], ...body })
  expect(await create({ max_tokens: 2 })).toMatchObject({
    stop_reason: 'max_tokens',
    content: [{ text: 'one two' }],
  })
  expect(await create({ stop_sequences: ['two', 'thr'] })).toMatchObject({
    stop_reason: 'stop_sequence',
    stop_sequence: 'two',
    content: [{ text: 'one ' }],
  })
  const source = { type: 'base64', media_type: 'image/png', data: Buffer.alloc(31).toString('base64') }
  expect(
    await create({ model: 'vision', messages: [{ role: 'user', content: [{ type: 'image', source }] }] }),
  ).toMatchObject({ content: [{ text: 'image/png 31 bytes.' }] })
  const format = { type: 'json_schema', schema: PARAMETERS }
  expect(await create({ model: 'json', output_config: { format } })).toMatchObject({
    content: [{ text: '{"city":"one"}' }],
  })
  const counted = await anthropic.messages.countTokens({
    model: 'echo',
    system: 'abcd',
    messages: [user('efgh')],
  })
  expect(counted.input_tokens).toBe(2)
})

test('two calls of one id, where a provider is careless', async () => {
  const model = 'tools-parallel?duplicate-ids'
  const chat = await openai.chat.completions.create({ model, messages: [user('x')], tools: OPENAI_TOOLS })
  expect(chat.choices[0]?.message.tool_calls?.map(({ id }) => id)).toEqual(['duplicate', 'duplicate'])
  const message = await anthropic.messages.create({
    model,
    max_tokens: 99,
    messages: [user('x')],
    tools: ANTHROPIC_TOOLS,
  })
  expect(message.content).toMatchObject([{ id: 'duplicate' }, { id: 'duplicate' }])
})

test('Anthropic: typed errors, in a stream too', async () => {
  const create = (model: string) => anthropic.messages.create({ model, max_tokens: 9, messages: [user('x')] })
  await expect(create('error-401')).rejects.toThrow(Anthropic.AuthenticationError)
  await expect(create('error-429')).rejects.toThrow(Anthropic.RateLimitError)
  await expect(create('error-529')).rejects.toMatchObject({
    status: 529,
    error: { error: { type: 'overloaded_error' } },
  })
  const stream = anthropic.messages.stream({
    model: 'echo?stream-error=3',
    max_tokens: 9,
    messages: [user('a b c')],
  })
  await expect(stream.finalMessage()).rejects.toThrow('Overloaded')
})
