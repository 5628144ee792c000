import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { JsonObject } from '../../src/core/json.ts'
import type { ChatRequest, Message, Part, Proof } from '../../src/core/request.ts'
import { anthropicMessages } from '../../src/dialects/anthropic-messages/index.ts'
import { anthropic } from '../../src/providers/anthropic/index.ts'

/** What both sides can say: a request made of it crosses to Anthropic and back unchanged. */
const word = fc.string({ minLength: 1, maxLength: 12 }).filter((text) => text.trimEnd() === text)
const identifier = fc.stringMatching(/^[a-zA-Z0-9_-]{1,20}$/)
const mark = fc.constantFrom(undefined, {}, { ttl: '1h' as const })
const own: Proof = { owner: 'anthropic-messages', value: 'EvQBCkYICxgC' }
const args = fc
  .dictionary(word, fc.oneof(word, fc.integer(), fc.boolean()))
  .map((value) => JSON.stringify(value))

const text: fc.Arbitrary<Part> = fc.record({ type: fc.constant('text' as const), text: word })
const image: fc.Arbitrary<Part> = fc.constantFrom<Part>(
  { type: 'image', source: { type: 'base64', data: 'iVBORw==' }, mediaType: 'image/png' },
  { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } },
  { type: 'file', source: { type: 'text', text: 'a' }, mediaType: 'text/plain' },
  { type: 'file', source: { type: 'file-id', id: 'file_1', owner: 'anthropic-messages' } },
)
const thought: fc.Arbitrary<Part> = fc.constantFrom<Part>(
  { type: 'reasoning', text: 'hm', proof: own },
  { type: 'reasoning', text: '', proof: own },
  { type: 'reasoning', text: '', redacted: true, proof: own },
)
const opaque: fc.Arbitrary<Part> = fc.constant<Part>({
  type: 'opaque',
  owner: 'anthropic-messages',
  value: { type: 'server_tool_use', id: 's', name: 'web_search', input: { query: 'x' } },
})

const toolRound = fc
  .array(
    fc.record({
      id: identifier,
      name: identifier,
      args,
      isError: fc.boolean(),
      parts: fc.array(text, { maxLength: 2 }),
    }),
    {
      minLength: 1,
      maxLength: 3,
    },
  )
  .filter((calls) => new Set(calls.map(({ id }) => id)).size === calls.length)
  .map((calls): Message[] => [
    {
      role: 'assistant',
      parts: calls.map(({ id, name, args: sent }) => ({ type: 'tool-call', id, name, arguments: sent })),
    },
    {
      role: 'tool',
      parts: calls.map(({ id, name, parts, isError }) => ({
        type: 'tool-result',
        callId: id,
        name,
        parts,
        isError,
      })),
    },
  ])
const exchange = fc
  .tuple(
    fc.array(fc.oneof(text, image), { minLength: 1, maxLength: 3 }),
    fc.array(fc.oneof(text, thought, opaque), { minLength: 1, maxLength: 3 }),
  )
  .map(([asked, said]): Message[] => [
    { role: 'user', parts: asked },
    { role: 'assistant', parts: said },
  ])
const conversation = fc
  .tuple(fc.array(fc.oneof(exchange, toolRound), { maxLength: 3 }), text, mark)
  .map(([rounds, last, marked]): Message[] => {
    const ask: Part = { ...last, ...(marked === undefined ? {} : { mark: marked }) } // Still a text.
    return [
      { role: 'system', parts: [{ type: 'text', text: 'Be brief.' }] },
      ...alternating(rounds.flat()),
      { role: 'user', parts: [ask] },
    ]
  })

/** Rounds of one role after another would be joined; a word of the other side goes between. */
function alternating(messages: readonly Message[]): Message[] {
  const side = ({ role }: Message) => (role === 'tool' ? 'user' : role)
  return messages.flatMap((message, index) => {
    const before = messages[index - 1]
    const parts: Part[] = [{ type: 'text', text: 'so' }]
    if (before === undefined || side(before) !== side(message)) return [message]
    return [{ role: side(message) === 'user' ? 'assistant' : 'user', parts }, message]
  })
}

const settings = fc.record({
  temperature: fc.constantFrom(undefined, 0, 0.5, 1),
  stop: fc.constantFrom(undefined, ['END']),
  reasoning: fc.constantFrom<ChatRequest['reasoning']>(
    undefined,
    { enabled: false },
    { effort: 'low', adaptive: false },
    { enabled: true, budgetTokens: 2048 },
    { enabled: true, adaptive: true, effort: 'high' },
  ),
  toolChoice: fc.constantFrom<ChatRequest['toolChoice']>(
    undefined,
    { mode: 'auto', parallel: false },
    { mode: 'none' },
  ),
  stream: fc.boolean(),
})

test('a request crosses to Anthropic and back unchanged, or the list names what did not', () => {
  fc.assert(
    fc.property(conversation, settings, (messages, { temperature, stop, reasoning, toolChoice, stream }) => {
      const request: ChatRequest = {
        model: 'claude-opus-4-6',
        messages,
        tools: [
          {
            type: 'function',
            name: 'a',
            description: 'b',
            parameters: { type: 'object', additionalProperties: false },
            strict: true,
            mark: {},
          },
          {
            type: 'server',
            owner: 'anthropic-messages',
            name: 'web_search',
            value: { type: 'web_search_20250305', name: 'web_search' },
          },
        ],
        toolChoice,
        sampling: {
          ...(temperature === undefined ? {} : { temperature }),
          ...(stop === undefined ? {} : { stop }),
        },
        output: { maxTokens: 9000, maxTokensFrom: 'caller', format: { type: 'text' } },
        reasoning,
        cache: { automatic: {} },
        metadata: { user: 'u', serviceTier: 'auto' },
        stream,
        includeUsage: true,
        extras: { 'anthropic-messages': { container: 'c' } },
      }
      const { body, dropped } = anthropic.encode(request, {
        model: request.model,
        maxOutputTokens: null,
        reasons: true,
      })
      const back = anthropicMessages.parse(JSON.parse(JSON.stringify(body)) as JsonObject)
      const { sampling, reasoning: thinks, ...rest } = request
      expect(back).toEqual({
        ...rest,
        ...(dropped.includes('reasoning') ? { reasoning: undefined } : { reasoning: thinks }),
        sampling: dropped.includes('temperature') ? (stop === undefined ? {} : { stop }) : sampling,
      })
    }),
  )
})
