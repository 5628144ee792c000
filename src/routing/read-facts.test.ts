import { expect, test } from 'vitest'
import { chatRequest } from '../core/request.fixture.ts'
import type { Message } from '../core/request.ts'
import { factsOf, prefixOf } from './read-facts.ts'

const said = (role: Message['role'], text: string): Message => ({ role, parts: [{ type: 'text', text }] })

test('a plain request uses nothing that not every model has', () => {
  const request = chatRequest({
    messages: [said('user', 'Hello')],
    sampling: { temperature: 1, topP: 1, n: 1 },
  })
  expect(factsOf(request)).toEqual({ outputTokens: null, modalities: ['text'], parameters: [] })
})

test('kinds of input are found wherever they are', () => {
  const image = { type: 'image', source: { type: 'url', url: 'https://x.example/a.png' } } as const
  const result = { type: 'tool-result', callId: 'c', parts: [image], isError: false } as const
  const request = chatRequest({
    messages: [
      { role: 'tool', parts: [result] },
      { role: 'user', parts: [{ ...image, type: 'file' }] },
    ],
  })
  expect(factsOf(request).modalities).toEqual(['image', 'file'])
})

test('parameters that need support are named', () => {
  const request = chatRequest({
    tools: [{ type: 'function', name: 'f' }],
    toolChoice: { mode: 'required', parallel: false },
    sampling: { logprobs: true, seed: 1, n: 2, topK: 5 },
    output: { format: { type: 'json-schema', name: 's', schema: {} }, maxTokens: 100 },
    reasoning: { effort: 'low' },
  })
  expect(factsOf(request)).toMatchObject({
    outputTokens: 100,
    parameters: [
      'tools',
      'tool_choice',
      'parallel_tool_calls',
      'structured_outputs',
      'reasoning',
      'logprobs',
      'seed',
      'n',
      'top_k',
    ],
  })
  expect(factsOf(chatRequest({ reasoning: { effort: 'none' } })).parameters).toEqual([])
})

test('every turn of a conversation begins alike, and conversations differ', () => {
  const first = [said('system', 'Be brief.'), said('user', 'What is a tide?')]
  const later = [...first, said('assistant', 'Water that moves.'), said('user', 'Why?')]
  const prefix = (messages: Message[]) => prefixOf(chatRequest({ messages }))
  expect(prefix(later)).toBe(prefix(first))
  expect(prefix([said('system', 'Be brief.'), said('user', 'What is a star?')])).not.toBe(prefix(first))
  expect(prefix([said('system', 'Be long.'), said('user', 'What is a tide?')])).not.toBe(prefix(first))
})
