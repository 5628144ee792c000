import OpenAI from 'openai'
import { describe, expect, test } from 'vitest'
import { collect } from '../../core/collect.ts'
import type { RenderContext } from '../../core/dialect.ts'
import type { ChatEvent } from '../../core/event.ts'
import { isJsonObject, type JsonObject } from '../../core/json.ts'
import type { Part } from '../../core/request.ts'
import { usageOf } from '../../core/usage.ts'
import { openaiChat } from './index.ts'

const CONTEXT: RenderContext = {
  exchangeId: 'exc_1',
  createdMs: 1_700_000_000_999,
  requestedModel: 'smart',
  choices: 1,
  includeUsage: true,
  excludeReasoning: false,
}

const anthropic = { owner: 'anthropic-messages', value: 'SIG' } as const
const gemini = { owner: 'gemini', value: 'GSIG' } as const

/** An answer with something of everything that must survive a client which sends it back. */
const PARTS: readonly Part[] = [
  { type: 'reasoning', text: 'Let me see.', proof: anthropic },
  { type: 'reasoning', text: '', redacted: true, proof: { ...anthropic, value: 'RED' } },
  { type: 'text', text: 'Two calls.', proof: gemini },
  { type: 'tool-call', id: 'a', name: 'f', arguments: '{"x":1}', proof: gemini },
  { type: 'tool-call', id: 'b', name: 'g', arguments: '{}' },
]

describe('a whole answer', () => {
  test('has the official shape', () => {
    const body = openaiChat.renderCompletion(collect(answer(PARTS)), CONTEXT)
    expect(body).toMatchObject({
      id: 'chatcmpl-exc_1',
      object: 'chat.completion',
      created: 1_700_000_000,
      model: 'smart',
      choices: [
        {
          index: 0,
          finish_reason: 'tool_calls',
          native_finish_reason: 'tool_use',
          message: {
            role: 'assistant',
            content: 'Two calls.',
            refusal: null,
            reasoning: 'Let me see.',
            reasoning_content: 'Let me see.',
            tool_calls: [
              {
                id: 'a',
                type: 'function',
                function: { name: 'f', arguments: '{"x":1}' },
                extra_content: { google: { thought_signature: 'GSIG' } },
              },
              { id: 'b', type: 'function', function: { name: 'g', arguments: '{}' } },
            ],
          },
        },
      ],
      usage: {
        prompt_tokens: 10,
        completion_tokens: 5,
        total_tokens: 15,
        prompt_tokens_details: { cached_tokens: 4, cache_write_tokens: 3, audio_tokens: 0 },
        completion_tokens_details: { reasoning_tokens: 2, audio_tokens: 0 },
      },
    })
  })

  test('says nothing of usage that nobody reported', () => {
    const events = answer(PARTS).filter(({ type }) => type !== 'usage')
    expect(openaiChat.renderCompletion(collect(events), CONTEXT)).not.toHaveProperty('usage')
  })

  test('sources, pictures and sound', () => {
    const body = openaiChat.renderCompletion(
      collect(
        answer([
          {
            type: 'text',
            text: 'Hi',
            citations: [{ url: 'https://a.example', title: 'A', text: 'a', start: 0, end: 2 }],
          },
          { type: 'image', source: { type: 'base64', data: 'AAAA' }, mediaType: 'image/png' },
          {
            type: 'audio',
            source: { type: 'base64', data: 'BBBB' },
            mediaType: 'audio/wav',
            transcript: 'Hi',
          },
        ]),
      ),
      CONTEXT,
    )
    expect(body).toMatchObject({
      choices: [
        {
          message: {
            annotations: [
              {
                type: 'url_citation',
                url_citation: {
                  url: 'https://a.example',
                  title: 'A',
                  content: 'a',
                  start_index: 0,
                  end_index: 2,
                },
              },
            ],
            images: [{ type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } }],
            audio: { id: 'audio_exc_1', data: 'BBBB', transcript: 'Hi', expires_at: 1_700_000_000 },
          },
        },
      ],
    })
  })
})

describe('a client that sends the answer back', () => {
  test('loses no proof when it was whole', () => {
    const body = openaiChat.renderCompletion(collect(answer(PARTS)), CONTEXT)
    expect(echoed(firstMessage(body))).toEqual(PARTS)
  })

  test('loses no proof when it was streamed and the client kept the pieces of reasoning', async () => {
    expect(echoed(await keptMessage(stream(answer(PARTS))))).toEqual(PARTS)
  })

  test('keeps the proofs of calls whatever it knows of reasoning', async () => {
    const completion = await officialClient(stream(answer(PARTS)))
    const { tool_calls } = { ...completion.choices[0]?.message }
    expect(echoed({ role: 'assistant', content: null, tool_calls })).toEqual(PARTS.slice(3))
  })

  test('has the proofs even without the text of the reasoning', async () => {
    const context = { ...CONTEXT, excludeReasoning: true }
    const kept = [{ ...PARTS[0], text: '' }, ...PARTS.slice(1)]
    const whole = openaiChat.renderCompletion(collect(answer(PARTS)), context)
    expect(JSON.stringify(whole)).not.toContain('Let me see')
    expect(echoed(firstMessage(whole))).toEqual(kept)
    const text = stream(answer(PARTS), context)
    expect(text).not.toContain('Let me see')
    expect(echoed(await keptMessage(text))).toEqual(kept)
  })
})

describe('a stream', () => {
  test('names the role once, holds the finish for usage, and ends with [DONE]', () => {
    const frames = framesOf(stream(answer(PARTS)))
    expect(frames.at(-1)).toBe('[DONE]')
    const chunks = frames.slice(0, -1).map((data) => JSON.parse(data))
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: 15 } })
    expect(chunks.at(-2).choices[0]).toMatchObject({ delta: {}, finish_reason: 'tool_calls' })
    expect(chunks.filter((chunk) => chunk.choices[0]?.delta.role === 'assistant')).toEqual([chunks[0]])
    expect(chunks.filter((chunk) => chunk.choices[0]?.finish_reason != null)).toHaveLength(1)
  })

  test('reports usage only to who asked', () => {
    expect(stream(answer(PARTS), { ...CONTEXT, includeUsage: false })).not.toContain('"usage"')
  })

  test('of two choices ends when both have', () => {
    const renderer = openaiChat.createRenderer({ ...CONTEXT, choices: 2 })
    const finish = (choice: number): ChatEvent => ({ type: 'finish', choice, reason: 'stop', raw: null })
    expect(renderer.push(finish(1))).toBe('')
    expect(
      framesOf(renderer.push(finish(0))).map((data) =>
        data === '[DONE]' ? data : JSON.parse(data).choices[0].index,
      ),
    ).toEqual([1, 0, '[DONE]'])
  })

  test('that breaks off ends in an error the official client raises, and in no [DONE]', async () => {
    const broken: ChatEvent[] = [
      ...answer(PARTS).slice(0, 4),
      { type: 'error', code: 'stream_interrupted', message: 'It broke.' },
    ]
    const text = stream(broken)
    expect(text).not.toContain('[DONE]')
    await expect(officialClient(text)).rejects.toThrow('It broke.')
  })
})

function answer(parts: readonly Part[]): ChatEvent[] {
  const events: ChatEvent[] = [{ type: 'start', id: '', model: '' }]
  for (const [index, part] of parts.entries()) events.push(...partEvents(part, index))
  const counts = {
    inputTokens: 10,
    outputTokens: 5,
    cacheReadTokens: 4,
    cacheWriteTokens: 1,
    cacheWrite1hTokens: 2,
    reasoningTokens: 2,
  }
  const hasCalls = parts.some(({ type }) => type === 'tool-call')
  return [
    ...events,
    { type: 'usage', usage: usageOf(counts) },
    {
      type: 'finish',
      choice: 0,
      reason: hasCalls ? 'tool-calls' : 'stop',
      raw: hasCalls ? 'tool_use' : 'end_turn',
    },
  ]
}

function partEvents(part: Part, index: number): ChatEvent[] {
  const at = { choice: 0, index }
  const data = (value: Extract<ChatEvent, { type: 'part-data' }>['data']): ChatEvent => ({
    type: 'part-data',
    ...at,
    data: value,
  })
  const text = (value: string): ChatEvent[] =>
    [...value].map((letter) => ({ type: 'part-delta', ...at, text: letter }))
  const proof =
    'proof' in part && part.proof !== undefined ? [data({ type: 'proof', proof: part.proof })] : []
  const end: ChatEvent = { type: 'part-end', ...at }
  switch (part.type) {
    case 'text': {
      const citations = (part.citations ?? []).map((citation) => data({ type: 'citation', citation }))
      return [{ type: 'part-start', ...at, part: 'text' }, ...text(part.text), ...citations, ...proof, end]
    }
    case 'reasoning':
      return [
        { type: 'part-start', ...at, part: 'reasoning', redacted: part.redacted === true },
        ...text(part.text),
        ...proof,
        end,
      ]
    case 'tool-call': {
      const shown = part.arguments === '{}' ? '' : part.arguments
      return [
        { type: 'part-start', ...at, part: 'tool-call', id: part.id, name: part.name },
        ...text(shown),
        ...proof,
        end,
      ]
    }
    case 'image':
    case 'audio': {
      const base64 = part.source.type === 'base64' ? part.source.data : ''
      const bytes = data({ type: 'bytes', base64, mediaType: part.mediaType ?? '' })
      return [{ type: 'part-start', ...at, part: part.type }, ...text(part.transcript ?? ''), bytes, end]
    }
    default:
      return []
  }
}

function stream(events: readonly ChatEvent[], context: RenderContext = CONTEXT): string {
  const renderer = openaiChat.createRenderer(context)
  return events.map((event) => renderer.push(event)).join('')
}

function framesOf(text: string): string[] {
  return text
    .split('\n\n')
    .filter((block) => block !== '')
    .map((block) => block.slice('data: '.length))
}

function firstMessage(body: JsonObject): JsonObject {
  const [choice] = Array.isArray(body.choices) ? body.choices : []
  return isJsonObject(choice) && isJsonObject(choice.message) ? choice.message : {}
}

/** What clients that know of `reasoning_details` hold in the end: every entry, as it came. */
async function keptMessage(text: string): Promise<object> {
  const completion = await officialClient(text)
  const chunks = framesOf(text)
    .slice(0, -1)
    .map((data) => JSON.parse(data))
  const reasoning_details = chunks.flatMap((chunk) => chunk.choices[0]?.delta.reasoning_details ?? [])
  return { ...completion.choices[0]?.message, reasoning_details }
}

/** The parts of the message once a client has sent it back. */
function echoed(message: object): readonly Part[] {
  const body = JSON.parse(JSON.stringify({ model: 'm', messages: [message] }))
  return openaiChat.parse(body).messages[0]?.parts ?? []
}

function officialClient(text: string): Promise<OpenAI.Chat.ChatCompletion> {
  return client(new Response(text, { headers: { 'content-type': 'text/event-stream' } }))
    .chat.completions.stream({ model: 'm', messages: [{ role: 'user', content: 'Hello' }] })
    .finalChatCompletion()
}

function client(response: Response): OpenAI {
  return new OpenAI({ apiKey: 'none', maxRetries: 0, fetch: async () => response })
}
