import type { FinishReason } from '../../src/core/event.ts'
import type { JsonValue } from '../../src/core/json.ts'
import type { Recorded } from './plain-json.ts'
import { type Call, type Counts, counted, type Substance } from './substance.ts'

/** As much of the recorded JSON as a plain reading looks at. */
export interface GeminiJson {
  readonly responseId?: string
  readonly modelVersion?: string
  readonly candidates?: readonly { content?: { parts?: readonly GeminiPart[] }; finishReason?: string }[]
  readonly promptFeedback?: { readonly blockReason?: string }
  readonly usageMetadata?: Readonly<Record<string, number>>
}

export interface GeminiPart {
  readonly text?: string
  readonly thought?: boolean
  readonly thoughtSignature?: string
  readonly functionCall?: GeminiCall
  readonly functionResponse?: object
}

interface GeminiCall {
  readonly name?: string
  readonly args?: object
  readonly partialArgs?: readonly { jsonPath: string; stringValue: string }[]
}

export function geminiJson({ body, frames }: Recorded): GeminiJson[] {
  if (body !== null) return [body]
  return (frames ?? []).map(({ data }) => JSON.parse(data) as GeminiJson) // As recorded.
}

/** The plainest reading of an answer of Gemini's: every string of the one kind, joined. */
export function plainGemini(recording: Recorded): Substance {
  const chunks = geminiJson(recording)
  const candidates = chunks.flatMap((chunk) => chunk.candidates ?? [])
  const parts = candidates.flatMap((candidate) => candidate.content?.parts ?? [])
  const calls = plainGeminiCalls(parts)
  const answered = parts.filter(({ functionResponse }) => functionResponse !== undefined)
  const raw = candidates.findLast(({ finishReason }) => finishReason)?.finishReason
  return {
    text: parts.map((part) => (part.thought ? '' : (part.text ?? ''))).join(''),
    reasoning: parts.map((part) => (part.thought ? (part.text ?? '') : '')).join(''),
    refusal: '',
    calls,
    finish: raw === undefined ? null : finish(raw, calls.length > answered.length),
    usage: usage(chunks),
  }
}

/** An answer that ends to have its calls made ends for that: Gemini says `STOP` then too. */
function finish(raw: string, hasCalls: boolean): FinishReason {
  const reason = FINISHES[raw] ?? 'other'
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

function usage(chunks: readonly GeminiJson[]): Counts | null {
  const found = chunks.findLast((chunk) => chunk.usageMetadata?.promptTokenCount)?.usageMetadata ?? {}
  const reasoning = found.thoughtsTokenCount ?? 0
  return counted({
    input: (found.promptTokenCount ?? 0) + (found.toolUsePromptTokenCount ?? 0),
    output: (found.candidatesTokenCount ?? 0) + reasoning,
    cacheRead: found.cachedContentTokenCount,
    cacheWrite: 0,
    reasoning,
  })
}

export function plainGeminiCalls(parts: readonly GeminiPart[]): Call[] {
  const calls: [string, Record<string, JsonValue>][] = []
  for (const { functionCall } of parts) {
    if (functionCall?.name) calls.push([functionCall.name, { ...functionCall.args }])
    for (const { jsonPath, stringValue } of functionCall?.partialArgs ?? []) {
      grow(calls.at(-1)?.[1] ?? {}, jsonPath.match(/[A-Za-z_]+|\d+/g) ?? [], stringValue)
    }
  }
  return calls
}

function grow(args: Record<string, JsonValue>, keys: readonly string[], text: string): void {
  let at = args // Built here, key by key.
  keys.forEach((key, depth) => {
    const next = keys[depth + 1]
    if (next === undefined) at[key] = `${at[key] ?? ''}${text}`
    else at[key] ??= /^\d+$/.test(next) ? [] : {}
    at = at[key] as Record<string, JsonValue> // A container but for the last, which is not gone into.
  })
}
