import { expect, test } from 'vitest'
import { collect } from '../../core/collect.ts'
import type { ChatEvent } from '../../core/event.ts'
import type { JsonObject, JsonValue } from '../../core/json.ts'
import type { DecodeContext } from '../../core/provider.ts'
import { gemini } from '../gemini.ts'

test('text of many chunks is one part, and usage after the finish reason still counts', () => {
  const events = stream(chunk([{ text: 'Hel' }]), chunk([{ text: 'lo' }], { finishReason: 'STOP' }), {
    usageMetadata: { promptTokenCount: 3, candidatesTokenCount: 2, thoughtsTokenCount: 5 },
  })
  const { choices, usage } = collect(events)
  expect(choices[0]?.parts).toEqual([{ type: 'text', text: 'Hello' }])
  expect(usage).toMatchObject({ inputTokens: 3, outputTokens: 7, reasoningTokens: 5 })
  expect(events.at(-1)).toEqual({ type: 'finish', choice: 0, reason: 'stop', raw: 'STOP' })
})

test('thoughts are reasoning, and never leak into the text', () => {
  const { choices } = collect(
    stream(
      chunk([{ text: 'Let me ', thought: true }]),
      chunk([{ text: 'see.', thought: true }, { text: 'Four.' }], { finishReason: 'STOP' }),
    ),
  )
  expect(choices[0]?.parts).toEqual([
    { type: 'reasoning', text: 'Let me see.' },
    { type: 'text', text: 'Four.' },
  ])
})

test('a signature alone belongs to the text before it, and to an empty text where there is none', () => {
  const after = stream(
    chunk([{ text: 'Four.' }]),
    chunk([{ text: '', thoughtSignature: 'c2ln' }], { finishReason: 'STOP' }),
  )
  expect(parts(after)).toEqual([{ type: 'text', text: 'Four.', proof: proof('c2ln') }])
  const alone = stream(chunk([{ thoughtSignature: 'c2ln' }], { finishReason: 'STOP' }))
  expect(parts(alone)).toEqual([{ type: 'text', text: '', proof: proof('c2ln') }])
})

test('parts of one chunk stay apart, and no text joins a signed one', () => {
  const events = stream(
    chunk([{ text: 'a' }, { text: 'b', thoughtSignature: 'c2ln' }]),
    chunk([{ text: 'c' }], { finishReason: 'STOP' }),
  )
  expect(parts(events)).toEqual([
    { type: 'text', text: 'a' },
    { type: 'text', text: 'b', proof: proof('c2ln') },
    { type: 'text', text: 'c' },
  ])
})

test('two calls of one name get ids of their own, under the name that the caller knows', () => {
  const call = { functionCall: { name: 'look_1', args: { q: 'a' } } }
  const events = stream(chunk([{ ...call, thoughtSignature: 'c2ln' }, call], { finishReason: 'STOP' }))
  expect(parts(events)).toEqual([
    { type: 'tool-call', id: 'call_1', name: 'look up', arguments: '{"q":"a"}', proof: proof('c2ln') },
    { type: 'tool-call', id: 'call_2', name: 'look up', arguments: '{"q":"a"}' },
  ])
  expect(events.at(-1)).toMatchObject({ type: 'finish', reason: 'tool-calls', raw: 'STOP' })
})

test('an id that comes twice is given once', () => {
  const call = { functionCall: { id: 'x', name: 'f' } }
  const ids = parts(stream(chunk([call, call], { finishReason: 'STOP' }))).map((part) =>
    part.type === 'tool-call' ? part.id : '',
  )
  expect(ids).toEqual(['x', 'call_1'])
})

test('arguments that come in pieces are one text when the call is whole', () => {
  const piece = (value: JsonObject, willContinue: boolean): JsonObject =>
    chunk([{ functionCall: { partialArgs: [value], willContinue } }])
  const events = stream(
    chunk([{ functionCall: { name: 'f', willContinue: true } }]),
    piece({ jsonPath: '$.to[0].name', stringValue: 'A', willContinue: true }, true),
    piece({ jsonPath: '$.to[0].name', stringValue: 'nn' }, true),
    piece({ jsonPath: '$.count', numberValue: 2 }, true),
    piece({ jsonPath: "$['is it']", boolValue: false }, true),
    piece({ jsonPath: '$.none', nullValue: 'NULL_VALUE' }, true),
    chunk([{ functionCall: {} }], { finishReason: 'STOP' }),
  )
  expect(parts(events)).toMatchObject([
    { arguments: '{"to":[{"name":"Ann"}],"count":2,"is it":false,"none":null}' },
  ])
})

test('a call that is cut off shows no arguments, and the answer is not whole', () => {
  const events = stream(
    chunk([{ functionCall: { name: 'pay', willContinue: true } }]),
    chunk([{ functionCall: { partialArgs: [{ jsonPath: '$.usd', numberValue: 1 }], willContinue: true } }]),
  )
  expect(events.filter(({ type }) => type === 'part-delta')).toEqual([])
  expect(events.at(-1)).toMatchObject({ type: 'error', code: 'stream_interrupted' })
})

test('a call that Google has answered itself is not waited for', () => {
  const events = stream(
    chunk([{ functionCall: { name: 'weather', args: {} } }], { finishReason: 'STOP' }),
    chunk([{ functionResponse: { name: 'weather', response: { output: 'sun' } } }]),
    chunk([{ text: 'Sun.' }], { finishReason: 'STOP' }),
  )
  expect(events.at(-1)).toMatchObject({ reason: 'stop' })
})

test('images are parts, sound joins over chunks, thought images stay opaque', () => {
  const image = (data: string) => ({ inlineData: { mimeType: 'image/png', data } })
  const sound = (data: string) => ({ inlineData: { mimeType: 'audio/L16;rate=24000', data } })
  const draft = { ...image('ZHJhZnQ='), thought: true }
  const events = stream(
    chunk([draft, { ...image('aW1n'), thoughtSignature: 'c2ln' }, sound('AAAA')]),
    chunk([sound('BBBB')], { finishReason: 'STOP' }),
  )
  expect(parts(events)).toEqual([
    { type: 'opaque', owner: 'gemini', value: draft },
    { type: 'image', source: base64('aW1n'), mediaType: 'image/png', proof: proof('c2ln') },
    { type: 'audio', source: base64('AAAABBBB'), mediaType: 'audio/L16;rate=24000' },
  ])
})

test('parts without a canonical word are kept bit for bit', () => {
  const unknown = [
    { executableCode: { language: 'PYTHON', code: '1' }, thoughtSignature: 'c2ln' },
    { codeExecutionResult: { outcome: 'OUTCOME_OK' } },
    { somethingNew: { nested: [1, null] } },
  ]
  const events = stream(chunk(unknown, { finishReason: 'STOP' }))
  expect(parts(events)).toEqual(unknown.map((value) => ({ type: 'opaque', owner: 'gemini', value })))
})

test('candidates that are interleaved stay apart and finish each', () => {
  const of = (index: number, text: string, rest: JsonObject = {}): JsonObject => ({
    candidates: [{ index, content: { parts: [{ text }] }, ...rest }],
  })
  const { choices } = collect(
    stream(
      of(0, 'a'),
      of(1, 'b'),
      of(0, 'c', { finishReason: 'STOP' }),
      of(1, 'd', { finishReason: 'MAX_TOKENS' }),
    ),
  )
  expect(choices.map(({ parts: all, finish }) => [all, finish?.reason])).toEqual([
    [[{ type: 'text', text: 'ac' }], 'stop'],
    [[{ type: 'text', text: 'bd' }], 'length'],
  ])
})

test.each([
  ['SAFETY', 'content-filter'],
  ['IMAGE_SAFETY', 'content-filter'],
  ['MALFORMED_FUNCTION_CALL', 'error'],
  ['LANGUAGE', 'other'],
  ['A_NEW_ONE', 'other'],
])('%s finishes as %s, also without parts', (finishReason, reason) => {
  const events = stream({ candidates: [{ finishReason }] })
  expect(events.at(-1)).toEqual({ type: 'finish', choice: 0, reason, raw: finishReason })
})

test('a refused prompt is an error with the usage it cost', () => {
  const body = {
    promptFeedback: { blockReason: 'SAFETY', blockReasonMessage: 'secret words of the prompt' },
    usageMetadata: { promptTokenCount: 9 },
  }
  const events = gemini.decodeBody(body, context())
  expect(events).toMatchObject([
    { type: 'start' },
    { type: 'usage', usage: { inputTokens: 9 } },
    { type: 'error', code: 'content_filtered', providerCode: 'SAFETY' },
  ])
  expect(JSON.stringify(events)).not.toContain('secret')
})

test('an error inside a stream ends it, whatever follows, and does not quote the provider', () => {
  const events = stream(
    chunk([{ text: 'Hel' }]),
    { error: { code: 503, message: 'host 10.0.0.1 is overloaded', status: 'UNAVAILABLE' } },
    chunk([{ text: 'lo' }], { finishReason: 'STOP' }),
  )
  expect(events.at(-1)).toMatchObject({
    type: 'error',
    code: 'provider_overloaded',
    providerCode: 'UNAVAILABLE',
  })
  expect(JSON.stringify(events)).not.toContain('10.0.0.1')
})

test('what cannot be read is an error, not a crash', () => {
  for (const data of ['{', '[1]', 'null', '"text"', '[[]]']) {
    const decoder = gemini.createDecoder(context())
    expect(decoder.step({ event: 'message', data })).toMatchObject([{ code: 'provider_invalid_reply' }])
    expect(decoder.end()).toEqual([])
  }
  expect(gemini.decodeBody({}, context()).at(-1)).toMatchObject({ code: 'provider_invalid_reply' })
  const odd = {
    candidates: [
      { index: 1e9, content: { parts: [7, { text: 8 }, { functionCall: 'x' }] }, finishReason: 'STOP' },
    ],
  }
  expect(gemini.decodeBody(odd, context()).at(-1)).toMatchObject({ type: 'finish', choice: 0 })
})

test('sources are cited where they belong, and the whole grounding is kept for its owner', () => {
  const groundingMetadata = {
    groundingChunks: [{ web: { uri: 'https://a.example', title: 'A' } }],
    groundingSupports: [
      { segment: { startIndex: 7, endIndex: 11, text: 'Köl' }, groundingChunkIndices: [0] },
    ],
  }
  const events = gemini.decodeBody(
    chunk([{ text: 'Ümläut Köl' }], { finishReason: 'STOP', groundingMetadata }),
    context(),
  )
  expect(parts(events)).toMatchObject([
    { type: 'text', citations: [{ url: 'https://a.example', title: 'A', start: 7, end: 10 }] },
    { type: 'opaque', value: { candidateMetadata: { groundingMetadata } } },
  ])
})

test('log-probabilities come as entries of OpenAI', () => {
  const logprobsResult = {
    chosenCandidates: [{ token: 'é', tokenId: 1, logProbability: -0.5 }],
    topCandidates: [{ candidates: [{ token: 'e', logProbability: -1 }] }],
  }
  const { choices } = collect(stream(chunk([{ text: 'é' }], { finishReason: 'STOP', logprobsResult })))
  expect(choices[0]?.logprobs).toEqual([
    {
      token: 'é',
      logprob: -0.5,
      bytes: [195, 169],
      top_logprobs: [{ token: 'e', logprob: -1, bytes: [101] }],
    },
  ])
})

function chunk(all: readonly JsonValue[], candidate: JsonObject = {}): JsonObject {
  return { responseId: 'r', modelVersion: 'm', candidates: [{ content: { parts: all }, ...candidate }] }
}

function stream(...chunks: readonly JsonObject[]): ChatEvent[] {
  const decoder = gemini.createDecoder(context())
  const frames = chunks.map((body) => ({ event: 'message', data: JSON.stringify(body) }))
  return [...frames.flatMap((frame) => decoder.step(frame)), ...decoder.end()]
}

function context(): DecodeContext {
  let count = 0
  return { newId: (prefix) => `${prefix}_${++count}`, toolNames: new Map([['look_1', 'look up']]) }
}

function parts(events: readonly ChatEvent[]) {
  return collect(events).choices[0]?.parts ?? []
}

function proof(value: string) {
  return { owner: 'gemini', value }
}

function base64(data: string) {
  return { type: 'base64', data }
}
