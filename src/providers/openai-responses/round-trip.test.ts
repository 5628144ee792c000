import { describe, expect, test } from 'vitest'
import { isJsonObject, type JsonObject } from '../../core/json.ts'
import { openaiResponses } from '../../dialects/openai-responses/index.ts'
import { encode } from './encode.ts'

const TARGET = { model: 'gpt', maxOutputTokens: null, reasons: true }

/** What is said of the conversation, once more by the encoder. */
function again(body: JsonObject): JsonObject {
  const { body: encoded, dropped } = encode(openaiResponses.parse({ model: 'smart', ...body }), TARGET)
  expect(dropped).toEqual([])
  return encoded
}

describe('what a caller of this dialect can say is said to a provider of it', () => {
  const reasoning = {
    type: 'reasoning',
    id: 'rs_1',
    summary: [
      { type: 'summary_text', text: 'First' },
      { type: 'summary_text', text: 'Then' },
    ],
    encrypted_content: 'gAAAA==',
  }
  const items: JsonObject[] = [
    {
      type: 'message',
      role: 'user',
      content: [
        { type: 'input_text', text: 'Look' },
        { type: 'input_image', image_url: 'data:image/png;base64,AAAA', detail: 'low' },
        { type: 'input_file', filename: 'a.pdf', file_data: 'data:application/pdf;base64,AAAA' },
        { type: 'input_file', file_id: 'file_1' },
        { type: 'input_audio', input_audio: { data: 'AAAA', format: 'mp3' } },
      ],
    },
    reasoning,
    { type: 'function_call', call_id: 'c1', name: 'weather', arguments: '{ "city" : "Bergen" }' },
    { type: 'custom_tool_call', call_id: 'c2', name: 'patch', input: '*** Begin' },
    { type: 'function_call_output', call_id: 'c1', output: 'rain' },
    {
      type: 'custom_tool_call_output',
      call_id: 'c2',
      output: [{ type: 'input_image', image_url: 'https://a.example/b.png' }],
    },
    { type: 'web_search_call', id: 'ws_1', status: 'completed', action: { type: 'search', query: 'q' } },
    {
      type: 'message',
      role: 'assistant',
      phase: 'final_answer',
      content: [{ type: 'output_text', text: 'It rains.' }],
    },
    { type: 'message', role: 'developer', content: [{ type: 'input_text', text: 'Be brief' }] },
  ]

  test('every item, in its order', () => {
    expect(again({ instructions: 'Be kind', input: items })).toMatchObject({
      instructions: 'Be kind',
      input: items,
    })
  })

  test.each<JsonObject>([
    {
      tools: [
        { type: 'function', name: 'f', parameters: { type: 'object' }, strict: true, defer_loading: true },
      ],
    },
    {
      tools: [
        { type: 'custom', name: 'p', format: { type: 'grammar', syntax: 'lark', definition: 'start: "a"' } },
      ],
    },
    { tools: [{ type: 'web_search', search_context_size: 'low' }], tool_choice: { type: 'web_search' } },
    {
      tools: [{ type: 'function', name: 'f', parameters: {}, strict: false }],
      tool_choice: { type: 'allowed_tools', mode: 'auto', tools: [{ type: 'function', name: 'f' }] },
      parallel_tool_calls: false,
    },
    {
      text: {
        format: { type: 'json_schema', name: 'n', schema: { type: 'object' }, strict: true },
        verbosity: 'low',
      },
    },
    { reasoning: { effort: 'high', summary: 'auto' }, max_output_tokens: 100, temperature: 0.5, top_p: 0.9 },
    { include: ['web_search_call.action.sources', 'reasoning.encrypted_content'], truncation: 'auto' },
    { metadata: { a: 'b' }, prompt_cache_key: 'k', service_tier: 'flex', user: 'u', max_tool_calls: 3 },
  ])('%j', (fields) => {
    const encoded = again({ input: 'Hi', ...fields })
    expect(encoded).toMatchObject(fields)
    expect(encoded).toMatchObject({ model: 'gpt', store: false })
  })
})

test.each([
  [{ input: [{ type: 'message', role: 'narrator', content: 'x' }] }, 'input[0].role'],
  [{ input: [{ type: 'function_call', name: 'f' }] }, 'input[0].call_id'],
  [{ input: 3 }, 'input'],
  [{ input: [] }, 'input'],
  [{ input: 'x', tools: [{ type: 'function' }] }, 'tools[0].name'],
  [{ input: 'x', text: { format: { type: 'yaml' } } }, 'text.format.type'],
  [{ input: 'x', reasoning: { effort: 'utmost' } }, 'reasoning.effort'],
  [{ input: 'x', conversation: 'conv_1' }, 'conversation'],
])('%j is refused by its path', (body, param) => {
  const parse = () => openaiResponses.parse({ model: 'smart', ...body })
  expect(parse).toThrow(expect.objectContaining({ details: expect.objectContaining({ param }) }))
})

test('what others have signed is opened for them, and is nothing to OpenAI', () => {
  const proof = { owner: 'anthropic-messages', value: 'EvQB' } as const
  const completion = {
    id: '',
    model: 'claude',
    usage: null,
    error: null,
    choices: [
      {
        parts: [
          { type: 'reasoning', text: 'Hm', proof },
          { type: 'reasoning', text: '', redacted: true, proof: { ...proof, value: 'secret' } },
          { type: 'text', text: 'So', proof: { owner: 'gemini', value: 'g1' } },
          { type: 'tool-call', id: 'c', name: 'f', arguments: '{}', proof: { owner: 'gemini', value: 'g2' } },
          { type: 'opaque', owner: 'anthropic-messages', value: { type: 'server_tool_use' } },
        ],
        finish: null,
        logprobs: null,
      },
    ],
  } as const
  const context = {
    ...{ exchangeId: 'exc_1', createdMs: 0, requestedModel: 'm', choices: 1 },
    ...{ includeUsage: true, excludeReasoning: false },
  }
  const { output } = openaiResponses.renderCompletion(completion, context)
  const items = Array.isArray(output) ? output.filter(isJsonObject) : []
  // As Codex sends it back: without the text, by its summary and what is encrypted.
  const kept = items.map(({ content, ...item }) => (item.type === 'reasoning' ? item : { ...item, content }))
  const parsed = openaiResponses.parse({ model: 'smart', input: JSON.parse(JSON.stringify(kept)) })
  expect(parsed.messages[0]?.parts).toEqual(completion.choices[0].parts)
  const { body, dropped } = encode(parsed, TARGET)
  expect(JSON.stringify(body)).not.toMatch(/portolan|EvQB|g1|g2|secret/)
  expect(dropped).toEqual(expect.arrayContaining(['proof', 'anthropic-messages part']))
})
