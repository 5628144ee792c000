import { expect, test } from 'vitest'
import { chatRequest } from '../core/request.fixture.ts'
import type { Part } from '../core/request.ts'
import { estimateRequest } from './estimate.ts'
import { estimateTextTokens } from './text-estimate.ts'

function inputOf(...parts: Part[]): number {
  return estimateRequest(chatRequest({ messages: [{ role: 'user', parts }] }), null).inputTokens
}

const text = 'What does the harbour pilot do when the fog comes in?'

test('counts the text of every message, wherever it stands', () => {
  const plain = inputOf({ type: 'text', text })
  expect(plain).toBeGreaterThan(estimateTextTokens(text))
  const result: Part = { type: 'tool-result', callId: 'a', parts: [{ type: 'text', text }], isError: false }
  const call: Part = { type: 'tool-call', id: 'a', name: 'ask', arguments: JSON.stringify({ text }) }
  expect(inputOf(result)).toBeGreaterThan(plain)
  expect(inputOf(call)).toBeGreaterThan(plain)
  expect(inputOf({ type: 'reasoning', text })).toBe(plain)
  expect(inputOf({ type: 'opaque', owner: 'gemini', value: { text } })).toBeGreaterThan(plain)
})

test('counts tools and schemas by what they say', () => {
  const parameters = { type: 'object', properties: { place: { type: 'string', description: text } } }
  const bare = estimateRequest(chatRequest({}), null).inputTokens
  const tool = { type: 'function', name: 'look', description: text, parameters } as const
  const one = estimateRequest(chatRequest({ tools: [tool] }), null).inputTokens
  const two = estimateRequest(chatRequest({ tools: [tool, tool] }), null).inputTokens
  expect(two - one).toBeGreaterThan(2 * estimateTextTokens(text))
  expect(one - bare).toBeGreaterThan(two - one) // The first also brings the provider's own instructions.
  const format = { type: 'json-schema', name: 'answer', schema: parameters } as const
  expect(estimateRequest(chatRequest({ output: { format } }), null).inputTokens).toBeGreaterThan(bare)
})

test('counts media by their kind and size', () => {
  const data = 'A'.repeat(400_000)
  const base64 = { type: 'base64', data } as const
  const url = { type: 'url', url: 'https://images.example/1.png' } as const
  expect(inputOf({ type: 'image', source: base64 })).toBe(inputOf({ type: 'image', source: url }))
  expect(inputOf({ type: 'image', source: url, detail: 'low' })).toBeLessThan(100)
  expect(inputOf({ type: 'audio', source: base64 })).toBe(2_404)
  expect(inputOf({ type: 'file', source: base64 })).toBe(15_004)
  expect(inputOf({ type: 'file', source: { type: 'text', text } })).toBe(inputOf({ type: 'text', text }))
})

test('the output is what the caller allows, else what the model can, for each choice', () => {
  const output = { maxTokens: 100, format: { type: 'text' } } as const
  expect(estimateRequest(chatRequest({ output }), 4_096).outputTokens).toBe(100)
  expect(estimateRequest(chatRequest({ output, sampling: { n: 3 } }), 4_096).outputTokens).toBe(300)
  expect(estimateRequest(chatRequest({}), 4_096).outputTokens).toBe(4_096)
  expect(estimateRequest(chatRequest({}), null).outputTokens).toBe(8_192)
})

test('says which dear kinds of token may come', () => {
  const source = { type: 'url', url: 'https://sounds.example/1.wav' } as const
  const marked = chatRequest({
    messages: [{ role: 'user', parts: [{ type: 'text', text, mark: { ttl: '1h' } }] }],
  })
  const spoken = chatRequest({
    messages: [{ role: 'user', parts: [{ type: 'audio', source }] }],
    output: { format: { type: 'text' }, modalities: ['text', 'audio'] },
  })
  expect(estimateRequest(chatRequest({ cache: { automatic: { ttl: '1h' } } }), null).writesCache1h).toBe(true)
  expect(estimateRequest(marked, null)).toMatchObject({ writesCache1h: true, hasAudioInput: false })
  expect(estimateRequest(spoken, null)).toMatchObject({
    writesCache1h: false,
    hasAudioInput: true,
    wantsAudioOutput: true,
  })
})
