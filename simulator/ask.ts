import type { JsonObject } from '../src/core/json.ts'

/** What a request asks for, whatever the wire format: as much as the simulated models need to know. */
export interface Ask {
  readonly stream: boolean
  /** Whether a stream ends with a usage report. */
  readonly includeUsage: boolean
  readonly maxTokens: number | null
  /** How many answers. */
  readonly choices: number
  readonly stop: readonly string[]
  /** Length in UTF-16 units of all text: system, messages, tool calls, tool results, tool definitions. */
  readonly characters: number
  /** Text of the last user message that has any. */
  readonly lastUserText: string
  /** The beginning of the answer, where the caller gave one as the assistant's own last message. Else empty. */
  readonly prefix: string
  /** Those that may be called, in the caller's order. */
  readonly tools: readonly AskTool[]
  readonly toolUse: 'auto' | 'none' | 'required'
  readonly parallelTools: boolean
  /** Texts of the tool results that end the conversation; empty when something else does. */
  readonly toolResults: readonly string[]
  readonly images: readonly AskImage[]
  readonly json: AskJson | null
  /** False only where the caller turned reasoning off. */
  readonly reasons: boolean
}

export interface AskTool {
  readonly name: string
  readonly schema: JsonObject
}

export interface AskImage {
  /** Null where a URL does not tell. */
  readonly mediaType: string | null
  /** Null for an image given by URL, which is never fetched. */
  readonly bytes: number | null
}

export interface AskJson {
  /** Null: any JSON object will do. */
  readonly schema: JsonObject | null
}

/** Billed input: a quarter of the characters, rounded up. */
export function inputTokens(ask: Ask): number {
  return Math.ceil(ask.characters / 4)
}
