import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ChatEvent } from '../../core/event.ts'
import type { JsonObject } from '../../core/json.ts'
import { ChatDecoder } from './decoder.ts'
import { API, call, calls, chunk, context, DONE, frame, last, parts, run } from './replay.fixture.ts'

describe('tool calls', () => {
  const names = (events: readonly ChatEvent[]) => calls(events).map((call) => `${call.name}${call.arguments}`)

  test('interleaved by index', () => {
    const events = run([
      call({ index: 0, id: 'a', function: { name: 'f', arguments: '' } }),
      call({ index: 1, id: 'b', function: { name: 'g', arguments: '{"y"' } }),
      call({ index: 0, function: { arguments: '{"x":1}' } }),
      call({ index: 1, function: { arguments: ':2}' } }),
      chunk({}, 'tool_calls'),
    ])
    expect(names(events)).toEqual(['f{"x":1}', 'g{"y":2}'])
  })

  test('no index, the call whole', () => {
    const events = run([
      call({ id: 'a', function: { name: 'f', arguments: '{"x":1}' } }),
      call({ id: 'b', function: { name: 'f', arguments: '{"x":2}' } }),
      chunk({}, 'tool_calls'),
    ])
    expect(names(events)).toEqual(['f{"x":1}', 'f{"x":2}'])
  })

  test('no index, in pieces', () => {
    const events = run([
      call({ id: 'a', function: { name: 'f', arguments: '{"x"' } }),
      call({ function: { name: null, arguments: ':1}' } }),
      chunk({}, 'tool_calls'),
    ])
    expect(names(events)).toEqual(['f{"x":1}'])
  })

  test('every call at index 0', () => {
    const events = run([
      call({ index: 0, id: '', function: { name: 'f', arguments: '{"x":1}' } }),
      call({ index: 0, id: '', function: { name: 'g', arguments: '{}' } }),
      chunk({}, 'tool_calls'),
    ])
    expect(names(events)).toEqual(['f{"x":1}', 'g{}'])
  })

  test('id and name repeated on each delta', () => {
    const events = run([
      call({ index: 0, id: 'a', function: { name: 'f', arguments: '{"x"' } }),
      call({ index: 0, id: 'a', function: { name: 'f', arguments: ':1}' } }),
      call({ index: 0, id: 'a', function: { name: 'f', arguments: '' } }),
      chunk({}, 'tool_calls'),
    ])
    expect(names(events)).toEqual(['f{"x":1}'])
  })

  test('ids that are empty or used twice are replaced, so that each is unique', () => {
    const events = run([
      call({ index: 0, id: 'a', function: { name: 'f', arguments: '{}' } }),
      call({ index: 1, id: 'a', function: { name: 'g', arguments: '{}' } }),
      call({ index: 2, id: '', function: { name: 'h', arguments: '{}' } }),
      chunk({}, 'tool_calls'),
    ])
    expect(calls(events).map(({ id }) => id)).toEqual(['a', 'call_1', 'call_2'])
  })

  test('the first index is not 0, and the name comes late', () => {
    const events = run([
      call({ index: 1, id: 'a', function: { name: null, arguments: '{' } }),
      call({ index: 1, function: { name: 'f', arguments: '}' } }),
      chunk({}, 'tool_calls'),
    ])
    expect(names(events)).toEqual(['f{}'])
  })

  test.each(['', 'null', null, undefined])('arguments %j are none', (value) => {
    const events = run([
      call({ index: 0, id: 'a', function: { name: 'f', arguments: value } }),
      chunk({}, 'stop'),
    ])
    expect(names(events)).toEqual(['f{}'])
    expect(last(events)).toMatchObject({ reason: 'tool-calls', raw: 'stop' })
  })

  test('the older function_call', () => {
    const events = run([
      chunk({ function_call: { name: 'f', arguments: '' } }),
      chunk({ function_call: { arguments: '{"x":1}' } }),
      chunk({}, 'function_call'),
    ])
    expect(names(events)).toEqual(['f{"x":1}'])
  })

  test('a custom tool takes text', () => {
    const events = run([
      call({ index: 0, id: 'a', type: 'custom', custom: { name: 'sql', input: 'select' } }),
      call({ index: 0, custom: { input: ' 1' } }),
      chunk({}, 'tool_calls'),
    ])
    expect(calls(events)).toEqual([
      { type: 'tool-call', id: 'a', name: 'sql', arguments: 'select 1', custom: true },
    ])
  })

  test('names that were changed on the way out come back as the caller wrote them', () => {
    const toolNames = new Map([['get_weather_1', 'get.weather']])
    const decoder = new ChatDecoder({ ...context(), toolNames }, API)
    const events = decoder.step(
      frame(call({ index: 0, id: 'a', function: { name: 'get_weather_1', arguments: '{}' } })),
    )
    expect(events).toContainEqual(expect.objectContaining({ type: 'part-start', name: 'get.weather' }))
  })

  test("Gemini's signatures on calls", () => {
    const extra_content = { google: { thought_signature: 'SIG' } }
    const events = run([
      call({ index: 0, id: 'a', extra_content, function: { name: 'f', arguments: '{}' } }),
      DONE,
    ])
    expect(calls(events)[0]?.proof).toEqual({ owner: 'gemini', value: 'SIG' })
  })
})

describe('reasoning', () => {
  test('the same text in three fields counts once', () => {
    const details = [{ type: 'reasoning.text', text: 'Hm', index: 0 }]
    const delta = { reasoning: 'Hm', reasoning_content: 'Hm', reasoning_details: details }
    expect(parts(run([chunk(delta), chunk({ content: 'Hi' }, 'stop')]))).toEqual([
      { type: 'reasoning', text: 'Hm' },
      { type: 'text', text: 'Hi' },
    ])
  })

  test("Anthropic's signature through OpenRouter", () => {
    const format = 'anthropic-claude-v1'
    const detail = (fields: JsonObject) =>
      chunk({ reasoning_details: [{ type: 'reasoning.text', format, index: 0, ...fields }] })
    const events = run([
      detail({ text: '', signature: '' }),
      detail({ text: 'Hm' }),
      detail({ signature: 'SIG' }),
      chunk({ reasoning_details: [{ type: 'reasoning.encrypted', data: 'RED', format, index: 1 }] }),
      chunk({ content: 'Hi' }, 'stop'),
    ])
    expect(parts(events)).toEqual([
      { type: 'reasoning', text: 'Hm', proof: { owner: 'anthropic-messages', value: 'SIG' } },
      { type: 'reasoning', text: '', redacted: true, proof: { owner: 'anthropic-messages', value: 'RED' } },
      { type: 'text', text: 'Hi' },
    ])
  })

  test("Gemini's signature on the text, before or after it", () => {
    const signed = { type: 'text', text: 'Hi', proof: { owner: 'gemini', value: 'SIG' } }
    const detail = { type: 'reasoning.text', signature: 'SIG', format: 'google-gemini-v1', index: 0 }
    const proof = chunk({ reasoning_details: [detail] })
    expect(parts(run([proof, chunk({ content: 'Hi' }, 'stop')]))).toEqual([signed])
    expect(parts(run([chunk({ content: 'Hi' }), proof, chunk({}, 'stop')]))).toEqual([signed])
  })

  test("Gemini's signature on a call by its id, before or after it", () => {
    const detail = { type: 'reasoning.encrypted', data: 'SIG', id: 'a', format: 'google-gemini-v1', index: 0 }
    const proof = chunk({ reasoning_details: [detail] })
    const made = call({ index: 0, id: 'a', function: { name: 'f', arguments: '{}' } })
    for (const frames of [
      [proof, made],
      [made, proof],
    ]) {
      expect(parts(run([...frames, chunk({}, 'tool_calls')]))).toEqual([
        { type: 'tool-call', id: 'a', name: 'f', arguments: '{}', proof: { owner: 'gemini', value: 'SIG' } },
      ])
    }
  })

  test('tags of thought are split wherever the text is cut, where the provider writes them', () => {
    const text = '\n<think>\nLet me see.</thinker></think>\n\nIt says <think>.'
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: text.length }), { maxLength: 12 }), (cuts) => {
        const places = [0, ...cuts.sort((a, b) => a - b), text.length]
        const deltas = places.slice(1).map((end, nth) => chunk({ content: text.slice(places[nth], end) }))
        expect(parts(run([...deltas, chunk({}, 'stop')], { ...API, thinkTags: true }))).toEqual([
          { type: 'reasoning', text: '\nLet me see.</thinker>' },
          { type: 'text', text: 'It says <think>.' },
        ])
      }),
    )
    expect(parts(run([chunk({ content: '<think>a</think>b' }, 'stop')]))).toEqual([
      { type: 'text', text: '<think>a</think>b' },
    ])
  })

  test('what only looked like a tag is text', () => {
    expect(parts(run([chunk({ content: '<thi' }, 'stop')], { ...API, thinkTags: true }))).toEqual([
      { type: 'text', text: '<thi' },
    ])
  })
})
