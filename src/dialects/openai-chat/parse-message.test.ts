import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../core/json.ts'
import { parseRequest } from './parse.ts'

describe('messages', () => {
  test('parts of every kind', () => {
    const content = [
      {
        type: 'text',
        text: 'Look',
        cache_control: { type: 'ephemeral', ttl: '1h' },
        prompt_cache_breakpoint: { mode: 'explicit' },
      },
      { type: 'image_url', image_url: { url: 'data:image/jpeg;base64,AAAA', detail: 'low' } },
      { type: 'image_url', image_url: { url: 'https://x.example/a.png' } },
      { type: 'input_audio', input_audio: { data: 'BBBB', format: 'mp3' } },
      { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,CCCC' } },
      { type: 'file', file: { file_id: 'file-1' } },
      { type: 'video_url', video_url: { url: 'https://x.example/a.mp4' } },
      { type: 'document_url', document_url: 'https://x.example/a.pdf' },
    ]
    expect(message({ role: 'user', name: 'ann', content })).toEqual({
      role: 'user',
      name: 'ann',
      parts: [
        {
          type: 'text',
          text: 'Look',
          mark: { ttl: '1h' },
          extras: { 'openai-chat': { prompt_cache_breakpoint: { mode: 'explicit' } } },
        },
        { type: 'image', source: { type: 'base64', data: 'AAAA' }, mediaType: 'image/jpeg', detail: 'low' },
        { type: 'image', source: { type: 'url', url: 'https://x.example/a.png' } },
        { type: 'audio', source: { type: 'base64', data: 'BBBB' }, mediaType: 'audio/mpeg' },
        {
          type: 'file',
          source: { type: 'base64', data: 'CCCC' },
          mediaType: 'application/pdf',
          fileName: 'a.pdf',
        },
        { type: 'file', source: { type: 'file-id', id: 'file-1', owner: 'openai-chat' } },
        { type: 'video', source: { type: 'url', url: 'https://x.example/a.mp4' } },
        { type: 'opaque', owner: 'openai-chat', value: content[7] },
      ],
    })
  })

  test('calls and their results, which learn the name of the call', () => {
    const { messages } = parseRequest({
      model: 'm',
      messages: [
        {
          role: 'assistant',
          content: null,
          tool_calls: [
            { id: 'a', type: 'function', function: { name: 'f', arguments: '' } },
            { id: 'b', type: 'custom', custom: { name: 'sql', input: 'select 1' } },
          ],
        },
        {
          role: 'tool',
          tool_call_id: 'a',
          content: [
            { type: 'text', text: '1' },
            { type: 'text', text: '2' },
          ],
        },
      ],
    })
    expect(messages).toEqual([
      {
        role: 'assistant',
        parts: [
          { type: 'tool-call', id: 'a', name: 'f', arguments: '{}' },
          { type: 'tool-call', id: 'b', name: 'sql', arguments: 'select 1', custom: true },
        ],
      },
      {
        role: 'tool',
        parts: [
          {
            type: 'tool-result',
            callId: 'a',
            name: 'f',
            isError: false,
            parts: [
              { type: 'text', text: '1' },
              { type: 'text', text: '2' },
            ],
          },
        ],
      },
    ])
  })

  test('the older function_call and its result find each other', () => {
    const { messages } = parseRequest({
      model: 'm',
      messages: [
        { role: 'assistant', content: null, function_call: { name: 'f', arguments: '{"x":1}' } },
        { role: 'function', name: 'f', content: '2' },
      ],
    })
    const call = messages[0]?.parts[0]
    expect(call).toMatchObject({ type: 'tool-call', name: 'f', arguments: '{"x":1}' })
    expect(messages[1]?.parts[0]).toMatchObject({
      callId: call?.type === 'tool-call' ? call.id : '',
      name: 'f',
    })
  })
})

describe('reasoning that comes back', () => {
  test.each([
    [{ reasoning_content: 'Hm' }, [{ type: 'reasoning', text: 'Hm' }]],
    [{ reasoning: 'Hm', reasoning_content: 'Hm' }, [{ type: 'reasoning', text: 'Hm' }]],
    [
      { reasoning_content: 'Hm', reasoning_signature: 'SIG' },
      [{ type: 'reasoning', text: 'Hm', proof: anthropic('SIG') }],
    ],
    [
      {
        thinking_blocks: [
          { type: 'thinking', thinking: 'Hm', signature: 'SIG' },
          { type: 'redacted_thinking', data: 'RED' },
        ],
      },
      [
        { type: 'reasoning', text: 'Hm', proof: anthropic('SIG') },
        { type: 'reasoning', text: '', redacted: true, proof: anthropic('RED') },
      ],
    ],
    [
      {
        reasoning: 'Hm',
        reasoning_details: [
          { type: 'reasoning.text', text: 'H', index: 0 },
          { type: 'reasoning.text', text: 'm', index: 0 },
          { type: 'reasoning.text', signature: 'SIG', format: 'anthropic-claude-v1', index: 0 },
          { type: 'reasoning.encrypted', data: 'RED', format: 'anthropic-claude-v1', index: 1 },
        ],
      },
      [
        { type: 'reasoning', text: 'Hm', proof: anthropic('SIG') },
        { type: 'reasoning', text: '', redacted: true, proof: anthropic('RED') },
      ],
    ],
    [
      {
        reasoning: 'Hm',
        reasoning_details: [
          { type: 'reasoning.summary', summary: 'Hm', format: 'openai-responses-v1', index: 0 },
          { type: 'reasoning.encrypted', data: 'ENC', id: 'rs_1', format: 'openai-responses-v1', index: 0 },
        ],
      },
      [
        { type: 'reasoning', text: 'Hm', summary: true },
        {
          type: 'reasoning',
          text: '',
          redacted: true,
          proof: {
            owner: 'openai-chat',
            value: '{"type":"reasoning.encrypted","data":"ENC","id":"rs_1","format":"openai-responses-v1"}',
          },
        },
      ],
    ],
  ] as [JsonObject, unknown][])('%j', (echo, parts) => {
    expect(message({ role: 'assistant', content: 'Hi', ...echo }).parts).toEqual([
      ...(parts as []),
      { type: 'text', text: 'Hi' },
    ])
  })

  test("Gemini's signatures find the call, the text, or the message's first call", () => {
    const gemini = { owner: 'gemini', value: 'SIG' }
    const tool_calls = [{ id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } }]
    const signed = { type: 'tool-call', id: 'a', name: 'f', arguments: '{}', proof: gemini }
    const extra_content = { google: { thought_signature: 'SIG' } }
    const detail = { type: 'reasoning.encrypted', data: 'SIG', id: 'a', format: 'google-gemini-v1' }
    for (const fields of [
      { tool_calls: [{ ...tool_calls[0], extra_content }] },
      { tool_calls, reasoning_details: [detail] },
      { tool_calls: [{ ...tool_calls[0], extra_content }], reasoning_details: [detail] },
      { tool_calls, extra_content },
    ])
      expect(message({ role: 'assistant', content: null, ...fields }).parts).toEqual([signed])
    expect(message({ role: 'assistant', content: 'Hi', extra_content }).parts).toEqual([
      { type: 'text', text: 'Hi', proof: gemini },
    ])
  })
})

function message(value: JsonObject) {
  const [parsed] = parseRequest({ model: 'm', messages: [value] }).messages
  if (parsed === undefined) throw new Error('One message in, one out.')
  return parsed
}

function anthropic(value: string) {
  return { owner: 'anthropic-messages', value }
}
