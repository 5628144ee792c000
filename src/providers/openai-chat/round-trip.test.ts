import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { EncodeTarget } from '../../core/provider.ts'
import type { ChatRequest, Message, Part, Proof, ToolCallPart } from '../../core/request.ts'
import { parseRequest } from '../../dialects/openai-chat/parse.ts'
import { openAICompatible } from '../openai-compatible.ts'

/** An upstream that takes whatever the format can say at all. */
const everything = openAICompatible({
  kind: 'everything',
  baseUrl: null,
  apiKeyEnv: null,
  hasDeveloperRole: true,
  hasAllowedTools: true,
  takesCacheMarks: true,
  reasoningRequest: 'object',
  reasoningEcho: 'reasoning_details',
  takesThoughtSignatures: true,
  isGateway: true,
})

const TARGET: EncodeTarget = { model: 'm', maxOutputTokens: null, reasons: null }

test('a request that the format can say comes back as it was, and nothing is dropped', () => {
  fc.assert(
    fc.property(requests(), (request) => {
      const { body, dropped } = everything.encode(request, TARGET)
      expect(dropped).toEqual([])
      expect(parseRequest(JSON.parse(JSON.stringify(body)))).toEqual(request)
    }),
    { numRuns: 300 },
  )
})

function requests(): fc.Arbitrary<ChatRequest> {
  return fc.record({
    model: fc.constant('m'),
    messages: fc.array(fc.oneof(spoken(), assistant(), result()), { minLength: 1, maxLength: 4 }),
    tools: fc.array(tools(), { minLength: 1, maxLength: 3 }),
    toolChoice: fc.option(
      fc.oneof(
        fc.record({ mode: fc.constantFrom('auto', 'none', 'required') }),
        fc.record({ mode: fc.constant('required'), only: fc.tuple(name()), parallel: fc.boolean() }),
        fc.record({ mode: fc.constant('auto'), only: fc.tuple(name(), name()) }),
      ),
      { nil: undefined },
    ),
    sampling: some({
      temperature: fc.double({ min: 0, max: 2, noNaN: true }).map((value) => value + 0),
      topP: fc.constant(0.9),
      topK: fc.nat(),
      seed: fc.integer(),
      stop: fc.array(word(), { minLength: 1, maxLength: 2 }),
      logprobs: fc.boolean(),
      n: fc.integer({ min: 1, max: 4 }),
    }),
    output: fc.record({ format: formats() }),
    reasoning: fc.option(
      fc.oneof(
        fc.record({ effort: fc.constantFrom('none', 'low', 'xhigh', 'max') }),
        fc.record({ budgetTokens: fc.nat(), exclude: fc.boolean() }),
      ),
      { nil: undefined },
    ),
    cache: some({ key: word(), retention: fc.constant('24h'), automatic: fc.constant({ ttl: '1h' }) }),
    metadata: some({ user: word(), serviceTier: word(), store: fc.boolean(), tags: fc.constant({ a: 'b' }) }),
    stream: fc.constant(true),
    includeUsage: fc.constant(true),
    extras: fc.constantFrom(
      {},
      { 'openai-chat': { prediction: { type: 'content', content: 'x' }, models: ['a'] } },
    ),
  }) as fc.Arbitrary<ChatRequest> // The literal unions inside are wider to the compiler than they are.
}

function spoken(): fc.Arbitrary<Message> {
  const media: fc.Arbitrary<Part> = fc.constantFrom<Part>(
    { type: 'image', source: { type: 'url', url: 'https://x.example/a.png' }, detail: 'low' },
    { type: 'image', source: { type: 'base64', data: 'AAAA' }, mediaType: 'image/png', mark: {} },
    { type: 'audio', source: { type: 'base64', data: 'AAAA' }, mediaType: 'audio/mpeg' },
    { type: 'file', source: { type: 'base64', data: 'AAAA' }, mediaType: 'application/pdf', fileName: 'a' },
    { type: 'file', source: { type: 'file-id', id: 'file-1', owner: 'openai-chat' } },
    { type: 'video', source: { type: 'url', url: 'https://x.example/a.mp4' } },
    { type: 'opaque', owner: 'openai-chat', value: { type: 'document_url', document_url: 'x' } },
  )
  const parts = fc.array(fc.oneof(text(), media), { minLength: 1, maxLength: 3 })
  // As above.
  return fc.record({ role: fc.constantFrom('system', 'developer', 'user'), parts }) as fc.Arbitrary<Message>
}

/** In the order in which the format has them, each call with an id of its own. */
function assistant(): fc.Arbitrary<Message> {
  const reasoning = fc.record(
    { type: fc.constant('reasoning' as const), text: word(), proof: proof() },
    { requiredKeys: ['type', 'text'] },
  )
  const calls = fc.array(fc.tuple(name(), fc.constantFrom('{}', '{"a":1}', '{"a"'), fc.boolean()), {
    maxLength: 3,
  })
  return fc
    .tuple(fc.array(reasoning, { maxLength: 2 }), fc.array(word(), { maxLength: 1 }), calls)
    .map(([thoughts, texts, made]): Message => {
      const asked = made.map(
        ([called, text, isSigned], nth): ToolCallPart => ({
          type: 'tool-call',
          id: `call_${nth}`,
          name: called,
          arguments: text,
          ...(isSigned ? { proof: { owner: 'gemini', value: `g${nth}` } } : {}),
        }),
      )
      return {
        role: 'assistant',
        parts: [...thoughts, ...texts.map((each) => ({ type: 'text', text: each }) as const), ...asked],
      }
    })
}

function result(): fc.Arbitrary<Message> {
  return fc.array(text(), { minLength: 1, maxLength: 2 }).map((parts) => ({
    role: 'tool',
    parts: [{ type: 'tool-result', callId: 'elsewhere', parts, isError: false }],
  }))
}

function text(): fc.Arbitrary<Part> {
  return fc.record(
    { type: fc.constant('text' as const), text: word(), mark: fc.constantFrom({}, { ttl: '1h' as const }) },
    { requiredKeys: ['type', 'text'] },
  )
}

function proof(): fc.Arbitrary<Proof> {
  const foreign = JSON.stringify({ type: 'reasoning.text', signature: 's', format: 'xai-responses-v1' })
  return fc.constantFrom<Proof>(
    { owner: 'anthropic-messages', value: 'a' },
    { owner: 'gemini', value: 'g' },
    { owner: 'openai-chat', value: foreign },
  )
}

function tools() {
  return fc.oneof(
    fc.record({
      type: fc.constant('function'),
      name: name(),
      parameters: fc.constant({ type: 'object' }),
      strict: fc.boolean(),
      mark: fc.constant({}),
    }),
    fc.record({
      type: fc.constant('function'),
      name: name(),
      extras: fc.constant({ 'openai-chat': { x: 1, function: { y: 2 } } }),
    }),
    fc.constant({ type: 'custom', name: 'sql', format: { type: 'text' } }),
    fc.constant({ type: 'server', owner: 'openai-chat', name: 'web', value: { type: 'web', a: 1 } }),
  )
}

function formats() {
  return fc.constantFrom(
    { type: 'text' },
    { type: 'json' },
    { type: 'json-schema', name: 'answer', schema: { type: 'object' }, strict: true },
  )
}

function word(): fc.Arbitrary<string> {
  return fc.string({ minLength: 1, unit: 'grapheme' })
}

function name(): fc.Arbitrary<string> {
  return fc.stringMatching(/^[a-zA-Z0-9_-]{1,64}$/)
}

/** Any of the fields, or none. */
function some<T>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }) {
  return fc.record(fields, { requiredKeys: [] })
}
