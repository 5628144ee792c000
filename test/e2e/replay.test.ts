import { afterAll, describe, expect, test } from 'vitest'
import { type JsonObject, parseJsonObject } from '../../src/core/json.ts'
import type { WireFormat } from '../../src/core/request.ts'
import { SseParser } from '../../src/wire/sse.ts'
import { hasCorpora } from '../corpora.ts'
import type { Recording } from '../recordings.ts'
import { ask, DIALECT_NAMES, type DialectName } from '../support/ask.ts'
import { plainReading, type Reading } from '../support/plain-reading.ts'
import { anthropicAnswers, chatAnswers, geminiAnswers } from '../support/recorded-answers.ts'
import { type Chunking, replayModel, startReplayUpstream } from '../support/replay-upstream.ts'
import { upstream } from '../support/test-config.ts'
import { MASTER_KEY, startTestGateway } from '../support/test-gateway.ts'
import { EXCEPTIONS } from './replay-exceptions.ts'

// What providers have really said, through the running gateway, into both dialects: the same words, calls and figures.

const RECORDED: readonly (readonly [WireFormat, Recording])[] = [
  ...chatAnswers().map((recording) => ['openai-chat', recording] as const),
  ...anthropicAnswers().map((recording) => ['anthropic-messages', recording] as const),
  ...geminiAnswers().map((recording) => ['gemini', recording] as const),
]

const CHUNKINGS: readonly Chunking[] = ['whole', 'random']

const CASES = RECORDED.flatMap(([wire, recording], place) =>
  DIALECT_NAMES.flatMap((dialect) =>
    (recording.bytes === null ? CHUNKINGS.slice(0, 1) : CHUNKINGS).map((chunking) => ({
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

const PROVIDERS = {
  'openai-chat': 'chat',
  'openai-responses': 'responses',
  'anthropic-messages': 'messages',
  gemini: 'contents',
} as const
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

/** By provider and way, for the table at the end. */
const counts: Record<string, Record<string, string>> = {}
const occurred = new Set<string>()

const WAYS = DIALECT_NAMES.flatMap((dialect) =>
  [false, true].flatMap((stream) =>
    (stream ? CHUNKINGS : CHUNKINGS.slice(0, 1)).map((chunking) => ({ dialect, stream, chunking })),
  ),
)

describe.skipIf(!hasCorpora)('recorded answers, through the gateway', () => {
  test('are there', () => expect(CASES.length).toBeGreaterThan(1_500))

  test.each(WAYS)(
    '$dialect dialect, stream $stream, bytes $chunking',
    async ({ dialect, stream, chunking }) => {
      const way = `${dialect} ${stream ? `stream ${chunking}` : 'whole'}`
      const tallies = new Map<string, { same: number; excepted: number }>()
      const unexplained: unknown[] = []
      for (const one of CASES) {
        const { recording } = one
        if (one.dialect !== dialect || one.chunking !== chunking || (recording.bytes !== null) !== stream)
          continue
        const found = await differences(one)
        const tally = tallies.get(recording.provider) ?? { same: 0, excepted: 0 }
        tallies.set(recording.provider, tally)
        if (found.length === 0) tally.same++
        else tally.excepted++
        for (const difference of found) {
          if (!isExcepted(recording.id, dialect, difference.field))
            unexplained.push({ id: recording.id, ...difference })
        }
      }
      expect(unexplained).toEqual([])
      for (const [provider, { same, excepted }] of tallies) {
        counts[provider] = {
          ...counts[provider],
          [way]: excepted === 0 ? `${same}` : `${same} + ${excepted}`,
        }
      }
    },
  )

  test('every exception still occurs', () => {
    const all = EXCEPTIONS.flatMap(({ reason, dialects, fields }) =>
      dialects.flatMap((dialect) => fields.map((field) => `${dialect} ${field}: ${reason}`)),
    )
    console.info('Recorded answers told as they were said, + those with an exception:')
    console.table(counts)
    console.info(`Exceptions:\n${all.map((line) => `  ${line}`).join('\n')}`)
    expect(all.filter((line) => !occurred.has(line))).toEqual([])
  })
})

function isExcepted(id: string, dialect: DialectName, field: keyof Reading): boolean {
  const exception = EXCEPTIONS.find(
    (each) => each.id.test(id) && each.dialects.includes(dialect) && each.fields.includes(field),
  )
  if (exception === undefined) return false
  occurred.add(`${dialect} ${field}: ${exception.reason}`)
  return true
}
