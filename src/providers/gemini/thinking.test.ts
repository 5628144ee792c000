import { expect, test } from 'vitest'
import type { ChatRequest, Reasoning } from '../../core/request.ts'
import { request } from './request.fixture.ts'
import { thinkingConfig } from './thinking.ts'

const SHOWN = { includeThoughts: true }

test.each<[string, Reasoning, object | undefined, string[]]>([
  ['gemini-2.5-flash', { effort: 'high' }, { thinkingBudget: 19_660, ...SHOWN }, []],
  ['gemini-2.5-flash', { effort: 'none' }, { thinkingBudget: 0 }, []],
  ['gemini-2.5-flash', { enabled: true }, { thinkingBudget: -1, ...SHOWN }, []],
  ['gemini-2.5-flash', { effort: 'low', exclude: true }, { thinkingBudget: 4915 }, []],
  ['gemini-2.5-flash', { budgetTokens: 1000 }, { thinkingBudget: 1000, ...SHOWN }, []],
  ['gemini-2.5-flash', { budgetTokens: 31_999 }, { thinkingBudget: 24_576, ...SHOWN }, ['budgetTokens']],
  ['gemini-2.5-flash-lite', { budgetTokens: 5 }, { thinkingBudget: 512, ...SHOWN }, ['budgetTokens']],
  ['gemini-2.5-pro', { effort: 'none' }, { thinkingBudget: 128 }, ['reasoning']],
  ['gemini-2.5-pro', { summary: 'auto' }, SHOWN, []],
  ['gemini-3-flash-preview', { effort: 'minimal' }, { thinkingLevel: 'MINIMAL', ...SHOWN }, []],
  ['gemini-3-flash-preview', { effort: 'none' }, { thinkingLevel: 'MINIMAL' }, ['reasoning']],
  ['gemini-3-flash-preview', { budgetTokens: 2048 }, { thinkingBudget: 2048, ...SHOWN }, []],
  ['gemini-3-pro-preview', { effort: 'minimal' }, { thinkingLevel: 'LOW', ...SHOWN }, []],
  ['gemini-3-pro-preview', { effort: 'medium' }, { thinkingLevel: 'HIGH', ...SHOWN }, []],
  ['gemini-3.1-pro-preview', { effort: 'medium' }, { thinkingLevel: 'MEDIUM', ...SHOWN }, []],
  ['gemini-pro-latest', { effort: 'max' }, { thinkingLevel: 'HIGH', ...SHOWN }, []],
  ['gemini-2.0-flash', { effort: 'high' }, undefined, ['reasoning']],
  ['gemini-2.0-flash', { effort: 'none' }, undefined, []],
  ['gemma-3-27b-it', { budgetTokens: 10 }, undefined, ['reasoning']],
])('%s with %j', (model, reasoning, expected, lost) => {
  const dropped = new Set<string>()
  expect(thinkingConfig(asking(reasoning), { model, maxOutputTokens: null, reasons: null }, dropped)).toEqual(
    expected,
  )
  expect([...dropped]).toEqual(lost)
})

test('effort is a share of the tokens that the answer may have', () => {
  const target = { model: 'gemini-2.5-pro', maxOutputTokens: null, reasons: null }
  const budget = (maxTokens: number) =>
    thinkingConfig(asking({ effort: 'medium' }, maxTokens), target, new Set())?.thinkingBudget
  expect(budget(8000)).toBe(4000)
  expect(budget(10)).toBe(128)
  expect(budget(1_000_000)).toBe(16_384)
})

function asking(reasoning: Reasoning, maxTokens?: number): ChatRequest {
  const output = { format: { type: 'text' } as const, ...(maxTokens === undefined ? {} : { maxTokens }) }
  return request({ reasoning, output })
}
