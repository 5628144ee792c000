import { expect, test } from 'vitest'
import { collect } from '../../core/collect.ts'
import { type ChatEvent, isTerminal } from '../../core/event.ts'
import type { JsonObject } from '../../core/json.ts'
import { anthropic } from './index.ts'

const START = {
  type: 'message_start',
  message: { id: 'msg_1', model: 'm', content: [], usage: { input_tokens: 5, output_tokens: 1 } },
}
const DELTA = {
  type: 'message_delta',
  delta: { stop_reason: 'end_turn', stop_sequence: null },
  usage: { output_tokens: 9 },
}
const STOP = { type: 'message_stop' }
const begin = (index: number, content_block: JsonObject) => ({
  type: 'content_block_start',
  index,
  content_block,
})
const piece = (index: number, delta: JsonObject) => ({ type: 'content_block_delta', index, delta })
const end = (index: number) => ({ type: 'content_block_stop', index })

function decode(...frames: (JsonObject | string)[]): ChatEvent[] {
  let count = 0
  const decoder = anthropic.createDecoder({ newId: (prefix) => `${prefix}_${count++}` })
  const data = frames.map((frame) => (typeof frame === 'string' ? frame : JSON.stringify(frame)))
  return [...data.flatMap((text) => decoder.step({ event: 'message', data: text })), ...decoder.end()]
}

function partsOf(...frames: JsonObject[]) {
  return collect(decode(START, ...frames, DELTA, STOP)).choices[0]?.parts
}

test('the last usage counts, and names only what changed', () => {
  const last = {
    ...DELTA,
    usage: { input_tokens: 7, output_tokens: 9, server_tool_use: { web_search_requests: 1 } },
  }
  const { usage, choices } = collect(decode(START, last, STOP))
  expect(usage).toMatchObject({ inputTokens: 7, outputTokens: 9 })
  expect(choices[0]?.finish?.extras).toEqual({
    'anthropic-messages': { usage: { server_tool_use: { web_search_requests: 1 } } },
  })
})

test('a signature may come with no thinking at all', () => {
  const blocks = [
    begin(0, { type: 'thinking', thinking: '', signature: '' }),
    piece(0, { type: 'signature_delta', signature: 's' }),
    end(0),
  ]
  expect(partsOf(...blocks)).toEqual([
    { type: 'reasoning', text: '', proof: { owner: 'anthropic-messages', value: 's' } },
  ])
})

test('a call without argument bytes has an empty object, or what its start held', () => {
  const calls = [
    begin(0, { type: 'tool_use', id: 'a', name: 'x', input: {} }),
    end(0),
    begin(1, { type: 'tool_use', id: 'b', name: 'x', input: { y: 1 } }),
    end(1),
  ]
  expect(partsOf(...calls)).toMatchObject([{ arguments: '{}' }, { arguments: '{"y":1}' }])
})

test('calls without an id, or with one that is taken, get their own', () => {
  const calls = ['a', 'a', undefined].flatMap((id, index) => [
    begin(index, { type: 'tool_use', id, name: 'x' }),
    end(index),
  ])
  expect(partsOf(...calls)).toMatchObject([{ id: 'a' }, { id: 'toolu_0' }, { id: 'toolu_1' }])
})

test('blocks of other kinds are gathered whole', () => {
  const blocks = [
    begin(0, { type: 'server_tool_use', id: 's', name: 'web_search', input: {} }),
    piece(0, { type: 'input_json_delta', partial_json: '{"q":' }),
    piece(0, { type: 'input_json_delta', partial_json: '"x"}' }),
    end(0),
    begin(1, { type: 'compaction', content: null }),
    piece(1, { type: 'compaction_delta', content: 'all ' }),
    piece(1, { type: 'compaction_delta', content: 'of it' }),
    end(1),
  ]
  expect(partsOf(...blocks)).toMatchObject([
    { type: 'opaque', value: { type: 'server_tool_use', input: { q: 'x' } } },
    { type: 'opaque', value: { type: 'compaction', content: 'all of it' } },
  ])
})

test('a message_start that comes again, an index used twice, a delta without a start: all is kept', () => {
  const blocks = [
    begin(0, { type: 'text', text: 'a' }),
    START,
    begin(0, { type: 'text', text: '' }),
    piece(0, { type: 'text_delta', text: 'b' }),
    piece(1, { type: 'text_delta', text: 'c' }),
    { type: 'something_new' },
    end(7),
  ]
  const events = decode(START, ...blocks, DELTA, STOP)
  expect(events.filter(({ type }) => type === 'start')).toHaveLength(1)
  expect(collect(events).choices[0]?.parts).toEqual(['a', 'b', 'c'].map((text) => ({ type: 'text', text })))
})

test('without message_stop an answer is cut, whatever came before', () => {
  expect(decode(START, DELTA).at(-1)).toMatchObject({ type: 'error', code: 'stream_interrupted' })
  expect(decode()).toMatchObject([{ type: 'error', code: 'stream_interrupted' }])
  expect(decode(START, STOP).at(-1)).toMatchObject({ type: 'finish', reason: 'other', raw: null })
})

test.each([
  ['overloaded_error', '', 'provider_overloaded'],
  ['api_error', '', 'provider_error'],
  ['rate_limit_error', '', 'provider_rate_limited'],
  ['invalid_request_error', 'prompt is too long: 9 > 8', 'context_length_exceeded'],
  ['brand_new_error', '', 'provider_error'],
])('an error inside the stream: %s', (type, message, code) => {
  const events = decode(
    START,
    begin(0, { type: 'text', text: 'a' }),
    { type: 'error', error: { type, message } },
    DELTA,
    STOP,
  )
  expect(events.filter(isTerminal)).toEqual([
    expect.objectContaining({ type: 'error', code, providerCode: type }),
  ])
  expect(events.at(-2)).toEqual({ type: 'part-end', choice: 0, index: 0 })
})

test('what is not JSON ends the stream, except another format’s end mark', () => {
  expect(decode(START, '{"type":').at(-1)).toMatchObject({ code: 'provider_invalid_reply' })
  expect(decode(START, DELTA, '[DONE]', STOP).at(-1)).toMatchObject({ type: 'finish', reason: 'stop' })
})

test('a whole answer that is none, or an error under status 200', () => {
  const context = { newId: () => 'x' }
  expect(anthropic.decodeBody({}, context)).toMatchObject([{ code: 'provider_invalid_reply' }])
  const error = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }
  expect(anthropic.decodeBody(error, context)).toMatchObject([{ code: 'provider_overloaded' }])
})
