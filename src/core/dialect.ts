import type { Completion } from './collect.ts'
import type { GatewayError } from './error.ts'
import type { ChatEvent } from './event.ts'
import type { JsonObject } from './json.ts'
import type { Nanos } from './money.ts'
import type { OperationDialects } from './operation.ts'
import type { ChatRequest, DialectFormat } from './request.ts'

/** What callers speak: one public API shape, read and written. */
export interface Dialect {
  readonly wire: DialectFormat
  /** The frame that ends a stream, where it is a frame of its own: written for a provider that finished without it. */
  readonly terminator: string
  /**
   * Reads a request. Unknown fields and unknown part types are kept (extras, opaque parts); a known field of the
   * wrong type throws `invalid_request` with `param` naming it.
   */
  parse(body: JsonObject, inPath?: PathFields): ChatRequest
  /** Reads a count-tokens request, where the dialect has one: `parse` without what only an answer needs. */
  parseTokenCount?(body: JsonObject, inPath?: PathFields): ChatRequest
  /** A fresh renderer for one streamed answer. */
  createRenderer(context: RenderContext): StreamRenderer
  renderCompletion(completion: Completion, context: RenderContext): JsonObject
  /** An answer that nobody has begun to give, where the dialect lets its callers come back for it. */
  renderPending?(context: RenderContext): JsonObject
  /** The body of a failed reply, such that the official SDKs raise their own typed errors. */
  renderError(error: GatewayError, exchangeId: string): JsonObject
  /** The same inside a stream that has begun: whole SSE frames, with no normal terminator after them. */
  renderStreamError(error: GatewayError, exchangeId: string): string
  /**
   * Writes into a whole answer, or into what ends a stream, who gave it and what it cost. Absent where the format has
   * no words for that.
   */
  account?(piece: Buffer, account: Account): Buffer
  /** What its callers can ask for beside chat. */
  readonly operations?: OperationDialects
  /** The official count-tokens reply, where the dialect has one. */
  renderTokenCount?(inputTokens: number): JsonObject
}

export interface Account {
  /** By its name in the configuration. */
  readonly provider: string
  /** What the caller pays. Null: not known. */
  readonly billedNanos: Nanos | null
  /** What all attempts cost. */
  readonly costNanos: Nanos | null
}

/** What some APIs say in the path and not in the body: Gemini the model and the wish for a stream, Azure the model. */
export interface PathFields {
  readonly model: string
  readonly stream: boolean
}

/** Canonical events to SSE text. `start` must come first. An `error` event renders as `renderStreamError` does. */
export interface StreamRenderer {
  /** The frames of this event; the empty string where it has none of its own. The last `finish` also terminates. */
  push(event: ChatEvent): string
}

export interface RenderContext {
  /** Used as the answer's id where the provider gave none. */
  readonly exchangeId: string
  /** Epoch milliseconds; OpenAI's `created`. */
  readonly createdMs: number
  /** The caller's own name of the model, for where the provider named none. */
  readonly requestedModel: string
  /** How many `finish` events to expect. */
  readonly choices: number
  /** From the request: whether a stream ends with a usage report where the format leaves that to the caller. */
  readonly includeUsage: boolean
  /** From the request: leave reasoning text out of the answer. */
  readonly excludeReasoning: boolean
  /** See `ChatRequest`. */
  readonly echo?: JsonObject | undefined
}
