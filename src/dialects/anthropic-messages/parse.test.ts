import { expect, test } from 'vitest'
import { GatewayError } from '../../core/error.ts'
import type { JsonObject, JsonValue } from '../../core/json.ts'
import { parse, parseTokenCount } from './parse.ts'

const BODY = { model: 'claude-sonnet-4-5', max_tokens: 64, messages: [{ role: 'user', content: 'Hi' }] }

function messagesOf(...content: JsonValue[]) {
  return parse({ ...BODY, messages: content.map((blocks) => ({ role: 'user', content: blocks })) }).messages
}

test.each<[string, JsonObject]>([
  ['model', { model: undefined }],
  ['max_tokens', { max_tokens: undefined }],
  ['max_tokens', { max_tokens: '64' }],
  ['max_tokens', { max_tokens: 1.5 }],
  ['messages', { messages: 'Hi' }],
  ['messages[0]', { messages: ['Hi'] }],
  ['messages[0].role', { messages: [{ role: 'tool', content: 'Hi' }] }],
  ['messages[0].content', { messages: [{ role: 'user' }] }],
  [
    'messages[1].content[0].type',
    { messages: [BODY.messages[0] ?? {}, { role: 'assistant', content: [{ text: 'x' }] }] },
  ],
  ['messages[0].content[0].text', { messages: [{ role: 'user', content: [{ type: 'text', text: 7 }] }] }],
  ['messages[0].content[0].source', { messages: [{ role: 'user', content: [{ type: 'image' }] }] }],
  [
    'messages[0].content[0].input',
    { messages: [{ role: 'user', content: [{ type: 'tool_use', id: 'a', name: 'b', input: 'c' }] }] },
  ],
  ['system', { system: 7 }],
  ['temperature', { temperature: 'hot' }],
  ['top_k', { top_k: 0.5 }],
  ['stop_sequences[1]', { stop_sequences: ['a', 1] }],
  ['stream', { stream: 'yes' }],
  ['tools', { tools: {} }],
  ['tools[0].input_schema', { tools: [{ name: 'a' }] }],
  ['tool_choice.type', { tool_choice: { type: 'some' } }],
  ['tool_choice.name', { tool_choice: { type: 'tool' } }],
  ['thinking', { thinking: true }],
  ['thinking.budget_tokens', { thinking: { type: 'enabled', budget_tokens: 'much' } }],
  ['metadata.user_id', { metadata: { user_id: 7 } }],
])('refuses a wrong %s by name', (param, fields) => {
  expect(() => parse({ ...BODY, ...fields })).toThrow(GatewayError)
  try {
    parse({ ...BODY, ...fields })
  } catch (error) {
    expect(error).toMatchObject({ code: 'invalid_request', details: { param } })
  }
})

test('null is as good as absent', () => {
  const nulls = {
    system: null,
    tools: null,
    temperature: null,
    thinking: null,
    metadata: null,
    stop_sequences: null,
  }
  expect(parse({ ...BODY, ...nulls })).toEqual(parse(BODY))
})

test('a user turn with tool results becomes a tool message and a user message', () => {
  const { messages } = parse({
    ...BODY,
    messages: [
      { role: 'assistant', content: [{ type: 'tool_use', id: 'toolu_1', name: 'look', input: { at: 1 } }] },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 'toolu_1', is_error: true, content: 'gone' },
          { type: 'text', text: 'And now?' },
        ],
      },
    ],
  })
  expect(messages.map(({ role }) => role)).toEqual(['assistant', 'tool', 'user'])
  expect(messages[0]?.parts).toEqual([
    { type: 'tool-call', id: 'toolu_1', name: 'look', arguments: '{"at":1}' },
  ])
  expect(messages[1]?.parts).toEqual([
    {
      type: 'tool-result',
      callId: 'toolu_1',
      name: 'look',
      isError: true,
      parts: [{ type: 'text', text: 'gone' }],
    },
  ])
})

test('documents keep their settings, and one cut into blocks keeps the cut', () => {
  const source = {
    type: 'content',
    content: [
      { type: 'text', text: 'a' },
      { type: 'text', text: 'b' },
    ],
  }
  const [message] = messagesOf([
    {
      type: 'document',
      source: { type: 'base64', media_type: 'application/pdf', data: 'JVBERg==' },
      title: 'T',
    },
    { type: 'document', source, citations: { enabled: true } },
    {
      type: 'image',
      source: { type: 'file', file_id: 'file_1' },
      cache_control: { type: 'ephemeral', ttl: '1h' },
    },
  ])
  expect(message?.parts).toEqual([
    {
      type: 'file',
      source: { type: 'base64', data: 'JVBERg==' },
      mediaType: 'application/pdf',
      extras: { 'anthropic-messages': { title: 'T' } },
    },
    {
      type: 'file',
      source: { type: 'text', text: 'a\nb' },
      mediaType: 'text/plain',
      extras: { 'anthropic-messages': { citations: { enabled: true }, source } },
    },
    {
      type: 'image',
      source: { type: 'file-id', id: 'file_1', owner: 'anthropic-messages' },
      mark: { ttl: '1h' },
    },
  ])
})

test('what is not known here goes back to Anthropic whole', () => {
  const block = { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: { query: 'x' } }
  expect(messagesOf([block])[0]?.parts).toEqual([
    { type: 'opaque', owner: 'anthropic-messages', value: block },
  ])
  const request = parse({
    ...BODY,
    container: 'c_1',
    output_config: { task_budget: { total: 5 } },
    metadata: { team: 'a' },
  })
  expect(request.extras).toEqual({
    'anthropic-messages': {
      container: 'c_1',
      output_config: { task_budget: { total: 5 } },
      metadata: { team: 'a' },
    },
  })
})

test.each<[JsonObject, object | undefined]>([
  [{}, undefined],
  [{ thinking: { type: 'enabled', budget_tokens: 2048 } }, { enabled: true, budgetTokens: 2048 }],
  [{ thinking: { type: 'disabled' } }, { enabled: false }],
  [{ thinking: { type: 'adaptive', display: 'omitted' } }, { enabled: true, adaptive: true, exclude: true }],
  [
    { thinking: { type: 'adaptive' }, output_config: { effort: 'xhigh' } },
    { enabled: true, adaptive: true, effort: 'xhigh' },
  ],
  [{ output_config: { effort: 'low' } }, { effort: 'low', adaptive: false }],
  [{ thinking: { type: 'between_tools' } }, undefined],
])('reads reasoning from %j', (fields, reasoning) => {
  expect(parse({ ...BODY, ...fields }).reasoning).toEqual(reasoning)
})

test('reads a schema under both names, and keeps a format it does not know', () => {
  const format = { type: 'json_schema', schema: { type: 'object' } }
  const read = { type: 'json-schema', name: 'answer', schema: { type: 'object' } }
  expect(parse({ ...BODY, output_config: { format } }).output.format).toEqual(read)
  expect(parse({ ...BODY, output_format: format }).output.format).toEqual(read)
  expect(parse({ ...BODY, output_format: 'markdown' }).extras).toEqual({
    'anthropic-messages': { output_format: 'markdown' },
  })
})

test('counting tokens needs no max_tokens', () => {
  const { max_tokens: _, ...body } = BODY
  expect(parseTokenCount(body).output).toEqual({ format: { type: 'text' } })
})
