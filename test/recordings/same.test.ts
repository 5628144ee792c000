import { isDeepStrictEqual } from 'node:util'
import { afterAll, describe, expect, test } from 'vitest'
import { collect } from '../../src/core/collect.ts'
import type { Dialect } from '../../src/core/dialect.ts'
import type { SseFrame } from '../../src/core/provider.ts'
import { isJsonObject, parseJsonObject } from '../../src/core/json.ts'
import { DIALECTS } from '../../src/dialects/index.ts'
import { readBlock } from '../../src/wire/sse.ts'
import { hasCorpora } from '../corpora.ts'
import { type Case, cases } from './cases.ts'
import { blocksOf, cuttings, cuttingsInsideCharacters } from './cuttings.ts'
import { EXCEPTIONS } from './exceptions.ts'
import { crossing, type Crossed, crossStream, crossWhole, type Manner } from './lanes.ts'
import { readAnthropicStream, readAnthropicWhole } from './read-anthropic.ts'
import { readGeminiStream, readGeminiWhole } from './read-gemini.ts'
import { readOpenAIStream, readOpenAIWhole } from './read-openai.ts'
import { FIELDS, type Substance, substanceOf } from './substance.ts'
import { type Column, COLUMNS, Tally } from './tally.ts'

const CANONICAL: Manner = { lane: 'canonical', includeUsage: true }
const NATIVE: Manner = { lane: 'native', includeUsage: true }
const NATIVE_WITHOUT_USAGE: Manner = { lane: 'native', includeUsage: false }

const READERS = {
  openai: { whole: readOpenAIWhole, stream: readOpenAIStream },
  anthropic: { whole: readAnthropicWhole, stream: readAnthropicStream },
  gemini: { whole: readGeminiWhole, stream: readGeminiStream },
} as const

const every = cases()
const streams = every.filter(({ recording }) => recording.bytes !== null)
const wholes = every.filter(({ recording }) => recording.body !== null)
const tally = new Tally()

afterAll(() => {
  console.log(`Recorded answers that say the same on each side:\n${tally}`)
})

describe('an answer says the same in every dialect', () => {
  test.skipIf(!hasCorpora)('of all that are recorded', () => {
    expect(streams.length).toBeGreaterThan(140)
    expect(wholes.length).toBeGreaterThan(600)
  })

  test.each(wholes)('$id: whole', async (answer) => {
    const body = answer.recording.body ?? {}
    if (answer.dialect !== null) {
      const native = crossWhole(crossing(answer.provider, answer.dialect, NATIVE), body)
      if (native.status === 200) expect(native.output.toString()).toBe(JSON.stringify(body))
    }
    await expectSameInAll(answer, (dialect) =>
      crossWhole(crossing(answer.provider, dialect, CANONICAL), body),
    )
  })

  test.each(streams)('$id: streamed, however it is cut', async (answer) => {
    const bytes = answer.recording.bytes ?? Buffer.of()
    const whole = blocksOf([bytes])
    await expectSameInAll(answer, (dialect) =>
      crossStream(crossing(answer.provider, dialect, CANONICAL), whole),
    )
    expectUntouched(answer, whole)
    expectSameHoweverCut(answer, bytes)
  })

  test('every exception is of a recording', () => {
    const known = new Set(every.map(({ id }) => id))
    expect(EXCEPTIONS.filter(({ recording }) => hasCorpora && !known.has(recording))).toEqual([])
  })
})

/** By the official SDK of each dialect: in the form it came in, and in the other. */
async function expectSameInAll(answer: Case, cross: (dialect: Dialect) => Crossed): Promise<void> {
  const isStream = answer.recording.bytes !== null
  for (const name of ['openai', 'anthropic', 'gemini'] as const) {
    const dialect = DIALECTS[name]
    const { events, status, output } = cross(dialect)
    if (name === 'openai') expectSame(answer, 'native', substanceOf(collect(events)))
    const reader = READERS[name]
    expectSame(answer, name, await (isStream ? reader.stream(output) : reader.whole(output, status)))
    if (!events.some(({ type }) => type === 'finish')) continue
    const { lane } = crossing(answer.provider, dialect, CANONICAL)
    const other = isStream ? reader.whole(lane.render(events), 200) : reader.stream(lane.renderStream(events))
    expectSame(answer, name, await other)
  }
  for (const column of COLUMNS) {
    tally.count(
      answer.recording.provider,
      isStream ? 'stream' : 'unary',
      column,
      exceptionsOf(answer, column).size > 0,
    )
  }
}

/** But for what is excepted, and that has to differ. */
function expectSame(answer: Case, column: Column, actual: Substance): void {
  const excepted = exceptionsOf(answer, column)
  const expected = column === 'gemini' ? withoutWrites(answer.expected) : answer.expected
  for (const field of FIELDS) {
    const said = { column, [field]: actual[field] }
    if (!excepted.has(field)) expect(said).toEqual({ column, [field]: expected[field] })
    else
      expect(said, 'This exception no longer occurs.').not.toEqual({
        column,
        [field]: expected[field],
      })
  }
}

/** Gemini has no word for tokens that were written to a cache; they are among its input. */
function withoutWrites({ usage, ...rest }: Substance): Substance {
  return { ...rest, usage: usage === null ? null : { ...usage, cacheWrite: 0 } }
}

function exceptionsOf({ id }: Case, column: Column): ReadonlySet<keyof Substance> {
  const own = EXCEPTIONS.filter(({ recording, dialect }) => recording === id && dialect === column)
  return new Set(own.map(({ what }) => what))
}

/** On the native lane: but for the usage report that was not asked for, and the end that the provider left out. */
function expectUntouched({ provider, dialect, expected }: Case, blocks: readonly Buffer[]): void {
  if (dialect === null || expected.finish === null) return
  const isEnded = blocks.some((block) => isEnd(readBlock(block)))
  const end = isEnded ? '' : dialect.terminator
  expect(crossStream(crossing(provider, dialect, NATIVE), blocks).output.toString()).toBe(
    blocks.join('') + end,
  )
  const rest = blocks.filter((block) => !isUsageReport(block))
  const without = crossStream(crossing(provider, dialect, NATIVE_WITHOUT_USAGE), blocks)
  expect(without.output.toString()).toBe(rest.join('') + end)
}

function isEnd(frame: SseFrame | null): boolean {
  return frame?.data === '[DONE]' || frame?.event === 'message_stop'
}

function isUsageReport(block: Buffer): boolean {
  const chunk = parseJsonObject(readBlock(block)?.data ?? '')
  return Array.isArray(chunk?.choices) && chunk.choices.length === 0 && isJsonObject(chunk.usage)
}

function expectSameHoweverCut({ id, provider, dialect }: Case, bytes: Buffer): void {
  const whole = blocksOf([bytes])
  const manners = [
    ...(dialect === null ? [] : [[dialect, NATIVE] as const]),
    ...Object.values(DIALECTS).map((each) => [each, CANONICAL] as const),
  ]
  const first = manners.map((manner) => crossStream(crossing(provider, ...manner), whole))
  for (const { name, pieces } of cuttings(bytes, id)) {
    const blocks = blocksOf(pieces)
    for (const [place, manner] of manners.entries()) {
      const crossed = crossStream(crossing(provider, ...manner), blocks)
      expect(crossed.output.toString(), `cut ${name}`).toBe(first[place]?.output.toString())
      expect(isDeepStrictEqual(crossed, first[place]), `the same events, cut ${name}`).toBe(true)
    }
  }
  // A lane is given whole events: where these are the same, so is all that follows.
  for (const { name, pieces } of cuttingsInsideCharacters(bytes)) {
    expect(isDeepStrictEqual(blocksOf(pieces), whole), `the same events, cut ${name}`).toBe(true)
  }
}
