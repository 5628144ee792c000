import type { JsonObject, JsonValue } from '../../src/core/json.ts'
import { SseParser, sseFrame } from '../../src/wire/sse.ts'
import type { Recording } from '../recordings.ts'

/** What no provider was caught at while the recordings were made, in the form that its documentation gives. */
export function syntheticChat(): Recording[] {
  return [
    stream('openai/cjk', [
      delta({ role: 'assistant', content: '' }),
      delta({ reasoning_content: '先想一想…' }),
      ...pieces(CJK).map((content) => delta({ content })),
      delta({
        tool_calls: [{ index: 0, id: 'call_1', type: 'function', function: { name: '天气', arguments: '' } }],
      }),
      ...pieces('{"城市":"서울 🌧️"}').map((text) =>
        delta({ tool_calls: [{ index: 0, function: { arguments: text } }] }),
      ),
      ...ended('tool_calls'),
    ]),
    stream('openai/content_filter', [delta({ content: 'I can' }), ...ended('content_filter')]),
    whole('openai/content_filter', chat({ role: 'assistant', content: '' }, 'content_filter')),
    stream('openai/odd finish', [delta({ content: 'So.' }), ...ended('recitation_limit')]),
    whole('openai/odd finish', chat({ role: 'assistant', content: 'So.' }, 'recitation_limit')),
    stream('openai/refusal', [
      ...pieces('I will not.').map((refusal) => delta({ refusal })),
      ...ended('stop'),
    ]),
    whole('openai/refusal', chat({ role: 'assistant', content: null, refusal: 'I will not.' }, 'stop')),
    withCrLf(
      stream('openai/crlf', [...pieces('Good day.').map((content) => delta({ content })), ...ended('stop')]),
    ),
    stream('openai/interleaved calls', [
      delta({ role: 'assistant', content: null, tool_calls: [begun(0, 'a'), begun(1, 'b')] }),
      ...['{"x"', ':', '[1,', '2]}'].flatMap((text) => [
        delta({ tool_calls: [{ index: 1, function: { arguments: text } }] }),
        delta({ tool_calls: [{ index: 0, function: { arguments: text } }] }),
      ]),
      ...ended('tool_calls'),
    ]),
  ]
}

export function syntheticMessages(): Recording[] {
  const full = { stop_reason: 'model_context_window_exceeded', stop_sequence: null }
  const input = (partial_json: string) => blockDelta(2, { type: 'input_json_delta', partial_json })
  return [
    stream('anthropic/cjk', [
      { type: 'message_start', message: { ...MESSAGE, content: [], stop_reason: null } },
      ...block(0, { type: 'thinking', thinking: '', signature: '' }, [
        ...pieces('先想一想…').map((thinking) => blockDelta(0, { type: 'thinking_delta', thinking })),
        blockDelta(0, { type: 'signature_delta', signature: 'EqQBCgIYAhIM' }),
      ]),
      ...block(1, { type: 'text', text: '' }, textDeltas(1, CJK)),
      ...block(
        2,
        { type: 'tool_use', id: 'toolu_1', name: 'weather', input: {} },
        pieces('{"城市":"서울 🌧️"}').map(input),
      ),
      ...stopped({ stop_reason: 'tool_use', stop_sequence: null }),
    ]),
    stream('anthropic/context window', [
      { type: 'message_start', message: { ...MESSAGE, content: [], stop_reason: null } },
      ...block(0, { type: 'text', text: '' }, textDeltas(0, 'And then')),
      ...stopped(full),
    ]),
    whole('anthropic/context window', { ...MESSAGE, content: [{ type: 'text', text: 'And then' }], ...full }),
  ]
}

export function syntheticGemini(): Recording[] {
  return [
    stream('gemini/cjk', [
      candidate([{ text: '先想一想…', thought: true }]),
      ...pieces(CJK).map((text) => candidate([{ text }])),
      candidate([{ functionCall: { name: 'weather', args: { 城市: '서울 🌧️' } } }]),
      { ...candidate([], 'STOP'), ...COUNTED },
    ]),
    stream('gemini/malformed call', [
      candidate([{ text: 'Let me see.' }]),
      { ...candidate([], 'MALFORMED_FUNCTION_CALL'), ...COUNTED },
    ]),
    whole('gemini/malformed call', { ...candidate([], 'MALFORMED_FUNCTION_CALL'), ...COUNTED }),
  ]
}

const CJK = '你好，世界。こんにちは、世界！안녕하세요 세계 — 𠮷野家 👩‍👩‍👧 é'

/** Of one character each, as a model that writes Chinese sends them. */
function pieces(text: string): string[] {
  return [...text]
}

function delta(fields: JsonObject): JsonObject {
  return chunk([{ index: 0, delta: fields, finish_reason: null }])
}

function ended(reason: string): JsonValue[] {
  return [chunk([{ index: 0, delta: {}, finish_reason: reason }]), { ...chunk([]), ...USED }, '[DONE]']
}

function chunk(choices: JsonValue): JsonObject {
  return { id: 'chatcmpl-1', object: 'chat.completion.chunk', model: 'm', choices }
}

function chat(message: JsonObject, finish_reason: string): JsonObject {
  const choices = [{ index: 0, message, finish_reason }]
  return { id: 'chatcmpl-1', object: 'chat.completion', model: 'm', choices, ...USED }
}

const USED = {
  usage: {
    prompt_tokens: 9,
    completion_tokens: 8,
    total_tokens: 17,
    prompt_tokens_details: { cached_tokens: 4 },
    completion_tokens_details: { reasoning_tokens: 3 },
  },
}

function begun(index: number, name: string): JsonObject {
  return { index, id: `call_${name}`, type: 'function', function: { name, arguments: '' } }
}

const MESSAGE = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'm',
  usage: { input_tokens: 9, cache_read_input_tokens: 4, cache_creation_input_tokens: 2, output_tokens: 8 },
}

function block(index: number, content_block: JsonObject, deltas: readonly JsonObject[]): JsonObject[] {
  const start = { type: 'content_block_start', index, content_block }
  return [start, ...deltas, { type: 'content_block_stop', index }]
}

function blockDelta(index: number, fields: JsonObject): JsonObject {
  return { type: 'content_block_delta', index, delta: fields }
}

function textDeltas(index: number, text: string): JsonObject[] {
  return pieces(text).map((piece) => blockDelta(index, { type: 'text_delta', text: piece }))
}

function stopped(fields: JsonObject): JsonObject[] {
  return [{ type: 'message_delta', delta: fields, usage: { output_tokens: 11 } }, { type: 'message_stop' }]
}

function candidate(parts: JsonValue, finishReason?: string): JsonObject {
  const reason = finishReason === undefined ? {} : { finishReason }
  const candidates = [{ index: 0, content: { role: 'model', parts }, ...reason }]
  return { responseId: 'r', modelVersion: 'm', candidates }
}

const COUNTED = { usageMetadata: { promptTokenCount: 9, candidatesTokenCount: 5, thoughtsTokenCount: 3 } }

function whole(id: string, body: JsonObject): Recording {
  return { ...BLANK, id: `synthetic/${id} (whole)`, stream: false, body }
}

/** Values as JSON, a string as it is. Anthropic's events are named for their type. */
function stream(id: string, values: readonly JsonValue[]): Recording {
  const text = values.map((value) => {
    if (typeof value === 'string') return sseFrame(value)
    const type = (value as JsonObject).type // All others here are objects.
    return sseFrame(JSON.stringify(value), typeof type === 'string' ? type : undefined)
  })
  const bytes = Buffer.from(text.join(''))
  return { ...BLANK, id: `synthetic/${id}`, stream: true, bytes, frames: new SseParser().push(bytes) }
}

/** The lines end as Google's do. */
function withCrLf(recording: Recording): Recording {
  return { ...recording, bytes: Buffer.from(recording.bytes?.toString().replaceAll('\n', '\r\n') ?? '') }
}

const BLANK: Omit<Recording, 'id' | 'stream'> = {
  provider: 'synthetic',
  path: null,
  status: 200,
  headers: {},
  request: null,
  body: null,
  frames: null,
  bytes: null,
  features: [],
  looksHandmade: true,
}
