import { afterAll, expect, test } from 'vitest'
import { startSimulator } from '../simulator.ts'
import { post } from '../testing.ts'

const simulator = await startSimulator()
afterAll(() => simulator.close())

const USER = { role: 'user', content: 'hi' }
const call = (...ids: string[]) => ({
  role: 'assistant',
  content: null,
  tool_calls: ids.map((id) => ({ id, type: 'function', function: { name: 'f', arguments: '{}' } })),
})
const result = (id: string) => ({ role: 'tool', tool_call_id: id, content: 'x' })
const messages = (...list: object[]) => ({ messages: list })
const tool = (name: string) => ({ tools: [{ type: 'function', function: { name } }] })

test.each<[why: string, body: object, code: string | null, param: string | null]>([
  ['no model', { model: undefined, ...messages(USER) }, null, null],
  ['no messages', {}, 'missing_required_parameter', 'messages'],
  ['messages that are text', { messages: 'hi' }, 'invalid_type', 'messages'],
  ['no message at all', { messages: [] }, 'empty_array', 'messages'],
  ['an unknown role', messages({ role: 'model', content: 'x' }), 'invalid_value', 'messages[0].role'],
  ['no content', messages({ role: 'user' }), 'invalid_type', 'messages[0].content'],
  [
    'an empty assistant',
    messages(USER, { role: 'assistant', content: null }),
    'invalid_type',
    'messages[1].content',
  ],
  [
    'an unknown part',
    messages({ role: 'user', content: [{ type: 'image' }] }),
    'invalid_value',
    'messages[0].content[0].type',
  ],
  ['a result without a call', messages(USER, result('a')), null, 'messages.[1].role'],
  ['a result for another call', messages(USER, call('a'), result('b')), null, 'messages.[2].tool_call_id'],
  [
    'a call that is not answered',
    messages(USER, call('a', 'b'), result('a'), USER),
    null,
    'messages.[3].role',
  ],
  ['a call at the end', messages(USER, call('a')), null, 'messages.[2].role'],
  [
    'a result without id',
    messages(USER, call('a'), { role: 'tool', content: 'x' }),
    'missing_required_parameter',
    'messages[2].tool_call_id',
  ],
  [
    'arguments that are an object',
    messages({
      role: 'assistant',
      tool_calls: [{ id: 'a', type: 'function', function: { name: 'f', arguments: {} } }],
    }),
    'invalid_type',
    'messages[0].tool_calls[0].function.arguments',
  ],
  ['too hot', { ...messages(USER), temperature: 2.5 }, 'decimal_above_max_value', 'temperature'],
  ['no tokens', { ...messages(USER), max_tokens: 0 }, 'integer_below_min_value', 'max_tokens'],
  [
    'half a token',
    { ...messages(USER), max_completion_tokens: 1.5 },
    'invalid_type',
    'max_completion_tokens',
  ],
  ['stream options without a stream', { ...messages(USER), stream_options: {} }, null, 'stream_options'],
  ['a tool choice without tools', { ...messages(USER), tool_choice: 'auto' }, null, 'tool_choice'],
  ['a dotted tool name', { ...messages(USER), ...tool('a.b') }, 'invalid_value', 'tools[0].function.name'],
  [
    'a choice of no tool',
    { ...messages(USER), ...tool('a'), tool_choice: { type: 'function', function: { name: 'b' } } },
    null,
    'tool_choice',
  ],
  [
    'JSON mode without the word',
    { ...messages(USER), response_format: { type: 'json_object' } },
    null,
    'messages',
  ],
  [
    'a nameless schema',
    { ...messages(USER), response_format: { type: 'json_schema', json_schema: {} } },
    'missing_required_parameter',
    'response_format.json_schema.name',
  ],
])('refuses %s', async (_, body, code, param) => {
  const response = await post(simulator, '/v1/chat/completions', { model: 'echo', ...body })
  expect(await response.json()).toEqual({
    error: { message: expect.any(String), type: 'invalid_request_error', code, param },
  })
  expect(response.status).toBe(400)
})

test('takes what is right: answered calls, in any order, and text in parts', async () => {
  const system = { role: 'developer', content: [{ type: 'text', text: 'be brief' }] }
  const body = { model: 'tools', ...messages(system, USER, call('a', 'b'), result('b'), result('a')) }
  expect((await post(simulator, '/v1/chat/completions', body)).status).toBe(200)
})

test('refuses what is not JSON', async () => {
  expect((await post(simulator, '/v1/chat/completions', '{"model":')).status).toBe(400)
})
