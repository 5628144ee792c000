import { expect, test } from 'vitest'
import type { JsonObject } from '../../core/json.ts'
import type { ChatRequest } from '../../core/request.ts'
import { call, encode, NEW, OLD, result, say } from './encode.fixture.ts'

test.each<[string, string, Partial<ChatRequest>, JsonObject, string[]]>([
  [
    'effort as budget',
    OLD,
    { reasoning: { effort: 'medium' } },
    { thinking: { type: 'enabled', budget_tokens: 2048 } },
    [],
  ],
  [
    'a budget',
    OLD,
    { reasoning: { budgetTokens: 3000 } },
    { max_tokens: 7096, thinking: { type: 'enabled', budget_tokens: 3000 } },
    [],
  ],
  [
    'effort where the model adapts',
    'claude-opus-4-6',
    { reasoning: { effort: 'xhigh' } },
    { thinking: { type: 'adaptive' }, output_config: { effort: 'max' } },
    [],
  ],
  [
    'effort where thinking is hidden',
    NEW,
    { reasoning: { effort: 'xhigh' } },
    { thinking: { type: 'adaptive', display: 'summarized' }, output_config: { effort: 'xhigh' } },
    [],
  ],
  [
    'a budget where there are none',
    NEW,
    { reasoning: { budgetTokens: 4000, enabled: true, adaptive: true } },
    { max_tokens: 8096, thinking: { type: 'adaptive' }, output_config: { effort: 'low' } },
    ['budgetTokens'],
  ],
  ['none', OLD, { reasoning: { effort: 'none' } }, { thinking: { type: 'disabled' } }, []],
  ['none where it always thinks', 'claude-fable-5', { reasoning: { effort: 'none' } }, {}, ['reasoning']],
  [
    'effort of the answer alone',
    OLD,
    { reasoning: { effort: 'low', adaptive: false } },
    { output_config: { effort: 'low' } },
    [],
  ],
  [
    'no room for a budget',
    OLD,
    { reasoning: { effort: 'high' }, output: { format: { type: 'text' }, maxTokens: 1024 } },
    {},
    ['reasoning'],
  ],
  [
    'a budget beside a forced tool',
    OLD,
    {
      reasoning: { effort: 'high' },
      tools: [{ type: 'function', name: 'a' }],
      toolChoice: { mode: 'required' },
    },
    {},
    ['reasoning'],
  ],
  [
    'a budget amid calls without thoughts',
    OLD,
    {
      reasoning: { effort: 'high' },
      messages: [say('assistant', call('a', '{}')), say('tool', result('a'))],
    },
    {},
    ['reasoning'],
  ],
])('reasoning: %s', (_, model, fields, expected, dropped) => {
  const encoded = encode(fields, model)
  const { thinking, output_config } = encoded.body
  expect({
    ...(thinking === undefined ? {} : { thinking }),
    ...(output_config === undefined ? {} : { output_config }),
  }).toEqual(Object.fromEntries(Object.entries(expected).filter(([name]) => name !== 'max_tokens')))
  expect(encoded.body.max_tokens).toBe(expected.max_tokens ?? fields.output?.maxTokens ?? 4096)
  expect(encoded.dropped).toEqual(dropped)
})

test.each<[string, string, Partial<ChatRequest>, JsonObject, string[]]>([
  [
    'all that an old model takes',
    'claude-3-5-sonnet-20241022',
    { sampling: { temperature: 0.2, topP: 0.9, topK: 5, stop: ['x', ' '] } },
    { temperature: 0.2, top_p: 0.9, top_k: 5, stop_sequences: ['x'] },
    ['stop'],
  ],
  [
    'temperature before top p',
    OLD,
    { sampling: { temperature: 0.2, topP: 0.9 } },
    { temperature: 0.2 },
    ['topP'],
  ],
  ['no more than 1', OLD, { sampling: { temperature: 1.5 } }, {}, ['temperature']],
  [
    'hardly any with thinking',
    OLD,
    { reasoning: { effort: 'low' }, sampling: { temperature: 0.5, topP: 0.97, topK: 5 } },
    { top_p: 0.97 },
    ['temperature', 'topK'],
  ],
  [
    'none on new models',
    NEW,
    { sampling: { temperature: 0.5, topP: 0.9, topK: 5 } },
    {},
    ['temperature', 'topP', 'topK'],
  ],
  [
    'what Anthropic has no word for',
    OLD,
    { sampling: { seed: 1, frequencyPenalty: 0.5, presencePenalty: 0, n: 2, logprobs: true } },
    {},
    ['frequencyPenalty', 'seed', 'logprobs', 'n'],
  ],
])('sampling: %s', (_, model, fields, expected, dropped) => {
  const { body, dropped: named } = encode(fields, model)
  const { model: __, max_tokens: ___, messages: ____, thinking: _____, ...sampling } = body
  expect(sampling).toEqual(expected)
  expect(named).toEqual(dropped)
})
