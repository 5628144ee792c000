import { afterAll, expect, test } from 'vitest'
import { startSimulator } from '../simulator.ts'
import { post } from '../testing.ts'

const simulator = await startSimulator()
afterAll(() => simulator.close())

const USER = { role: 'user', content: 'hi' }
const call = (...ids: string[]) => ({
  role: 'assistant',
  content: ids.map((id) => ({ type: 'tool_use', id, name: 'f', input: {} })),
})
const result = (id: string) => ({ type: 'tool_result', tool_use_id: id, content: 'x' })
const results = (...ids: string[]) => ({ role: 'user', content: ids.map(result) })
const TEXT = { type: 'text', text: 'then' }
const messages = (...list: object[]) => ({ messages: list })
const tool = (fields: object) => ({
  ...messages(USER),
  tools: [{ name: 'f', input_schema: { type: 'object' }, ...fields }],
})
const thinking = (budget_tokens: number) => ({
  ...messages(USER),
  thinking: { type: 'enabled', budget_tokens },
})

test.each<[why: string, body: object, message: string]>([
  ['no model', { model: undefined, ...messages(USER) }, 'model: Field required'],
  ['no messages', {}, 'messages: Field required'],
  ['no max_tokens', { max_tokens: undefined, ...messages(USER) }, 'max_tokens: Field required'],
  ['no message at all', { messages: [] }, 'at least one message is required'],
  ['a strange role', messages({ role: 'tool', content: 'x' }, USER), 'Unexpected role "tool"'],
  [
    'a system message first',
    messages({ role: 'system', content: 'x' }, USER),
    'immediately after a user turn',
  ],
  [
    'a system message after the assistant',
    messages(USER, { role: 'assistant', content: 'x' }, { role: 'system', content: 'x' }),
    'immediately after a user turn',
  ],
  ['no content', messages({ role: 'user' }), 'messages.0.content: Field required'],
  ['empty content', messages({ role: 'user', content: '' }, USER), 'must have non-empty content'],
  ['an empty text', messages({ role: 'user', content: [{ type: 'text', text: '' }] }), 'must be non-empty'],
  ['an empty system', { ...messages(USER), system: [{ type: 'text', text: '' }] }, 'must be non-empty'],
  ['a prefill with a space', messages(USER, { role: 'assistant', content: 'so ' }), 'trailing whitespace'],
  ['a result without a call', messages(results('a')), 'unexpected `tool_use_id`'],
  ['a result for another call', messages(USER, call('a'), results('a', 'b')), 'unexpected `tool_use_id`'],
  [
    'a call that is not answered',
    messages(USER, call('a', 'b'), results('a')),
    'without `tool_result` blocks immediately after: b',
  ],
  ['a call at the end', messages(USER, call('a')), 'without `tool_result` blocks'],
  [
    'text before the result',
    messages(USER, call('a'), { role: 'user', content: [TEXT, result('a')] }),
    'without `tool_result` blocks',
  ],
  ['an id with a dot', messages(USER, call('a.b'), results('a.b')), 'tool_use.id: String should match'],
  [
    'input that is text',
    messages(USER, { role: 'assistant', content: [{ type: 'tool_use', id: 'a', name: 'f', input: '{}' }] }),
    'valid dictionary',
  ],
  [
    'a strange image',
    messages({
      role: 'user',
      content: [{ type: 'image', source: { type: 'base64', media_type: 'image/bmp', data: '' } }],
    }),
    'media_type',
  ],
  ['a tool without schema', tool({ input_schema: undefined }), 'input_schema: Field required'],
  [
    'a schema of another type',
    tool({ input_schema: { type: 'string' } }),
    "input_schema.type: Input should be 'object'",
  ],
  ['a dotted tool name', tool({ name: 'a.b' }), 'name: String should match pattern'],
  [
    'a choice without tools',
    { ...messages(USER), tool_choice: { type: 'any' } },
    'only be specified while providing tools',
  ],
  ['a choice of no tool', { ...tool({}), tool_choice: { type: 'tool', name: 'g' } }, "Tool 'g' not found"],
  ['too hot', { ...messages(USER), temperature: 1.5 }, 'temperature: range: 0..1'],
  ['thinking of too little', thinking(100), 'greater than or equal to 1024'],
  ['thinking of too much', thinking(4096), '`max_tokens` must be greater than'],
  ['thinking at a temperature', { ...thinking(1024), temperature: 0.5 }, 'may only be set to 1'],
  [
    'thinking with a forced tool',
    { ...thinking(1024), ...tool({}), tool_choice: { type: 'any' } },
    'Thinking may not be enabled',
  ],
  [
    'thinking of a stranger',
    messages(
      USER,
      { role: 'assistant', content: [{ type: 'thinking', thinking: 'x', signature: 'y' }, TEXT] },
      USER,
    ),
    'Invalid `signature`',
  ],
])('refuses %s', async (_, body, message) => {
  const response = await post(simulator, '/v1/messages', { model: 'echo', max_tokens: 4096, ...body })
  expect(await response.json()).toEqual({
    type: 'error',
    error: { type: 'invalid_request_error', message: expect.stringContaining(message) },
    request_id: expect.stringMatching(/^req_/),
  })
  expect(response.status).toBe(400)
})

test('takes what is right: turns of one role in a row, and text after results', async () => {
  const body = {
    model: 'echo',
    max_tokens: 9,
    ...messages(USER, USER, call('a', 'b'), results('b'), { role: 'user', content: [result('a'), TEXT] }),
  }
  const response = await post(simulator, '/v1/messages', body)
  expect(await response.json()).toMatchObject({
    content: [{ type: 'text', text: 'then' }],
    stop_reason: 'end_turn',
  })
})

test('refuses a request without a version', async () => {
  const response = await fetch(`${simulator.url}/v1/messages`, {
    method: 'POST',
    body: JSON.stringify({ model: 'echo' }),
  })
  expect(await response.json()).toMatchObject({ error: { message: 'anthropic-version: header is required' } })
})
