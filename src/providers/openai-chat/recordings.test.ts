import fc from 'fast-check'
import OpenAI from 'openai'
import { describe, expect, test } from 'vitest'
import { hasCorpora } from '../../../test/corpora.ts'
import { type Recording, recordings } from '../../../test/recordings.ts'
import { type Completion, collect } from '../../core/collect.ts'
import type { RenderContext } from '../../core/dialect.ts'
import { type ChatEvent, isTerminal } from '../../core/event.ts'
import { parseJsonObject } from '../../core/json.ts'
import type { DecodeContext, Provider } from '../../core/provider.ts'
import { openaiChat } from '../../dialects/openai-chat/index.ts'
import { objectOf, objectsOf, textOf } from '../../wire/openai-chat.ts'
import { SseParser } from '../../wire/sse.ts'
import { openaiCompatible } from '../openai-compatible.ts'

/** Answers in the chat format, of every provider that was recorded. */
const chat = recordings(({ path, file }) =>
  path === null ? isChatFile(file) : path.includes('chat/completions'),
)
  .filter(({ status }) => status === 200)
  .filter((recording) => isChat(recording))
  .filter(({ body }) => body?.object !== 'text_completion')

const streams = chat.filter(({ frames }) => frames !== null)
const wholes = chat.filter(({ body }) => body !== null)

/** Folders of one provider hold its other formats too. */
function isChat({ body, frames }: Recording): boolean {
  if (body !== null) return Array.isArray(body.choices)
  return frames?.some(({ data }) => data.includes('"choices"')) === true
}

function isChatFile(file: string): boolean {
  return /vercel-ai\/(alibaba|azure|cerebras|deepseek|groq|mistral|moonshotai|openai|openai-compatible|perplexity|togetherai|xai)\//.test(
    file,
  )
}

describe.skipIf(!hasCorpora)('recorded answers', () => {
  test('there are enough of them to mean something', () => {
    expect(streams.length).toBeGreaterThan(25)
    expect(wholes.length).toBeGreaterThan(200)
    expect(new Set(chat.map(({ provider }) => provider)).size).toBeGreaterThan(14)
  })

  test.each(streams.map((recording) => [recording.id, recording] as const))(
    '%s: any chunking is the same',
    (_, recording) => {
      const byFrame = decodeFrames(openaiCompatible, recording)
      expect(byFrame.filter(isTerminal).length).toBeGreaterThan(0)
      const { bytes } = recording
      if (bytes === null) throw new Error('A stream has bytes.')
      fc.assert(
        fc.property(fc.array(fc.integer({ min: 1, max: 4096 }), { maxLength: 30 }), (sizes) => {
          expect(decodeBytes(openaiCompatible, bytes, sizes)).toEqual(byFrame)
        }),
        { numRuns: 5 },
      )
      expect(decodeBytes(openaiCompatible, bytes, [1, 1, 1])).toEqual(byFrame)
    },
  )

  test.each(streams.map((recording) => [recording.id, recording] as const))(
    '%s: keeps the grammar of events',
    (_, recording) => {
      expectGrammar(decodeFrames(openaiCompatible, recording))
    },
  )

  test.each(chat.map((recording) => [recording.id, recording] as const))(
    '%s: holds what a plain reading of the JSON holds',
    (_, recording) => {
      const completion = collect(decode(recording))
      const [choice] = completion.choices
      const plain = plainReading(recording)
      expect(choice?.parts.map((part) => (part.type === 'text' ? part.text : '')).join('')).toBe(plain.text)
      expect(choice?.parts.map((part) => (part.type === 'reasoning' ? part.text : '')).join('')).toBe(
        plain.reasoning,
      )
      const calls = choice?.parts.filter((part) => part.type === 'tool-call') ?? []
      expect(calls.map((call) => call.name)).toEqual(plain.names)
      expect(calls.map((call) => (call.arguments === '{}' ? '' : call.arguments)).join('')).toBe(
        plain.arguments,
      )
      expect(new Set(calls.map(({ id }) => id)).size).toBe(calls.length)
      expect(completion.usage?.inputTokens).toBe(plain.promptTokens)
      if (completion.usage !== null)
        expect(completion.usage.outputTokens).toBeGreaterThanOrEqual(plain.completionTokens)
    },
  )

  test.each(chat.map((recording) => [recording.id, recording] as const))(
    '%s: reads and is read again the same',
    (_, recording) => {
      const events = decode(recording)
      const completion = collect(events)
      if (completion.error !== null) return
      const context = contextFor(completion)
      const whole = openaiCompatible.decodeBody(openaiChat.renderCompletion(completion, context), ids())
      expect(substance(collect(whole))).toEqual(substance(completion))
      const streamed = decodeBytes(openaiCompatible, Buffer.from(rendered(events, context)), [])
      expectGrammar(streamed)
      expect(substance(collect(streamed))).toEqual(substance(completion))
    },
  )

  test.each(chat.map((recording) => [recording.id, recording] as const))(
    '%s: the official client reads it the same',
    async (_, recording) => {
      const events = decode(recording)
      const completion = collect(events)
      if (completion.error !== null) return
      const context = contextFor(completion)
      const message = await officialRead(rendered(events, context))
      const [choice] = completion.choices
      const text = choice?.parts.map((part) => (part.type === 'text' ? part.text : '')).join('')
      const calls = choice?.parts.filter((part) => part.type === 'tool-call') ?? []
      expect(message.choices[0]?.message.content ?? '').toBe(text)
      expect(
        (message.choices[0]?.message.tool_calls ?? []).map((call) =>
          call.type === 'function'
            ? [call.id, call.function.name, call.function.arguments]
            : [call.id, call.custom],
        ),
      ).toEqual(calls.map((call) => [call.id, call.name, call.arguments]))
      expect(message.usage?.prompt_tokens).toBe(completion.usage?.inputTokens)
      expect(message.usage?.completion_tokens).toBe(completion.usage?.outputTokens)
    },
  )
})

function decode(recording: Recording): readonly ChatEvent[] {
  return recording.body === null
    ? decodeFrames(openaiCompatible, recording)
    : openaiCompatible.decodeBody(recording.body, ids())
}

function decodeFrames(provider: Provider, { frames }: Recording): ChatEvent[] {
  const decoder = provider.createDecoder(ids())
  return [...(frames ?? []).flatMap((frame) => decoder.step(frame)), ...decoder.end()]
}

/** The bytes in pieces of these sizes, over and over; in one piece where there are none. */
function decodeBytes(provider: Provider, bytes: Buffer, sizes: readonly number[]): ChatEvent[] {
  const parser = new SseParser()
  const decoder = provider.createDecoder(ids())
  const events: ChatEvent[] = []
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? bytes.length
    for (const frame of parser.push(bytes.subarray(at, at + size))) events.push(...decoder.step(frame))
    at += size
  }
  for (const frame of parser.end()) events.push(...decoder.step(frame))
  return [...events, ...decoder.end()]
}

function ids(): DecodeContext {
  let next = 0
  return { newId: (prefix) => `${prefix}_${++next}` }
}

function contextFor(completion: Completion): RenderContext {
  return {
    exchangeId: 'exc_1',
    createdMs: 1_700_000_000_000,
    requestedModel: 'smart',
    choices: completion.choices.length,
    includeUsage: true,
    excludeReasoning: false,
  }
}

function rendered(events: readonly ChatEvent[], context: RenderContext): string {
  const renderer = openaiChat.createRenderer(context)
  return events.map((event) => renderer.push(event)).join('')
}

/** What a caller cares for; the number of text parts is not part of it. */
function substance(completion: Completion): unknown {
  return completion.choices.map(({ parts, finish, logprobs }) => ({
    text: parts.map((part) => (part.type === 'text' ? part.text : '')).join(''),
    citations: parts
      .flatMap((part) => (part.type === 'text' ? (part.citations ?? []) : []))
      .map(({ url }) => url),
    reasoning: parts.map((part) => (part.type === 'reasoning' ? part.text : '')).join(''),
    proofs: parts.flatMap((part) => ('proof' in part && part.proof !== undefined ? [part.proof] : [])),
    calls: parts.filter((part) => part.type === 'tool-call'),
    media: parts.filter((part) => part.type === 'image' || part.type === 'audio'),
    refusal: parts.map((part) => (part.type === 'refusal' ? part.text : '')).join(''),
    finish: finish?.reason,
    raw: finish?.raw ?? finish?.reason,
    logprobs,
    usage: completion.usage,
  }))
}

function expectGrammar(events: readonly ChatEvent[]): void {
  const open = new Set<string>()
  const ended = new Set<string>()
  let isOver = false
  for (const [place, event] of events.entries()) {
    expect(isOver && event.type !== 'finish').toBe(false)
    if (event.type === 'start') expect(place).toBe(0)
    if (event.type === 'part-start') {
      expect(ended.has(`${event.choice}/${event.index}`)).toBe(false)
      open.add(`${event.choice}/${event.index}`)
      if (event.part === 'tool-call') expect(event.id).toBeTruthy()
    }
    if (event.type === 'part-delta' || event.type === 'part-data')
      expect(open.has(`${event.choice}/${event.index}`)).toBe(true)
    if (event.type === 'part-delta') expect(event.text).not.toBe('')
    if (event.type === 'part-end') {
      expect(open.delete(`${event.choice}/${event.index}`)).toBe(true)
      ended.add(`${event.choice}/${event.index}`)
    }
    if (isTerminal(event)) isOver = true
  }
  expect(isOver).toBe(true)
  if (events.at(-1)?.type !== 'error') expect(open.size).toBe(0)
}

async function officialRead(text: string): Promise<OpenAI.Chat.ChatCompletion> {
  const client = new OpenAI({
    apiKey: 'none',
    maxRetries: 0,
    fetch: async () => new Response(text, { headers: { 'content-type': 'text/event-stream' } }),
  })
  const stream = client.chat.completions.stream({
    model: 'smart',
    messages: [{ role: 'user', content: 'hello' }],
    stream_options: { include_usage: true },
  })
  return stream.finalChatCompletion()
}

/** The plainest reading there is: every string of the one kind, joined. */
function plainReading({ body, frames }: Recording) {
  const streamed = (frames ?? []).map(({ data }) => parseJsonObject(data)).filter((chunk) => chunk !== null)
  const chunks = body === null ? streamed : [body]
  const messages = chunks.flatMap(({ choices }) =>
    objectsOf(choices)
      .filter(({ index }) => index === 0 || index === undefined)
      .map((choice) => objectOf(choice.delta) ?? objectOf(choice.message) ?? {}),
  )
  const pieces = messages.flatMap(({ content }) =>
    typeof content === 'string' ? [{ text: content }] : objectsOf(content),
  )
  const calls = messages
    .flatMap(({ tool_calls }) => objectsOf(tool_calls))
    .map((call) => objectOf(call.function))
  const usage = chunks
    .map((chunk) => objectOf(chunk.usage) ?? objectOf(objectOf(chunk.x_groq)?.usage))
    .findLast((found) => found !== null && found.completion_tokens !== 0)
  return {
    text: pieces.map(({ text }) => textOf(text)).join(''),
    reasoning: messages
      .map((message) => {
        const thinking = objectsOf(message.content).flatMap((chunk) => objectsOf(chunk.thinking))
        const plain = textOf(message.reasoning) || textOf(message.reasoning_content)
        return plain + thinking.map(({ text }) => textOf(text)).join('')
      })
      .join(''),
    names: calls.map((call) => textOf(call?.name)).filter((name) => name !== ''),
    arguments: calls
      .map((call) => textOf(call?.arguments))
      .filter((text) => text !== '{}')
      .join(''),
    promptTokens: usage?.prompt_tokens,
    completionTokens: Number(usage?.completion_tokens),
  }
}
