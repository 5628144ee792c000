import { ApiError, type GenerateContentResponse, GoogleGenAI } from '@google/genai'
import type { FinishReason } from '../../src/core/event.ts'
import type { JsonValue } from '../../src/core/json.ts'
import { type Call, counted, NOTHING_SAID, type Substance } from './substance.ts'

/** A whole answer, as Google's own client gives it. */
export async function readGeminiWhole(output: Buffer, status: number): Promise<Substance> {
  try {
    return substance([await clientOf(output, 'application/json', status).models.generateContent(ASKED)])
  } catch (error) {
    if (error instanceof ApiError) return NOTHING_SAID
    throw error
  }
}

/** A stream, its chunks joined; up to where it broke off, if it did. */
export async function readGeminiStream(output: Buffer): Promise<Substance> {
  const chunks: GenerateContentResponse[] = []
  try {
    const stream = await clientOf(output, 'text/event-stream', 200).models.generateContentStream(ASKED)
    for await (const chunk of stream) chunks.push(chunk)
    return substance(chunks)
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return { ...substance(chunks), finish: null }
  }
}

const ASKED = { model: 'smart', contents: 'Hi' }

function clientOf(output: Buffer, type: string, status: number): GoogleGenAI {
  const answer = async () =>
    new Response(new Uint8Array(output), { status, headers: { 'content-type': type } })
  return new GoogleGenAI({ apiKey: 'none', httpOptions: { fetch: answer } })
}

function substance(chunks: readonly GenerateContentResponse[]): Substance {
  const candidates = chunks.flatMap(
    ({ candidates: all }) => all?.find(({ index }) => (index ?? 0) === 0) ?? [],
  )
  const parts = candidates.flatMap(({ content }) => content?.parts ?? [])
  const calls = parts.flatMap(({ functionCall }): Call[] =>
    functionCall === undefined ? [] : [[functionCall.name ?? '', inputOf(functionCall.args)]],
  )
  const answered = parts.filter(({ functionResponse }) => functionResponse !== undefined)
  const usage = chunks.findLast(({ usageMetadata }) => usageMetadata !== undefined)?.usageMetadata
  const thoughts = usage?.thoughtsTokenCount ?? 0
  return {
    text: parts.map(({ text, thought }) => (thought === true ? '' : (text ?? ''))).join(''),
    reasoning: parts.map(({ text, thought }) => (thought === true ? (text ?? '') : '')).join(''),
    refusal: '',
    calls,
    finish: finishOf(candidates.at(-1)?.finishReason, calls.length > answered.length),
    usage: counted({
      input: usage?.promptTokenCount,
      output: (usage?.candidatesTokenCount ?? 0) + thoughts,
      cacheRead: usage?.cachedContentTokenCount,
      cacheWrite: 0,
      reasoning: thoughts,
    }),
  }
}

/** What is no JSON, a model's mistake, is shown under `input`. */
function inputOf(args: Record<string, unknown> | undefined): JsonValue {
  return (args ?? {}) as JsonValue // It came as JSON.
}

/** Gemini says `STOP` also where calls are to be made. */
function finishOf(word: string | undefined, hasCalls: boolean): FinishReason | null {
  if (word === undefined) return null
  const reason = FINISHES[word] ?? 'other'
  return reason === 'stop' && hasCalls ? 'tool-calls' : reason
}

const FINISHES: Readonly<Record<string, FinishReason>> = {
  STOP: 'stop',
  MAX_TOKENS: 'length',
  SAFETY: 'content-filter',
  RECITATION: 'content-filter',
  PROHIBITED_CONTENT: 'content-filter',
  MODEL_ARMOR: 'content-filter',
  MALFORMED_FUNCTION_CALL: 'error',
  UNEXPECTED_TOOL_CALL: 'error',
}
