import { expect, test } from 'vitest'
import { collect } from '../../core/collect.ts'
import type { RenderContext } from '../../core/dialect.ts'
import type { ChatEvent } from '../../core/event.ts'
import { isJsonObject, type JsonObject, type JsonValue, parseJsonObject } from '../../core/json.ts'
import type { Part } from '../../core/request.ts'
import { usageOf } from '../../core/usage.ts'
import { gemini } from './index.ts'

const CONTEXT: RenderContext = {
  exchangeId: 'exc_1',
  createdMs: 0,
  requestedModel: 'smart',
  choices: 1,
  includeUsage: true,
  excludeReasoning: false,
}
const PROOF = { owner: 'anthropic-messages', value: 'c2lnbmVk' } as const
const FOREIGN = { type: 'server_tool_use', id: 'srv_1' }

/** An answer of another provider's with all that Gemini has no place of its own for. */
const ANSWER: readonly ChatEvent[] = [
  { type: 'start', id: 'msg_1', model: 'claude' },
  ...part(
    0,
    'reasoning',
    { type: 'part-delta', choice: 0, index: 0, text: 'Hm, ' },
    data(0, { type: 'proof', proof: PROOF }),
  ),
  { type: 'part-start', choice: 0, index: 1, part: 'reasoning', redacted: true },
  data(1, { type: 'proof', proof: PROOF }),
  { type: 'part-end', choice: 0, index: 1 },
  ...part(2, 'opaque', data(2, { type: 'opaque', owner: 'anthropic-messages', value: FOREIGN })),
  ...part(
    3,
    'text',
    { type: 'part-delta', choice: 0, index: 3, text: 'Grüße ' },
    { type: 'part-delta', choice: 0, index: 3, text: 'dort' },
    data(3, { type: 'citation', citation: { url: 'https://a.example', title: 'A', start: 6, end: 10 } }),
  ),
  { type: 'part-start', choice: 0, index: 4, part: 'tool-call', id: 'c1', name: 'f' },
  { type: 'part-delta', choice: 0, index: 4, text: '{"a":' },
  { type: 'part-delta', choice: 0, index: 4, text: '1}' },
  { type: 'part-end', choice: 0, index: 4 },
  {
    type: 'usage',
    usage: usageOf({ inputTokens: 10, outputTokens: 9, reasoningTokens: 4, cacheReadTokens: 3 }),
  },
  { type: 'finish', choice: 0, reason: 'tool-calls', raw: 'tool_use' },
]

function part(index: number, kind: 'text' | 'reasoning' | 'opaque', ...inside: ChatEvent[]): ChatEvent[] {
  return [
    { type: 'part-start', choice: 0, index, part: kind },
    ...inside,
    { type: 'part-end', choice: 0, index },
  ]
}

function data(index: number, value: (ChatEvent & { type: 'part-data' })['data']): ChatEvent {
  return { type: 'part-data', choice: 0, index, data: value }
}

function whole(context = CONTEXT): JsonObject {
  return gemini.renderCompletion(collect(ANSWER), context)
}

function streamed(context = CONTEXT): JsonObject[] {
  const renderer = gemini.createRenderer(context)
  const text = ANSWER.map((event) => renderer.push(event)).join('')
  return [...text.matchAll(/^data: (.*)$/gm)].map(([, json = '']) => parseJsonObject(json) ?? {})
}

function partsOf(chunks: readonly JsonObject[]): JsonObject[] {
  return chunks.flatMap(({ candidates }) => {
    const candidate: JsonValue | undefined = Array.isArray(candidates) ? candidates[0] : undefined
    const content = isJsonObject(candidate) && isJsonObject(candidate.content) ? candidate.content : {}
    return Array.isArray(content.parts) ? content.parts.filter(isJsonObject) : []
  })
}

/** What a client sends back that keeps the parts as they came. */
function returned(parts: readonly JsonObject[]): readonly Part[] {
  const contents = [
    { role: 'user', parts: [{ text: 'Hi' }] },
    { role: 'model', parts },
  ]
  return gemini.parse({ contents }, { model: 'm', stream: false }).messages[1]?.parts ?? []
}

test.each([
  ['whole', () => [whole()]],
  ['streamed', () => streamed()],
])('what others sign comes back as it was, %s', (_, render) => {
  const parts = partsOf(render())
  expect(returned(parts)).toEqual([
    { type: 'reasoning', text: 'Hm, ', proof: PROOF },
    { type: 'reasoning', text: '', redacted: true, proof: PROOF },
    { type: 'opaque', owner: 'anthropic-messages', value: FOREIGN },
    ...(parts.length > 6 ? ['Grüße ', 'dort'] : ['Grüße dort']).map((text) => ({ type: 'text', text })),
    { type: 'tool-call', id: 'c1', name: 'f', arguments: '{"a":1}' },
  ])
  // As Google's Python client writes bytes again.
  const rewritten = parts.map(({ thoughtSignature, ...rest }) =>
    typeof thoughtSignature === 'string'
      ? { ...rest, thoughtSignature: thoughtSignature.replaceAll('+', '-').replaceAll('/', '_') }
      : rest,
  )
  expect(returned(rewritten)).toEqual(returned(parts))
})

test.each([
  ['whole', () => whole()],
  ['streamed', () => streamed().at(-1) ?? {}],
])('finish, usage and sources, %s', (_, render) => {
  expect(render()).toMatchObject({
    candidates: [
      {
        finishReason: 'STOP',
        index: 0,
        groundingMetadata: {
          groundingChunks: [{ web: { uri: 'https://a.example', title: 'A' } }],
          // In bytes: two letters before have two each.
          groundingSupports: [
            { segment: { startIndex: 8, endIndex: 12, text: 'dort' }, groundingChunkIndices: [0] },
          ],
        },
      },
    ],
    usageMetadata: {
      promptTokenCount: 10,
      cachedContentTokenCount: 3,
      candidatesTokenCount: 5,
      thoughtsTokenCount: 4,
      totalTokenCount: 19,
    },
    modelVersion: 'claude',
    responseId: 'msg_1',
  })
})

test('thoughts that nobody asked for are left out, and their signatures are not', () => {
  const context = { ...CONTEXT, excludeReasoning: true }
  for (const chunks of [[whole(context)], streamed(context)]) {
    const thoughts = partsOf(chunks).filter(({ thought }) => thought === true)
    expect(thoughts.map(({ text }) => text)).toEqual(['', '', ''])
    expect(returned(thoughts)[0]).toEqual({ type: 'reasoning', text: '', proof: PROOF })
  }
})

test('every chunk has parts, or Google’s chats would forget the turn', () => {
  for (const chunk of streamed()) expect(partsOf([chunk])).not.toEqual([])
  expect(
    partsOf([
      gemini.renderCompletion(collect([{ type: 'finish', choice: 0, reason: 'stop', raw: null }]), CONTEXT),
    ]),
  ).toEqual([{ text: '' }])
})

test.each([
  ['length', 'max_tokens', 'MAX_TOKENS'],
  ['content-filter', 'RECITATION', 'RECITATION'],
  ['content-filter', 'content_filter', 'SAFETY'],
  ['error', 'MALFORMED_FUNCTION_CALL', 'MALFORMED_FUNCTION_CALL'],
  ['error', null, 'OTHER'],
  ['other', 'COMPLETE', 'OTHER'],
] as const)('%s (%s) is said as %s', (reason, raw, word) => {
  const completion = collect([{ type: 'finish', choice: 0, reason, raw }])
  expect(gemini.renderCompletion(completion, CONTEXT)).toMatchObject({ candidates: [{ finishReason: word }] })
})
