import type { JsonObject, JsonValue } from '../../src/core/json.ts'

/** One answer as a caller's own SDK tells it, in words that all dialects share. */
export interface Told {
  readonly text: string
  readonly reasoning: string
  readonly calls: readonly ToldCall[]
  /** `stop`, `length`, `tool-calls`, else the dialect's own word. */
  readonly finish: string
  /** Input in all, cached or not. Null where the answer reports none. */
  readonly usage: { readonly input: number; readonly output: number } | null
}

export interface ToldCall {
  readonly id: string
  readonly name: string
  readonly arguments: JsonValue
}

export interface ToolDefinition {
  readonly name: string
  readonly parameters: JsonObject
}

export interface Image {
  readonly mediaType: 'image/png'
  readonly base64: string
}

export interface Settings {
  readonly model: string
  readonly tools?: readonly ToolDefinition[]
  readonly maxTokens?: number
  /** What of the reasoning this client puts into its history; most that are written for OpenAI alone keep none. */
  readonly keeps?: 'all' | 'what-the-sdk-keeps' | 'nothing'
}

/** How an answer is asked for. */
export type Mode = 'whole' | 'streamed'

/** A talk through one SDK. Each answer is put into the history just as the SDK gives it. */
export interface Conversation {
  say(text: string, image?: Image): void
  /** The results of all calls of the last answer, by call id. */
  results(byCallId: ReadonlyMap<string, string>): void
  answer(mode: Mode): Promise<Told>
}

/** One official SDK, pointed at the gateway. */
export interface Caller {
  readonly dialect: 'openai' | 'responses' | 'anthropic' | 'gemini'
  converse(settings: Settings): Conversation
  /** `{ city: string }` through the SDK's own helper, which checks the answer against the schema. */
  parseCity(model: string, text: string, mode: Mode): Promise<unknown>
  /** Reads two pieces of a stream, then leaves. Resolves when the SDK says that it has. */
  leaveStream(model: string, text: string): Promise<void>
  /** A stream's pieces of text, until it ends or breaks. */
  readStream(model: string, text: string): Promise<Read>
}

export interface Read {
  readonly text: string
  /** What the SDK threw; null when the stream ended as whole. */
  readonly error: unknown
}
