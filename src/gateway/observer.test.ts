import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ChatEvent } from '../core/event.ts'
import { usageOf } from '../core/usage.ts'
import { Observer, seeAll } from './observer.ts'

const START: ChatEvent = { type: 'start', id: 'x', model: 'm-2026' }
const TEXT: ChatEvent = { type: 'part-delta', choice: 0, index: 0, text: 'a few words of an answer' }
const USAGE: ChatEvent = {
  type: 'usage',
  usage: usageOf({ inputTokens: 10, outputTokens: 7, reasoningTokens: 2 }),
}
const FINISH: ChatEvent = { type: 'finish', choice: 0, reason: 'stop', raw: 'stop' }

function seen(...events: readonly ChatEvent[]): Observer {
  const observer = new Observer()
  seeAll(observer, events)
  return observer
}

const EXPECTED = { inputTokens: 99, outputTokensMax: Number.POSITIVE_INFINITY }

test('what the provider reports of a whole answer is taken as it is', () => {
  expect(seen(START, TEXT, USAGE, FINISH).usage(EXPECTED)).toEqual({ usage: USAGE.usage, source: 'provider' })
})

test('where it reports nothing, or only zeros, both sides are estimated', () => {
  const zeros: ChatEvent = { type: 'usage', usage: usageOf({}) }
  for (const observer of [seen(START, TEXT, FINISH), seen(START, TEXT, zeros, FINISH)]) {
    const { usage, source } = observer.usage(EXPECTED)
    expect([usage.inputTokens, source]).toEqual([99, 'estimated'])
    expect(usage.outputTokens).toBeGreaterThan(3)
  }
})

test('a cut answer costs what was seen of it, and never less than what was reported before', () => {
  const early: ChatEvent = { type: 'usage', usage: usageOf({ inputTokens: 10, outputTokens: 1 }) }
  const { usage, source } = seen(START, early, TEXT).usage(EXPECTED)
  expect([usage.inputTokens, source]).toEqual([10, 'estimated'])
  expect(usage.outputTokens).toBeGreaterThan(3)
  expect(seen(START, USAGE).usage(EXPECTED).usage.outputTokens).toBe(7)
})

test('no order and no cut of events makes a usage that is below zero or not a number', () => {
  const event = fc.constantFrom<ChatEvent>(START, TEXT, USAGE, FINISH, { type: 'ping' })
  fc.assert(
    fc.property(fc.array(event), fc.nat(1_000), (events, input) => {
      const { usage } = seen(...events).usage({ ...EXPECTED, inputTokens: input })
      for (const count of Object.values(usage)) expect(count).toBeGreaterThanOrEqual(0)
    }),
  )
})

test.each<[string, ChatEvent, boolean]>([
  ['the opening of a text', { type: 'part-start', choice: 0, index: 0, part: 'text' }, false],
  ['a ping', { type: 'ping' }, false],
  ['a report of usage', USAGE, false],
  ['a text', TEXT, true],
  [
    'the opening of a tool call',
    { type: 'part-start', choice: 0, index: 0, part: 'tool-call', id: 'c', name: 'f' },
    true,
  ],
  ['a picture', { type: 'part-data', choice: 0, index: 0, data: { type: 'url', url: 'https://x' } }, true],
])('%s: whether the first token has come is as it should be', (_, event, expected) => {
  expect(seen(START, event).hasContent).toBe(expected)
})

test('the reason is the first choice’s, and an empty model name is none', () => {
  const other: ChatEvent = { ...FINISH, choice: 1, reason: 'length' }
  const observer = seen({ ...START, model: '' }, FINISH, other)
  expect([observer.finishReason, observer.model]).toEqual(['stop', null])
})

test('no estimate is above what was asked for', () => {
  const long = { ...TEXT, text: 'many words '.repeat(100) }
  const { usage } = seen(START, long).usage({ inputTokens: 1, outputTokensMax: 5 })
  expect(usage.outputTokens).toBe(5)
})
