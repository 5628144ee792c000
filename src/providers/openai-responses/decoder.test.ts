import { describe, expect, test } from 'vitest'
import { collect } from '../../core/collect.ts'
import { isTerminal } from '../../core/event.ts'
import type { JsonObject } from '../../core/json.ts'
import { ResponsesDecoder } from './decoder.ts'

function decode(events: readonly JsonObject[]) {
  const decoder = new ResponsesDecoder({ newId: (prefix) => `${prefix}_1` })
  const frames = events.map((event) => ({ event: String(event.type), data: JSON.stringify(event) }))
  return [...frames.flatMap((frame) => decoder.step(frame)), ...decoder.end()]
}

const created = { type: 'response.created', response: { id: 'resp_1', model: 'm', output: [] } }
const said = (id: string, text: string) => ({
  id,
  type: 'message',
  role: 'assistant',
  content: [{ type: 'output_text', text, annotations: [] }],
})
const told = (output_index: number, id: string, text: string): JsonObject[] => [
  { type: 'response.output_item.added', output_index, item: { ...said(id, ''), content: [] } },
  { type: 'response.output_text.delta', output_index, content_index: 0, delta: text },
  { type: 'response.output_item.done', output_index, item: said(id, text) },
]
const completed = (...output: JsonObject[]) => ({
  type: 'response.completed',
  response: { id: 'resp_1', status: 'completed', output },
})

test('places that the provider leaves out make nothing come twice', () => {
  const events = decode([
    created,
    ...told(0, 'a', 'One. '),
    ...told(2, 'b', 'Two.'),
    completed(said('a', 'One. '), said('b', 'Two.')),
  ])
  const { choices } = collect(events)
  expect(choices[0]?.parts).toEqual([
    { type: 'text', text: 'One. ' },
    { type: 'text', text: 'Two.' },
  ])
})

test('what never came in pieces is read from the end', () => {
  expect(collect(decode([created, completed(said('a', 'All of it'))])).choices[0]?.parts).toEqual([
    { type: 'text', text: 'All of it' },
  ])
})

test('a stream cut after any event still ends exactly once, and every part is closed', () => {
  const call = { id: 'fc', type: 'function_call', call_id: 'c', name: 'f', arguments: '' }
  const events = [
    created,
    ...told(0, 'a', 'One'),
    { type: 'response.output_item.added', output_index: 1, item: call },
    { type: 'response.function_call_arguments.delta', output_index: 1, delta: '{"a"' },
    { type: 'response.function_call_arguments.delta', output_index: 1, delta: ':1}' },
    { type: 'response.output_item.done', output_index: 1, item: { ...call, arguments: '{"a":1}' } },
    completed(),
  ]
  for (let cut = 0; cut <= events.length; cut++) {
    const decoded = decode(events.slice(0, cut))
    expect(decoded.filter(isTerminal)).toHaveLength(1)
    const count = (type: string) => decoded.filter((event) => event.type === type).length
    expect(count('part-end')).toBe(count('part-start'))
  }
  expect(decode(events).at(-1)).toMatchObject({ type: 'finish', reason: 'tool-calls' })
})

describe('an end that is none', () => {
  test.each([
    [{ type: 'error', code: 'rate_limit_exceeded', message: 'Slow down' }, 'provider_rate_limited'],
    [{ type: 'error', error: { code: 'server_error', message: 'Oh' } }, 'provider_error'],
    [
      {
        type: 'response.failed',
        response: { status: 'failed', error: { code: 'server_error', message: 'Oh' } },
      },
      'provider_error',
    ],
  ])('%j', (event, code) => {
    const decoded = decode([created, event])
    expect(decoded.filter(isTerminal)).toMatchObject([{ type: 'error', code }])
  })
})
