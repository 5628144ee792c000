import OpenAI from 'openai'
import { describe, expect, test } from 'vitest'
import { collect } from '../../src/core/collect.ts'
import { isJsonObject, type JsonObject } from '../../src/core/json.ts'
import { DIALECTS } from '../../src/dialects/index.ts'
import { openai } from '../../src/providers/openai.ts'
import { speaking } from '../../src/routing/target.ts'
import { targetAt } from '../../src/routing/target.fixture.ts'
import { hasCorpora } from '../corpora.ts'
import { responsesAnswers } from '../support/recorded-answers.ts'
import { blocksOf, cuttings } from './cuttings.ts'
import { crossing, crossStream, crossWhole } from './lanes.ts'
import { plainResponses } from './plain-responses.ts'
import { clientOf } from './read-openai.ts'
import { substanceOf } from './substance.ts'

const RESPONSES = speaking(targetAt(0, { provider: openai }), 'openai-responses').provider
const CANONICAL = { lane: 'canonical', includeUsage: true } as const
const NATIVE = { lane: 'native', includeUsage: true } as const

/** Made up: its pieces are not of the text that it ends with. */
const TORN = 'vercel-ai/openai/responses/openai-shell-container.1.chunks.txt'

const every = responsesAnswers().filter(({ id, looksHandmade }) => !looksHandmade && id !== TORN)
const streams = every.filter(({ bytes }) => bytes !== null)
const wholes = every.filter(({ body }) => body !== null)

describe('a recorded response', () => {
  test.skipIf(!hasCorpora)('is one of many', () => {
    expect(streams.length).toBeGreaterThan(30)
    expect(wholes.length).toBeGreaterThan(60)
  })

  test.each(wholes)('$id: whole, says the same by either lane', (recording) => {
    const body = recording.body ?? {}
    const expected = plainResponses(recording)
    const native = crossWhole(crossing(RESPONSES, DIALECTS.responses, NATIVE), body)
    expect(substanceOf(collect(native.events))).toEqual(expected)
    if (native.status !== 200) return
    expect(native.output.toString()).toBe(JSON.stringify(body))
    const { output } = crossWhole(crossing(RESPONSES, DIALECTS.responses, CANONICAL), body)
    const again: JsonObject = JSON.parse(output.toString())
    expect(plainResponses({ ...recording, body: again })).toEqual(expected)
    expect(encryptedIn(again)).toEqual(encryptedIn(body))
  })

  test.each(streams)('$id: streamed, says the same by either lane, however it is cut', async (recording) => {
    const bytes = recording.bytes ?? Buffer.of()
    const expected = plainResponses(recording)
    const first = { native: '', canonical: '' }
    for (const { name, pieces } of cuttings(bytes, recording.id)) {
      const blocks = blocksOf(pieces)
      for (const manner of [NATIVE, CANONICAL]) {
        const { output, events } = crossStream(crossing(RESPONSES, DIALECTS.responses, manner), blocks)
        if (first[manner.lane] === '') {
          first[manner.lane] = output.toString()
          expect(substanceOf(collect(events))).toMatchObject(
            expected.finish === null ? { finish: null } : { ...expected },
          )
        }
        expect(output.toString(), `cut ${name}`).toBe(first[manner.lane])
      }
    }
    if (expected.finish === null) return
    expect(first.native).toBe(bytes.toString())
    const told = await readBySdk(Buffer.from(first.canonical))
    expect(plainResponses({ ...recording, body: told, frames: null })).toEqual(expected)
    const numbers = [...first.canonical.matchAll(/"sequence_number":(\d+)/g)].map(([, number]) =>
      Number(number),
    )
    expect(numbers).toEqual(numbers.map((_, place) => place))
  })
})

/** By the official SDK's own accumulator, which takes nothing out of its order. */
async function readBySdk(output: Buffer): Promise<JsonObject> {
  const client: OpenAI = clientOf(output, 'text/event-stream', 200)
  const response = await client.responses.stream({ model: 'smart', input: 'Hi' }).finalResponse()
  return JSON.parse(JSON.stringify(response)) as JsonObject // It came as JSON.
}

function encryptedIn({ output }: JsonObject): readonly unknown[] {
  const items = Array.isArray(output) ? output.filter(isJsonObject) : []
  return items.map((item) => item.encrypted_content).filter((text) => typeof text === 'string' && text !== '')
}
