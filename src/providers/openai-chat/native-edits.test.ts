import { describe, expect, test } from 'vitest'
import { openai } from '../openai.ts'
import { openaiCompatible } from '../openai-compatible.ts'
import { anthropicProof, openrouter, requestOf, TARGET } from './request.fixture.ts'

describe('on the native lane', () => {
  const extras = {
    'openai-chat': {
      provider: { order: ['x'] },
      portolan: { session: 's' },
      prediction: {},
      stream_options: { include_obfuscation: false },
    },
  }

  test('the model is ours, usage is always asked for, and words for gateways go no further', () => {
    const edits = openai.nativeEdits(requestOf({ stream: true, extras }), TARGET)
    expect(edits).toEqual({
      model: 'gpt-x',
      stream_options: { include_obfuscation: false, include_usage: true },
      provider: undefined,
      portolan: undefined,
    })
    expect(Object.keys(edits)).toContain('provider')
    expect(Object.keys(openrouter.nativeEdits(requestOf({ extras }), TARGET))).toEqual(['model', 'portolan'])
  })

  test('a plain request is not rewritten', () => {
    expect(openai.nativeEdits(requestOf({}), TARGET)).toEqual({ model: 'gpt-x' })
  })

  test("what the target would refuse, or is a stranger's proof, is written anew", () => {
    const parts = [
      { type: 'reasoning', text: 'Hm', proof: anthropicProof },
      { type: 'text', text: 'Hi' },
    ] as const
    const request = requestOf({ messages: [{ role: 'assistant', parts }], reasoning: { budgetTokens: 9000 } })
    expect(openai.nativeEdits(request, TARGET)).toEqual({
      model: 'gpt-x',
      messages: [{ role: 'assistant', content: 'Hi' }],
      reasoning: undefined,
      include_reasoning: undefined,
      thinking: undefined,
      reasoning_effort: 'high',
    })
    expect(JSON.stringify(openaiCompatible.nativeEdits(request, TARGET))).not.toMatch(/SIG/)
    expect(openrouter.nativeEdits(request, TARGET)).toEqual({ model: 'gpt-x' })
  })
})

test('the address and the key', () => {
  expect(openai.baseUrl).toBe('https://api.openai.com/v1')
  expect(openai.path({ operation: 'chat', model: 'm', stream: true })).toBe('/chat/completions')
  expect(openai.headers('sk-1')).toEqual({ authorization: 'Bearer sk-1' })
  expect(openaiCompatible.headers(null)).toEqual({})
})
