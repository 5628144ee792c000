import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { CORPORA, corpusLines, hasCorpora } from '../../../test/corpora.ts'
import { recordings } from '../../../test/recordings.ts'
import { collect } from '../../core/collect.ts'
import { type ChatEvent, isTerminal } from '../../core/event.ts'
import type { DecodeContext, SseFrame } from '../../core/provider.ts'
import { EVENT_STREAM } from '../../wire/event-stream.ts'
import { bedrock } from './index.ts'

const BINARY = 'eventstream/bedrock-recorded'

describe.skipIf(!hasCorpora)('recorded streams', () => {
  test.each([
    ['test_bedrock_model_stream_0', ['text'], 'stop'],
    ['test_bedrock_model_thinking_part_stream_0', ['reasoning', 'text'], 'stop'],
    ['test_bedrock_model_thinking_part_redacted_stream_0', ['reasoning', 'reasoning', 'text'], 'stop'],
  ])('%s', (name, types, reason) => {
    const bytes = readFileSync(`${CORPORA}${BINARY}/${name}.bin`)
    const { choices, usage, error } = collect(decode(framesOf(bytes)))
    expect(error).toBeNull()
    expect(choices[0]?.parts.map(({ type }) => type)).toEqual(types)
    expect(choices[0]?.finish?.reason).toBe(reason)
    expect(usage?.outputTokens).toBeGreaterThan(0)
    const signed = choices[0]?.parts.filter((part) => part.type === 'reasoning') ?? []
    for (const { proof } of signed) expect(proof?.owner).toBe('anthropic-messages')
  })

  test('every stream ends once, wherever it is cut, and never as a whole one before its end', () => {
    for (const name of ['test_bedrock_model_stream_0', 'test_bedrock_native_output_stream_0']) {
      const frames = framesOf(readFileSync(`${CORPORA}${BINARY}/${name}.bin`))
      const stop = frames.findIndex(({ event }) => event === 'messageStop')
      for (let cut = 0; cut <= frames.length; cut++) {
        const events = decode(frames.slice(0, cut))
        expect(events.filter(isTerminal)).toHaveLength(1)
        expect(events.at(-1)?.type, `cut ${cut}`).toBe(cut > stop ? 'finish' : 'error')
      }
    }
  })

  test.each(chunkFiles())('%s', (file) => {
    const frames = corpusLines(`recordings/${file}`).map(unwrapped)
    const { choices, error, usage } = collect(decode(frames))
    expect(error).toBeNull()
    expect(choices[0]?.parts.length).toBeGreaterThan(0)
    expect(choices[0]?.finish?.raw).toMatch(/^(?:end_turn|tool_use|max_tokens)$/)
    const hasUsage = frames.some(({ event }) => event === 'metadata')
    expect((usage?.inputTokens ?? 0) > 0).toBe(hasUsage)
    for (const part of choices[0]?.parts ?? []) {
      if (part.type === 'tool-call') expect(() => JSON.parse(part.arguments)).not.toThrow()
    }
  })
})

test.skipIf(!hasCorpora)('recorded answers are read to their end', () => {
  const answers = recordings(({ provider }) => provider === 'bedrock').filter(
    ({ body, status }) => status === 200 && body?.stopReason !== undefined,
  )
  expect(answers.length).toBeGreaterThan(50)
  for (const { id, body } of answers) {
    const { choices, error, usage } = collect(bedrock.decodeBody(body ?? {}, ids()))
    expect(error, id).toBeNull()
    expect(choices[0]?.finish?.reason, id).toMatch(/^(?:stop|tool-calls|length)$/)
    expect(usage?.inputTokens, id).toBeGreaterThan(0)
  }
})

test('tokens of the cache are input, and those for an hour have their own price', () => {
  const usage = {
    inputTokens: 10,
    outputTokens: 5,
    totalTokens: 115,
    cacheReadInputTokens: 60,
    cacheWriteInputTokens: 40,
    cacheDetails: [{ ttl: '1h', inputTokens: 30 }],
  }
  const events = bedrock.decodeBody(answer([{ text: 'Hi' }], { usage }), ids())
  expect(collect(events).usage).toMatchObject({
    inputTokens: 110,
    outputTokens: 5,
    cacheReadTokens: 60,
    cacheWriteTokens: 10,
    cacheWrite1hTokens: 30,
  })
})

test.each([
  ['guardrail_intervened', 'content-filter'],
  ['content_filtered', 'content-filter'],
  ['malformed_tool_use', 'error'],
  ['model_context_window_exceeded', 'context-length'],
  ['stop_sequence', 'stop'],
  ['something_new', 'other'],
])('an end of %s is %s', (stopReason, reason) => {
  const finish = { type: 'finish', reason, raw: stopReason }
  expect(bedrock.decodeBody(answer([{ text: 'Hi' }], { stopReason }), ids()).at(-1)).toMatchObject(finish)
  const frames = [frame('messageStart', { role: 'assistant' }), frame('messageStop', { stopReason })]
  expect(decode(frames).at(-1)).toMatchObject(finish)
})

test.each([
  ['throttlingException', 'provider_rate_limited'],
  ['serviceUnavailableException', 'provider_overloaded'],
  ['modelStreamErrorException', 'provider_error'],
  ['internalServerException', 'provider_error'],
  ['validationException', 'invalid_request'],
])('%s inside a stream is %s, and its end', (exception, code) => {
  const text = frame('contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'Hi' } })
  const events = decode([frame('messageStart', {}), text, frame(exception, { message: 'Wait.' }), text])
  expect(events.filter(isTerminal)).toHaveLength(1)
  expect(events.at(-1)).toEqual({ type: 'error', code, message: 'Wait.', providerCode: exception })
})

test('citations come with the text that they are for', () => {
  const citation = {
    title: 'Log',
    location: { web: { url: 'https://a.example/' } },
    sourceContent: [{ text: 'Sun' }],
  }
  const whole = answer([{ citationsContent: { content: [{ text: 'It shone.' }], citations: [citation] } }])
  const said = {
    type: 'text',
    text: 'It shone.',
    citations: [{ text: 'Sun', url: 'https://a.example/', title: 'Log' }],
  }
  expect(collect(bedrock.decodeBody(whole, ids())).choices[0]?.parts).toEqual([said])
  const at = { contentBlockIndex: 0 }
  const frames = [
    frame('messageStart', {}),
    frame('contentBlockDelta', { ...at, delta: { text: 'It shone.' } }),
    frame('contentBlockDelta', { ...at, delta: { citation } }),
    frame('contentBlockStop', at),
    frame('messageStop', { stopReason: 'end_turn' }),
  ]
  expect(collect(decode(frames)).choices[0]?.parts).toEqual([said])
})

test('what is no answer is told as such', () => {
  expect(bedrock.decodeBody({ message: 'hello' }, ids())).toMatchObject([
    { type: 'error', code: 'provider_invalid_reply' },
  ])
  expect(decode([{ event: 'messageStart', data: '{' }])).toMatchObject([{ type: 'error' }])
})

function answer(content: readonly object[], more: object = {}) {
  const usage = { inputTokens: 1, outputTokens: 1, totalTokens: 2 }
  const whole = {
    output: { message: { role: 'assistant', content } },
    stopReason: 'end_turn',
    usage,
    ...more,
  }
  return JSON.parse(JSON.stringify(whole))
}

function frame(event: string, data: object): SseFrame {
  return { event, data: JSON.stringify(data) }
}

function framesOf(bytes: Buffer): SseFrame[] {
  const blocks = EVENT_STREAM.createSplitter().push(bytes)
  return blocks.map(EVENT_STREAM.read).filter((each) => each !== null)
}

/** Files of payloads keep the name of the event as the one key. */
function unwrapped(line: string): SseFrame {
  const [event, data] = Object.entries(JSON.parse(line)).find(([, value]) => typeof value === 'object') ?? [
    '',
    {},
  ]
  return { event, data: JSON.stringify(data) }
}

function chunkFiles(): readonly string[] {
  const files = corpusLinesOfManifest().filter(
    (file) => file.includes('/amazon-bedrock-') && file.endsWith('.txt'),
  )
  return [...new Set(files)]
}

function corpusLinesOfManifest(): readonly string[] {
  if (!hasCorpora) return []
  return corpusLines('recordings/MANIFEST.jsonl').map((line) => String(JSON.parse(line).file))
}

function decode(frames: readonly SseFrame[]): ChatEvent[] {
  const decoder = bedrock.createDecoder(ids())
  return [...frames.flatMap((each) => decoder.step(each)), ...decoder.end()]
}

function ids(): DecodeContext {
  let next = 0
  return { newId: (prefix) => `${prefix}_${++next}` }
}
