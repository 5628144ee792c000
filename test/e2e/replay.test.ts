import { afterAll, describe, expect, test } from 'vitest'
import { type JsonObject, parseJsonObject } from '../../src/core/json.ts'
import type { WireFormat } from '../../src/core/request.ts'
import { SseParser } from '../../src/wire/sse.ts'
import { hasCorpora } from '../corpora.ts'
import { type Recording, recordings } from '../recordings.ts'
import { ask, DIALECT_NAMES, type DialectName } from '../support/ask.ts'
import { plainReading, type Reading } from '../support/plain-reading.ts'
import { type Chunking, replayModel, startReplayUpstream } from '../support/replay-upstream.ts'
import { upstream } from '../support/test-config.ts'
import { MASTER_KEY, startTestGateway } from '../support/test-gateway.ts'
import { EXCEPTIONS, type Exception } from './replay-exceptions.ts'

// What providers have really said, through the running gateway, into both dialects: the same words, calls and figures.

const CHAT_FILES =
  /vercel-ai\/(alibaba|azure|cerebras|deepseek|groq|mistral|moonshotai|openai|openai-compatible|perplexity|togetherai|xai)\//

const RECORDED: readonly (readonly [WireFormat, Recording])[] = [
  ...recordings(({ path, file }) =>
    path === null ? CHAT_FILES.test(file) : path.includes('chat/completions'),
  )
    .filter(({ body, frames }) =>
      body === null ? frames?.some(({ data }) => data.includes('"choices"')) : Array.isArray(body.choices),
    )
    .filter(({ body }) => body?.object !== 'text_completion')
    .map((recording) => ['openai-chat', recording] as const),
  ...recordings(({ provider }) => provider === 'anthropic')
    .filter(({ path }) => path === null || path.replace(/\?.*/, '') === '/v1/messages')
    .filter(({ body, frames }) =>
      body === null ? frames?.some(({ event }) => event === 'message_start') : body.type === 'message',
    )
    .map((recording) => ['anthropic-messages', recording] as const),
  ...recordings(({ provider }) => /gemini/.test(provider))
    .filter(({ body, frames, id }) => {
      const first = body === null ? (frames?.[0]?.data ?? '') : JSON.stringify(body)
      return /"candidates"|"promptFeedback"/.test(first) && !id.includes('live-speech')
    })
    .map((recording) => ['gemini', recording] as const),
].filter(([, { status }]) => status === 200)

const CASES = RECORDED.flatMap(([wire, recording], place) =>
  DIALECT_NAMES.flatMap((dialect) =>
    (recording.bytes === null ? (['whole'] as const) : (['whole', 'random'] as const)).map((chunking) => ({
      ...{ wire, recording, place, dialect, chunking },
    })),
  ),
)

const replayer = await startReplayUpstream(RECORDED.map(([, recording]) => recording))
const gateway = await startTestGateway({
  config: {
    recording: { bodies: 'none' },
    providers: {
      chat: upstream('chat', 'openai-compatible', `${replayer.url}/v1`),
      messages: upstream('messages', 'anthropic', replayer.url),
      contents: upstream('contents', 'gemini', `${replayer.url}/v1beta`),
    },
  },
})
afterAll(async () => {
  await gateway.close()
  await replayer.close()
})

const PROVIDERS = { 'openai-chat': 'chat', 'anthropic-messages': 'messages', gemini: 'contents' } as const
const WIRES = { openai: 'openai-chat', anthropic: 'anthropic-messages' } as const

type Case = (typeof CASES)[number]

/** The fields in which the caller was told something else than the provider said. */
async function differences({ wire, recording, place, dialect, chunking }: Case) {
  const stream = recording.bytes !== null
  const heard = await ask(gateway.url, {
    ...{ dialect, stream, key: MASTER_KEY },
    model: `${PROVIDERS[wire]}/${replayModel(place, chunking)}`,
    ...(stream && dialect === 'openai' ? { body: { stream_options: { include_usage: true } } } : {}),
  })
  const said = plainReading(wire, recording.body === null ? valuesOf(recording.bytes) : [recording.body])
  const isStream = heard.headers.get('content-type')?.startsWith('text/event-stream') === true
  const told = plainReading(
    WIRES[dialect],
    isStream ? valuesOf(Buffer.from(heard.bytes)) : [parseJsonObject(heard.bytes) ?? {}],
  )
  const fields = Object.keys(said) as (keyof Reading)[] // Those of the type.
  return fields
    .filter((field) => JSON.stringify(said[field]) !== JSON.stringify(told[field]))
    .map((field) => ({ field, said: said[field], told: told[field] }))
}

function valuesOf(bytes: Buffer | null): JsonObject[] {
  const parser = new SseParser()
  const frames = bytes === null ? [] : [...parser.push(bytes), ...parser.end()]
  return frames.map(({ data }) => parseJsonObject(data) ?? {})
}

const table = new Map<string, { same: number; excepted: number }>()
const used = new Set<Exception>()

describe.skipIf(!hasCorpora)('recorded answers, through the gateway', () => {
  test('probe', async () => {
    const all: unknown[] = []
    for (const one of CASES) {
      for (const d of await differences(one))
        all.push({ id: one.recording.id, dialect: one.dialect, chunking: one.chunking, ...d })
    }
    const { writeFileSync } = await import('node:fs')
    writeFileSync('/tmp/diff.json', JSON.stringify(all, null, 1))
    console.log(CASES.length, all.length)
  }, 200_000)
})
