import type { IncomingHttpHeaders } from 'node:http'
import type { JsonObject } from '../../src/core/json.ts'
import type { WireFormat } from '../../src/core/request.ts'
import type { Answer, Frame } from '../answer.ts'
import type { Ask } from '../ask.ts'
import type { Failure } from '../failure.ts'
import type { LimitState } from '../rate-limit.ts'

/** One public API as a provider serves it: strict in what it reads, exact in what it writes. */
export interface Format {
  readonly wire: WireFormat
  /** The credential in the header (Gemini: or query) where this API expects it; null: none. */
  key(headers: IncomingHttpHeaders, query: URLSearchParams): string | null
  /** Checks a request as the real API does. Throws a `Failure` in that API's own words. */
  read(call: Call): Ask
  answerId(makeId: MakeId): string
  callId(makeId: MakeId): string
  /** The whole answer as JSON text. */
  renderAnswer(answer: Answer): string
  /** The same as the events of a stream, made one by one as they are asked for. */
  renderStream(answer: Answer): Iterator<Frame>
  renderFailure(failure: Failure, requestId: string): Refusal
  /** An error inside a stream that has begun. */
  renderStreamFailure(): string
  renderCount(inputTokens: number): JsonObject
  renderModels(names: readonly string[]): JsonObject
  renderModel(name: string): JsonObject
  /** Headers of every answer. */
  headers(requestId: string): Record<string, string>
  limitHeaders(limit: LimitState): Record<string, string>
  readonly contentType: { readonly unary: string; readonly stream: string }
}

export interface Refusal {
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: JsonObject
}

export interface Call {
  readonly operation: 'generate' | 'count'
  readonly headers: IncomingHttpHeaders
  readonly body: JsonObject
  /** Gemini says it in the path; the others in the body. */
  readonly streamPath: boolean
  /** Makes and checks signatures. */
  readonly seed: number
  /** Whether the model wants its signatures back with tool results. */
  readonly isSigned: boolean
}

export type MakeId = (prefix: string, length: number) => string
