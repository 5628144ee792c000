import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { collect } from '../../core/collect.ts'
import { type ChatEvent, isTerminal } from '../../core/event.ts'
import type { JsonObject } from '../../core/json.ts'
import type { DecodeContext } from '../../core/provider.ts'
import { openaiCompatible } from '../openai-compatible.ts'
import type { ChatApi } from './api.ts'
import { ChatDecoder, isUsageReport } from './decoder.ts'

const API: ChatApi = { kind: 'test', baseUrl: null, apiKeyEnv: null }
const DONE = '[DONE]'

describe('the end of a stream', () => {
  test('the finish waits for usage that comes after it, and goes out at [DONE]', () => {
    const decoder = openaiCompatible.createDecoder(context())
    decoder.step(frame(chunk({ content: 'Hi' })))
    const atReason = decoder.step(frame(chunk({}, 'stop')))
    expect(atReason.filter(isTerminal)).toEqual([])
    decoder.step(frame({ choices: [], usage: { prompt_tokens: 3, completion_tokens: 1 } }))
    const last = decoder.step({ event: 'message', data: DONE })
    expect(last.at(-1)).toEqual({ type: 'finish', choice: 0, reason: 'stop', raw: 'stop' })
    expect(decoder.end()).toEqual([])
  })

  test('a reason without [DONE] is an end', () => {
    expect(last(run([chunk({ content: 'Hi' }), chunk({}, 'stop')]))).toMatchObject({ type: 'finish' })
  })

  test('neither a reason nor [DONE] is an interruption', () => {
    expect(last(run([chunk({ content: 'Hi' })]))).toMatchObject({ type: 'error', code: 'stream_interrupted' })
  })

  test('[DONE] without a reason is an interruption too', () => {
    expect(last(run([chunk({ content: 'Hi' }), DONE]))).toMatchObject({ code: 'stream_interrupted' })
  })

  test('a last report of usage vouches for a server that gives no reasons', () => {
    const usage = { choices: [], usage: { prompt_tokens: 3, completion_tokens: 1 } }
    expect(last(run([chunk({ content: 'Hi' }), usage, DONE]))).toMatchObject({
      type: 'finish',
      reason: 'stop',
    })
  })

  test('of two choices both must have finished', () => {
    const second = { choices: [{ index: 1, delta: { content: 'B' } }] }
    expect(last(run([chunk({ content: 'A' }, 'stop'), second, DONE]))).toMatchObject({ type: 'error' })
  })

  test('a stream cut after any frame ends exactly once', () => {
    const frames = [chunk({ role: 'assistant' }), chunk({ content: 'Hi' }), chunk({}, 'stop'), DONE]
    for (let cut = 0; cut <= frames.length; cut++) {
      expect(run(frames.slice(0, cut)).filter(isTerminal)).toHaveLength(1)
    }
  })

  test('nothing follows the end', () => {
    const decoder = openaiCompatible.createDecoder(context())
    decoder.step(frame(chunk({ content: 'Hi' }, 'stop')))
    decoder.step({ event: 'message', data: DONE })
    expect(decoder.step(frame(chunk({ content: ' there' })))).toEqual([])
  })
})

describe('errors inside a stream', () => {
  test.each([
    [{ error: { code: 429, message: 'Slow down' } }, 'provider_rate_limited', undefined],
    [{ error: { message: 'Boom', type: 'server_error' } }, 'provider_error', 'server_error'],
    [
      { error: { code: 'context_length_exceeded', message: 'x' } },
      'context_length_exceeded',
      'context_length_exceeded',
    ],
    [{ error: 'out of memory' }, 'provider_error', undefined],
    [{ choices: [{ index: 0, delta: {}, error: { code: 502, message: 'x' } }] }, 'provider_error', undefined],
  ])('%j', (value, code, providerCode) => {
    const events = run([chunk({ content: 'Hi' }), value, DONE])
    expect(last(events)).toMatchObject({
      type: 'error',
      code,
      ...(providerCode === undefined ? {} : { providerCode }),
    })
    expect(events.filter(isTerminal)).toHaveLength(1)
  })

  test('an event named error is one, whatever its shape', () => {
    const decoder = openaiCompatible.createDecoder(context())
    const events = decoder.step({ event: 'error', data: '{"message":"no","status_code":503}' })
    expect(events).toEqual([{ type: 'error', code: 'provider_overloaded', message: 'no' }])
  })

  test('a frame that is not JSON', () => {
    expect(last(run([chunk({ content: 'Hi' }), '{"choices":[{"ind']))).toMatchObject({
      code: 'provider_invalid_reply',
    })
  })

  test.each(['error', 'insufficient_system_resource'])('the reason %s is no finish', (reason) => {
    expect(last(run([chunk({ content: 'Hi' }, reason), DONE]))).toMatchObject({ code: 'provider_error' })
  })

  test('a message is shown without addresses, keys and accounts', () => {
    const message = 'See https://x.example/y for org-abcdefgh1234 with sk-proj-abcdefghijklmnop'
    expect(last(run([{ error: { message } }]))).toMatchObject({
      message: 'See [address] for [account] with [key]',
    })
  })

  test('inside a whole reply of status 200', () => {
    const events = openaiCompatible.decodeBody({ error: { code: 429, message: 'Slow down' } }, context())
    expect(events).toEqual([{ type: 'error', code: 'provider_rate_limited', message: 'Slow down' }])
    expect(openaiCompatible.decodeBody({ hello: 1 }, context())).toMatchObject([
      { code: 'provider_invalid_reply' },
    ])
  })
})

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

describe('the rest of an answer', () => {
  test('refusals, log-probabilities, sources, pictures and sound', () => {
    const annotation = {
      type: 'url_citation',
      url_citation: { url: 'https://a.example', start_index: 0, end_index: 2 },
    }
    const logprobs = { content: [{ token: 'Hi', logprob: -0.1 }] }
    const events = run([
      { id: 'x', model: 'm', choices: [{ index: 0, delta: { content: 'Hi' }, logprobs }] },
      chunk({ annotations: [annotation] }),
      chunk({ images: [{ type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } }] }),
      chunk({ audio: { id: 'audio_1', transcript: 'Hi' } }),
      chunk({ audio: { data: 'UklGRg==' } }),
      chunk({ refusal: 'No.' }, 'stop'),
    ])
    const [choice] = collect(events).choices
    expect(choice?.logprobs).toEqual(logprobs.content)
    expect(choice?.parts).toMatchObject([
      { type: 'text', text: 'Hi', citations: [{ url: 'https://a.example', start: 0, end: 2 }] },
      { type: 'image', mediaType: 'image/png', source: { data: 'AAAA' } },
      { type: 'audio', mediaType: 'audio/wav', source: { data: 'UklGRg==' }, transcript: 'Hi' },
      { type: 'refusal', text: 'No.' },
    ])
  })

  test('an unknown reason is kept as it was said', () => {
    expect(last(run([chunk({ content: 'Hi' }, 'bored')]))).toMatchObject({ reason: 'other', raw: 'bored' })
  })

  test('usage on every chunk, in x_groq, in the choice; zeros are no report', () => {
    const usage = { prompt_tokens: 5, completion_tokens: 2 }
    const zeros = { prompt_tokens: 0, completion_tokens: 0 }
    const inChoice = { choices: [{ index: 0, delta: {}, finish_reason: 'stop', usage }] }
    for (const holder of [{ usage }, { x_groq: { usage } }, { usage: zeros, x_groq: { usage } }, inChoice]) {
      const { usage: read } = collect(run([{ ...chunk({ content: 'Hi' }, 'stop'), ...holder }]))
      expect(read).toMatchObject({ inputTokens: 5, outputTokens: 2 })
    }
    expect(collect(run([{ ...chunk({}, 'stop'), usage: zeros }])).usage).toBeNull()
  })

  test('a frame of nothing but usage is told from the others', () => {
    expect(isUsageReport(frame({ choices: [], usage: { prompt_tokens: 1 } }))).toBe(true)
    expect(isUsageReport(frame({ choices: [], usage: null }))).toBe(false)
    expect(isUsageReport(frame({ choices: [{}], usage: { prompt_tokens: 1 } }))).toBe(false)
    expect(isUsageReport({ event: 'message', data: DONE })).toBe(false)
  })

  test('any JSON at all neither throws nor goes without an end', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { maxLength: 5 }), fc.jsonValue(), (values, inner) => {
        const nested = {
          id: 'x',
          choices: [{ index: 0, delta: inner, message: inner, logprobs: inner, finish_reason: inner }],
          usage: inner,
        }
        expect(
          run(
            [...values, nested, DONE].map((value) => (value === DONE ? DONE : JSON.stringify(value))),
          ).filter(isTerminal).length,
        ).toBe(1)
      }),
    )
  })
})

function chunk(delta: JsonObject, finish_reason: string | null = null): JsonObject {
  return { id: 'chatcmpl-1', model: 'm', choices: [{ index: 0, delta, finish_reason }] }
}

function call(entry: JsonObject): JsonObject {
  return chunk({ tool_calls: [entry] })
}

function frame(value: JsonObject) {
  return { event: 'message', data: JSON.stringify(value) }
}

function run(values: readonly (JsonObject | string)[], api: ChatApi = API): ChatEvent[] {
  const decoder = new ChatDecoder(context(), api)
  const frames = values.map((value) =>
    typeof value === 'string' ? { event: 'message', data: value } : frame(value),
  )
  return [...frames.flatMap((each) => decoder.step(each)), ...decoder.end()]
}

function context(): DecodeContext {
  let next = 0
  return { newId: (prefix) => `${prefix}_${++next}` }
}

function last(events: readonly ChatEvent[]): ChatEvent | undefined {
  return events.at(-1)
}

function parts(events: readonly ChatEvent[]) {
  return collect(events).choices[0]?.parts ?? []
}

function calls(events: readonly ChatEvent[]) {
  return parts(events).filter((part) => part.type === 'tool-call')
}
