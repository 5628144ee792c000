import { expect, test } from 'vitest'
import type { JsonObject } from '../../core/json.ts'
import type { ChatRequest, Message, Part } from '../../core/request.ts'
import { anthropic } from './index.ts'

const OLD = 'claude-sonnet-4-5'
const NEW = 'claude-opus-4-8'

const BASE: ChatRequest = {
  model: 'smart',
  messages: [{ role: 'user', parts: [{ type: 'text', text: 'Hi' }] }],
  tools: [],
  toolChoice: undefined,
  sampling: {},
  output: { format: { type: 'text' } },
  reasoning: undefined,
  cache: {},
  metadata: {},
  stream: false,
  includeUsage: true,
  extras: {},
}

function encode(fields: Partial<ChatRequest>, model = OLD, maxOutputTokens: number | null = null) {
  return anthropic.encode({ ...BASE, ...fields }, { model, maxOutputTokens, reasons: null })
}

function messagesOf(messages: readonly Message[], model = OLD): readonly JsonObject[] {
  return encode({ messages }, model).body.messages as readonly JsonObject[]
}

const say = (role: Message['role'], ...parts: (Part | string)[]): Message => ({
  role,
  parts: parts.map((part) => (typeof part === 'string' ? { type: 'text', text: part } : part)),
})
const call = (id: string, args: string): Part => ({ type: 'tool-call', id, name: 'look', arguments: args })
const result = (callId: string): Part => ({ type: 'tool-result', callId, parts: [], isError: false })
const text = (value: string) => ({ type: 'text', text: value })

test('fills max_tokens from the catalogue, and never asks for more than the model can say', () => {
  expect(encode({}).body).toEqual({
    model: OLD,
    max_tokens: 4096,
    messages: [{ role: 'user', content: [text('Hi')] }],
  })
  expect(encode({}, OLD, 64_000).body.max_tokens).toBe(64_000)
  expect(
    encode({ output: { format: { type: 'text' }, maxTokens: 99_999 } }, OLD, 64_000).body.max_tokens,
  ).toBe(64_000)
})

test('makes turns alternate, with tool results first', () => {
  const messages = [
    say('user', 'a'),
    say('user', 'b'),
    say('assistant', call('c1', '{"x":1}'), call('c2', '')),
    say('user', 'wait'),
    say('tool', result('c1'), result('c2')),
  ]
  expect(messagesOf(messages)).toEqual([
    { role: 'user', content: [text('a'), text('b')] },
    {
      role: 'assistant',
      content: [
        { type: 'tool_use', id: 'c1', name: 'look', input: { x: 1 } },
        { type: 'tool_use', id: 'c2', name: 'look', input: {} },
      ],
    },
    {
      role: 'user',
      content: [
        { type: 'tool_result', tool_use_id: 'c1' },
        { type: 'tool_result', tool_use_id: 'c2' },
        text('wait'),
      ],
    },
  ])
})

test('arguments that are no JSON object stay visible', () => {
  expect(messagesOf([say('assistant', call('c1', '{"x":'))])[0]).toMatchObject({
    content: [{ input: { _raw: '{"x":' } }],
  })
})

test('instructions: first apart, later in place where the model takes them, else as the user’s text', () => {
  const messages = [
    say('system', 'a'),
    say('developer', 'b'),
    say('user', 'c'),
    say('system', 'd'),
    say('assistant', 'e'),
  ]
  const old = encode({ messages })
  expect(old.body.system).toEqual([text('a'), text('b')])
  expect(old.body.messages).toMatchObject([
    { role: 'user', content: [text('c'), text('d')] },
    { role: 'assistant' },
  ])
  expect(old.dropped).toEqual(['messages.role'])
  const young = encode({ messages }, NEW)
  expect(young.body.messages).toMatchObject([
    { role: 'user' },
    { role: 'system', content: [text('d')] },
    { role: 'assistant' },
  ])
  expect(young.dropped).toEqual([])
  const misplaced = [say('assistant', 'a'), say('system', 'b'), say('user', 'c')]
  expect(messagesOf(misplaced, NEW)).toMatchObject([
    { role: 'assistant' },
    { role: 'user', content: [text('b'), text('c')] },
  ])
})

test('a prefill loses the white space at its end', () => {
  expect(messagesOf([say('user', 'a'), say('assistant', 'The answer is ')]).at(-1)).toEqual({
    role: 'assistant',
    content: [text('The answer is')],
  })
})

test('only Anthropic’s own proofs go to Anthropic', () => {
  const own = { owner: 'anthropic-messages', value: 'sig' } as const
  const foreign = { owner: 'gemini', value: 'secret-signature' } as const
  const messages = [
    say(
      'assistant',
      { type: 'reasoning', text: 'mine', proof: own },
      { type: 'reasoning', text: '', redacted: true, proof: own },
      { type: 'reasoning', text: 'theirs', proof: foreign },
      { type: 'reasoning', text: 'nobody’s' },
      { type: 'text', text: 'x', proof: foreign },
      { ...call('c1', '{}'), proof: foreign } as Part,
      { type: 'opaque', owner: 'gemini', value: { executableCode: 'secret-signature' } },
    ),
  ]
  const { body, dropped } = encode({ messages })
  expect(JSON.stringify(body)).not.toContain('secret-signature')
  expect(body.messages).toMatchObject([
    {
      content: [
        { type: 'thinking', thinking: 'mine', signature: 'sig' },
        { type: 'redacted_thinking', data: 'sig' },
        text('x'),
        { type: 'tool_use' },
      ],
    },
  ])
  expect(dropped).toEqual(['opaque'])
})

test('names of tools and ids of calls are made to fit, and names given back', () => {
  const name = 'weather.get – now'
  const { body, toolNames } = encode({
    tools: [{ type: 'function', name, parameters: { type: 'object' } }],
    toolChoice: { mode: 'required', only: [name], parallel: false },
    messages: [
      say('assistant', { type: 'tool-call', id: 'functions.x:0', name, arguments: '{}' }),
      say('tool', result('functions.x:0')),
    ],
  })
  const written = (body.tools as JsonObject[])[0]?.name as string
  expect(written).toMatch(/^[a-zA-Z0-9_-]{1,128}$/)
  expect(toolNames?.get(written)).toBe(name)
  expect(body.tool_choice).toEqual({ type: 'tool', name: written, disable_parallel_tool_use: true })
  const [use, answer] = (body.messages as JsonObject[]).map(({ content }) => (content as JsonObject[])[0])
  expect(use).toMatchObject({ name: written, id: expect.stringMatching(/^[a-zA-Z0-9_-]+$/) })
  expect(answer?.tool_use_id).toBe(use?.id)
  const decoder = anthropic.createDecoder({
    newId: () => 'x',
    ...(toolNames === undefined ? {} : { toolNames }),
  })
  const start = {
    type: 'content_block_start',
    index: 0,
    content_block: { type: 'tool_use', id: 'a', name: written },
  }
  expect(decoder.step({ event: '', data: JSON.stringify(start) })).toContainEqual(
    expect.objectContaining({ name }),
  )
})

test('one of several tools: only those are shown', () => {
  const tools = ['a', 'b', 'c'].map((name) => ({ type: 'function' as const, name }))
  const { body } = encode({ tools, toolChoice: { mode: 'required', only: ['a', 'c'] } })
  expect(body.tools).toEqual(['a', 'c'].map((name) => ({ name, input_schema: { type: 'object' } })))
  expect(body.tool_choice).toEqual({ type: 'any' })
})

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
  const { model: __, max_tokens, messages, thinking, ...sampling } = body
  expect(sampling).toEqual(expected)
  expect(named).toEqual(dropped)
})

test('a schema is asked for, plain JSON cannot be, and the rest is named', () => {
  const schema = { type: 'object', properties: {}, additionalProperties: false }
  const format = { type: 'json-schema' as const, name: 'n', schema }
  expect(encode({ output: { format } }).body.output_config).toEqual({
    format: { type: 'json_schema', schema },
  })
  expect(encode({ output: { format: { type: 'json' }, verbosity: 'low' } }).dropped).toEqual([
    'format',
    'verbosity',
  ])
  const { body, dropped } = encode({
    cache: { key: 'k', automatic: { ttl: '1h' } },
    metadata: { user: 'u', serviceTier: 'flex', store: true },
    extras: {
      'anthropic-messages': { container: 'c', metadata: { team: 'a' } },
      gemini: { safetySettings: [] },
    },
    stream: true,
  })
  expect(body).toMatchObject({
    container: 'c',
    metadata: { user_id: 'u', team: 'a' },
    cache_control: { type: 'ephemeral', ttl: '1h' },
    stream: true,
  })
  expect(body.service_tier).toBeUndefined()
  expect(dropped).toEqual(['serviceTier', 'cacheKey', 'store', 'safetySettings'])
})

test('of too many cache marks the last four stay', () => {
  const marked = ['a', 'b', 'c', 'd', 'e'].map((word): Part => ({ type: 'text', text: word, mark: {} }))
  const { body, dropped } = encode({
    messages: [say('system', ...marked.slice(0, 2)), say('user', ...marked.slice(2))],
  })
  const marks = (blocks: unknown) =>
    (blocks as JsonObject[]).map(({ cache_control }) => cache_control !== undefined)
  expect(marks(body.system)).toEqual([false, true])
  expect(marks((body.messages as JsonObject[])[0]?.content)).toEqual([true, true, true])
  expect(dropped).toEqual(['cacheMarks'])
})

test('media: what Anthropic can see, and by name what it cannot', () => {
  const { body, dropped } = encode({
    messages: [
      say(
        'user',
        { type: 'image', source: { type: 'url', url: 'data:image/webp;base64,UklGRg==' } },
        { type: 'image', source: { type: 'base64', data: '/9j/4AAQ' } },
        { type: 'file', source: { type: 'base64', data: 'YSxi' }, mediaType: 'text/csv', fileName: 'a.csv' },
        { type: 'file', source: { type: 'url', url: 'https://example.com/a.pdf' } },
        { type: 'audio', source: { type: 'base64', data: 'AA==' }, mediaType: 'audio/wav' },
        { type: 'image', source: { type: 'file-id', id: 'x', owner: 'gemini' } },
      ),
    ],
  })
  expect(body.messages).toMatchObject([
    {
      content: [
        { type: 'image', source: { type: 'base64', media_type: 'image/webp', data: 'UklGRg==' } },
        { type: 'image', source: { type: 'base64', media_type: 'image/jpeg' } },
        { type: 'document', title: 'a.csv', source: { type: 'text', media_type: 'text/plain', data: 'a,b' } },
        { type: 'document', source: { type: 'url', url: 'https://example.com/a.pdf' } },
      ],
    },
  ])
  expect(dropped).toEqual(['audio', 'image'])
})

test('the native lane changes nothing but the model', () => {
  expect(anthropic.nativeEdits(BASE, { model: OLD, maxOutputTokens: null, reasons: null })).toEqual({
    model: OLD,
  })
  expect(anthropic.headers('k')).toEqual({ 'anthropic-version': '2023-06-01', 'x-api-key': 'k' })
})
