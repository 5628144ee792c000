import Ajv from 'ajv'
import { afterAll, describe, expect, test } from 'vitest'
import { corpusJson, hasCorpora } from '../test/corpora.ts'
import { type Recording, recordings } from '../test/recordings.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../src/core/json.ts'
import { Failure } from './failure.ts'
import { anthropic } from './formats/anthropic.ts'
import type { Format } from './formats/format.ts'
import { gemini } from './formats/gemini.ts'
import { openaiChat } from './formats/openai-chat.ts'
import { startSimulator } from './simulator.ts'
import { ask, FORMATS, frames } from './testing.ts'

/** What each real API took and answered; the simulator must take it too, and answer in the same shapes. */
const CASES = [
  { format: openaiChat, provider: 'openai', path: /\/chat\/completions$/ },
  { format: anthropic, provider: 'anthropic', path: /\/messages(?:\?|$)/ },
  { format: gemini, provider: 'gemini', path: /enerateContent(?:\?|$)/ },
] as const

const MODELS = ['echo', 'lorem', 'think', 'json'] as const

describe.skipIf(!hasCorpora)('against recorded traffic', () => {
  test.each(CASES)('$format.wire: what the real API accepted is accepted', ({ format, provider, path }) => {
    const taken = real(provider, path).filter(({ request }) => request !== null)
    const refused = taken.flatMap(({ id, request }) => {
      const reason = refusal(format, unsigned(request ?? {}))
      return reason === null ? [] : [`${id}: ${reason}`]
    })
    expect(refused).toEqual([])
    expect(taken.length).toBeGreaterThan(40)
  })

  test.each(CASES)(
    '$format.wire: no field is said that the real API does not say',
    async ({ format, provider, path }) => {
      const known = new Set<string>()
      for (const { body, frames: events } of real(provider, path)) {
        if (body !== null) addPaths(body, '', known)
        for (const { data } of events ?? []) if (data !== '[DONE]') addPaths(JSON.parse(data), '', known)
      }
      const said = new Set<string>()
      for (const body of await everything(format)) addPaths(body, '', said)
      expect([...said].filter((place) => !known.has(place) && !EXTRA.has(place))).toEqual([])
    },
  )

  test.each([
    ['OpenAIChatCompletion', openaiChat, false],
    ['OpenAIChatCompletionChunk', openaiChat, true],
    ['AnthropicMessage', anthropic, false],
    ['AnthropicStreamEvent', anthropic, true],
  ] as const)('%s: every answer fits the schema', async (name, format, stream) => {
    const schema = corpusJson(`schemas/lenient/${name}.schema.json`) as object // A JSON schema is an object.
    const fits = new Ajv.default({ strict: false, logger: false }).compile(schema)
    const bodies = (await everything(format, [stream])).filter(({ type }) => type !== 'ping')
    expect(bodies.filter((body) => !fits(body))).toEqual([])
    expect(bodies.length).toBeGreaterThan(0)
  })
})

/** DeepSeek's field, which OpenAI's own API does not have; and arguments, which are the caller's own. */
const EXTRA = new Set([
  '.choices[].message.reasoning_content',
  '.choices[].delta.reasoning_content',
  '.content[].input.city',
  '.candidates[].content.parts[].functionCall.args.city',
])

const simulator = await startSimulator()
afterAll(() => simulator.close())

function real(provider: string, path: RegExp): Recording[] {
  return recordings((row) => row.provider === provider && row.file.startsWith('pydantic-ai/')).filter(
    (recording) => recording.status === 200 && path.test(recording.path ?? ''),
  )
}

function refusal(format: Format, body: JsonObject): string | null {
  const headers = { 'anthropic-version': '2023-06-01' }
  try {
    format.read({ operation: 'generate', headers, body, streamPath: false, seed: 1, isSigned: false })
    return null
  } catch (error) {
    if (error instanceof Failure) return error.message
    throw error
  }
}

/** The simulator cannot know signatures that others made. */
function unsigned(body: JsonObject): JsonObject {
  const drop = (value: JsonValue): JsonValue => {
    if (Array.isArray(value))
      return value.filter((item) => !isJsonObject(item) || item['type'] !== 'thinking').map(drop)
    if (!isJsonObject(value)) return value
    const kept = Object.entries(value).filter(
      ([key]) => key !== 'thoughtSignature' && key !== 'thought_signature',
    )
    return Object.fromEntries(kept.map(([key, inner]) => [key, inner === undefined ? inner : drop(inner)]))
  }
  return drop(body) as JsonObject // An object stays one.
}

function addPaths(value: JsonValue | undefined, path: string, paths: Set<string>): void {
  if (Array.isArray(value)) for (const item of value) addPaths(item, `${path}[]`, paths)
  else if (isJsonObject(value))
    for (const [key, inner] of Object.entries(value)) addPaths(inner, `${path}.${key}`, paths)
  else paths.add(path)
}

/** All that a format says for some models, whole and streamed. */
async function everything(format: Format, streams = [false, true]): Promise<JsonObject[]> {
  const bodies: JsonObject[] = []
  const shape = FORMATS.find(({ wire }) => wire === format.wire)
  if (shape === undefined) return bodies
  for (const model of MODELS) {
    for (const stream of streams) {
      const response = await ask(simulator, shape, model, { stream })
      if (!stream)
        bodies.push((await response.json()) as JsonObject) // All three answer with an object.
      else
        for (const { data } of (await frames(response)).frames)
          if (data !== '[DONE]') bodies.push(JSON.parse(data))
    }
  }
  return bodies
}
