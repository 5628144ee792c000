import { expect, test } from 'vitest'
import type { ChatRequest, Part } from '../../core/request.ts'
import { chatRequest } from '../../core/request.fixture.ts'
import { ask } from './ask.fixture.ts'
import { promptText } from './prompt-text.ts'
import { quickestMs } from './quickest.fixture.ts'
import { shapeOf } from './request-shape.ts'
import { scanText } from './scan.ts'
import { TASK_CLASSES } from '../../core/task-class.ts'
import { classify } from './task-class.ts'

const classOf = (request: ChatRequest) => classify(request, scanText(promptText(request))).class

const PICTURE: Part = { type: 'image', source: { type: 'base64', data: 'AAAA' }, mediaType: 'image/png' }
const WEATHER = { type: 'function', name: 'weather' } as const

const EXAMPLES: Readonly<Record<string, readonly ChatRequest[]>> = {
  vision: [
    chatRequest({ messages: [{ role: 'user', parts: [{ type: 'text', text: 'What is this?' }, PICTURE] }] }),
  ],
  'long-context': [
    ask('x'.repeat(100_000)),
    ask('Sum it up.', { output: { format: { type: 'text' }, maxTokens: 64_000 } }),
  ],
  'tool-use': [ask('Is it raining in Oslo?', { tools: [WEATHER] })],
  extraction: [
    ask('Who wrote this?', { output: { format: { type: 'json' } } }),
    ask('Extract the names and dates of this letter.'),
    ask('请提取下面文字中的姓名'),
  ],
  translation: [
    ask('Translate this sentence into Dutch.'),
    ask('Bitte übersetze das ins Englische.'),
    ask('把这句话翻译成英文'),
    ask('Переведи на немецкий'),
    chatRequest({
      messages: [
        { role: 'system', parts: [{ type: 'text', text: 'You translate what the user says.' }] },
        { role: 'user', parts: [{ type: 'text', text: 'Good evening!' }] },
      ],
    }),
  ],
  code: [
    ask('Write a function in TypeScript that reverses a list.'),
    ask('What does it print?\n```\nfor i in range(3): print(i)\n```'),
    ask('for (let i = 0; i < n; i++) { list[i] = f(i); }'),
  ],
  maths: [
    ask('x^2 + 3x = 10, x > 0. What is x?'),
    ask('Tom has 12 apples and eats 3. Ann gives him 4 more. How many?'),
    ask('Löse die Gleichung.'),
  ],
  reasoning: [
    ask('Which of these floats?\nA. Iron\nB. Cork\nC. Lead\nD. Gold'),
    ask('Explain why the sky is blue.'),
    ask('Is it?', { reasoning: { effort: 'high' } }),
  ],
  chat: [
    ask('Good morning!'),
    ask(''),
    ask('Tell me of Lisbon.'),
    ask('Let us improve the javan rhino’s life.'),
  ],
}

test.each(TASK_CLASSES)('%s', (name) => {
  expect(EXAMPLES[name]?.map(classOf)).toEqual(EXAMPLES[name]?.map(() => name))
})

test('tools that may not be called are no use of tools', () => {
  expect(classOf(ask('Good morning!', { tools: [WEATHER], toolChoice: { mode: 'none' } }))).toBe('chat')
})

test('a picture in the result of a tool counts, and a document of plain text is text', () => {
  const document: Part = { type: 'file', source: { type: 'text', text: 'x'.repeat(300) } }
  const shape = shapeOf(
    chatRequest({
      messages: [
        { role: 'tool', parts: [{ type: 'tool-result', callId: 'c', parts: [PICTURE], isError: false }] },
        { role: 'user', parts: [document] },
      ],
    }),
  )
  expect(shape).toEqual({
    turns: 1,
    usesTools: false,
    isStructured: false,
    media: new Set(['image']),
    tokens: 100,
  })
})

test.each([
  ['brackets', '('.repeat(1_000_000)],
  ['beginnings of words', 'extra por qu step by '.repeat(50_000)],
  ['spaces', ' '.repeat(1_000_000)],
])('a megabyte of %s is read in bounded time', (_, text) => {
  const request = ask(text)
  expect(quickestMs(() => classOf(request))).toBeLessThan(5)
})
