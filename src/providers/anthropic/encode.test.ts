import { expect, test } from 'vitest'
import type { JsonObject } from '../../core/json.ts'
import type { Part } from '../../core/request.ts'
import { BASE, call, encode, messagesOf, NEW, OLD, result, say, text } from './encode.fixture.ts'
import { anthropic } from './index.ts'

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
