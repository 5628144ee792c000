import type { JsonObject, JsonValue } from './json.ts'

/**
 * The canonical chat request: the one form in which every dialect and every provider meet. It keeps what any of them
 * can say. What a target cannot say is reported by name when the request is encoded, never lost in silence.
 */
export interface ChatRequest {
  /** As the caller wrote it. */
  readonly model: string
  /** System and developer text stay where the caller put them. */
  readonly messages: readonly Message[]
  readonly tools: readonly Tool[]
  readonly toolChoice: ToolChoice | undefined
  readonly sampling: Sampling
  readonly output: Output
  readonly reasoning: Reasoning | undefined
  readonly cache: CacheHints
  readonly metadata: RequestMetadata
  readonly stream: boolean
  /** Whether a stream should end with a usage report. Anthropic and Gemini always do; OpenAI only when asked. */
  readonly includeUsage: boolean
  /** The caller's format shows reasoning only to who asks for it, and he has not: Gemini's `includeThoughts`. */
  readonly hidesReasoning?: boolean
  /** Fields this form has no word for, by the wire format they came in. They reach only a provider of that format. */
  readonly extras: Extras
  /** The caller's own body, where answers of his dialect repeat the request. For that dialect alone. */
  readonly echo?: JsonObject
}

/** The public API shapes this gateway reads and writes. */
export type WireFormat = 'openai-chat' | 'openai-responses' | 'anthropic-messages' | 'gemini'

/** What callers may speak: each of these, and what no provider is asked in any more. */
export type DialectFormat = WireFormat | 'openai-completions'

export type Extras = Readonly<Partial<Record<WireFormat, JsonObject>>>

export type Role = 'system' | 'developer' | 'user' | 'assistant' | 'tool'

/** A `tool` message holds tool results only; results that a dialect puts inside a user turn are moved into one. */
export interface Message {
  readonly role: Role
  readonly parts: readonly Part[]
  /** OpenAI's participant name. */
  readonly name?: string
  /** Fields of the message that this form has no word for. */
  readonly extras?: Extras
}

export type Part =
  | TextPart
  | MediaPart
  | ReasoningPart
  | ToolCallPart
  | ToolResultPart
  | RefusalPart
  | OpaquePart

export interface TextPart {
  readonly type: 'text'
  readonly text: string
  readonly citations?: readonly Citation[]
  readonly mark?: CacheMark
  readonly proof?: Proof
  /** Fields of the part that this form has no word for. */
  readonly extras?: Extras
}

export interface MediaPart {
  readonly type: 'image' | 'audio' | 'video' | 'file'
  readonly source: MediaSource
  /** For example `image/png`. Absent where the caller did not say and the bytes do not tell. */
  readonly mediaType?: string
  /** OpenAI's image detail: `low`, `high`, `auto`. */
  readonly detail?: string
  readonly fileName?: string
  /** What a spoken answer says. */
  readonly transcript?: string
  readonly mark?: CacheMark
  /** Gemini signs generated images too. */
  readonly proof?: Proof
  /** Document settings of one wire format: Anthropic's `citations`, `context`, `title`; Gemini's `videoMetadata`. */
  readonly extras?: Extras
}

export type MediaSource =
  | { readonly type: 'url'; readonly url: string }
  | { readonly type: 'base64'; readonly data: string }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'file-id'; readonly id: string; readonly owner: WireFormat }

export interface ReasoningPart {
  readonly type: 'reasoning'
  readonly text: string
  readonly proof?: Proof
  /** The provider withheld the text; only the proof travels. */
  readonly redacted?: boolean
  /** The text is the provider's summary of its reasoning, not the reasoning. */
  readonly summary?: boolean
}

export interface ToolCallPart {
  readonly type: 'tool-call'
  readonly id: string
  readonly name: string
  /** Raw JSON text, never parsed and printed again. `{}` where the caller sent nothing. */
  readonly arguments: string
  /** An OpenAI custom tool takes free text, not JSON. */
  readonly custom?: boolean
  readonly proof?: Proof
  readonly mark?: CacheMark
  /** Fields of one wire format that belong to the call: Anthropic's `caller`. */
  readonly extras?: Extras
}

export interface ToolResultPart {
  readonly type: 'tool-result'
  readonly callId: string
  /** Gemini addresses results by name; filled from the matching call where the dialect does not say it. */
  readonly name?: string
  readonly parts: readonly Part[]
  readonly isError: boolean
  readonly mark?: CacheMark
}

export interface RefusalPart {
  readonly type: 'refusal'
  readonly text: string
}

/** Server tools, containers, compaction and all else that belongs to one format: returned to it bit for bit. */
export interface OpaquePart {
  readonly type: 'opaque'
  readonly owner: WireFormat
  readonly value: JsonValue
}

/**
 * What a provider signed or encrypted: Anthropic thinking signatures and redacted blocks, Gemini thought signatures.
 * It belongs to its owner: sent back unchanged on the next turn, and never to anybody else.
 */
export interface Proof {
  readonly owner: WireFormat
  readonly value: string
}

export interface Citation {
  /** The text cited from, where the source gives it. */
  readonly text?: string
  readonly url?: string
  readonly title?: string
  /** Span in the answer's text in UTF-16 units, where known. */
  readonly start?: number
  readonly end?: number
  /** The source's own object, unchanged. */
  readonly raw?: { readonly owner: WireFormat; readonly value: JsonValue }
}

/** "Cache everything up to here": Anthropic's `cache_control`. */
export interface CacheMark {
  readonly ttl?: '5m' | '1h'
}

export interface CacheHints {
  /** OpenAI's `prompt_cache_key`. */
  readonly key?: string
  /** OpenAI's `prompt_cache_retention`. */
  readonly retention?: string
  /** Anthropic's top-level `cache_control`: mark the last block that can be cached. */
  readonly automatic?: CacheMark
}

export type Tool = FunctionTool | CustomTool | ServerTool

export interface FunctionTool {
  readonly type: 'function'
  readonly name: string
  readonly description?: string
  /** The JSON schema as the caller sent it. */
  readonly parameters?: JsonObject
  readonly strict?: boolean
  readonly mark?: CacheMark
  readonly extras?: Extras
}

/** OpenAI's tool that takes free text, constrained by a grammar. */
export interface CustomTool {
  readonly type: 'custom'
  readonly name: string
  readonly description?: string
  readonly format?: JsonValue
}

/** A tool the provider runs itself, such as web search. Only its owner knows its settings. */
export interface ServerTool {
  readonly type: 'server'
  readonly owner: WireFormat
  readonly name: string
  readonly value: JsonObject
}

export interface ToolChoice {
  readonly mode: 'auto' | 'none' | 'required'
  /** The model may choose only among these. With `required` and one name: that tool must be called. */
  readonly only?: readonly string[]
  /** False: at most one call in an answer. Absent: the provider's own default. */
  readonly parallel?: boolean
}

export interface Sampling {
  readonly temperature?: number
  readonly topP?: number
  readonly topK?: number
  readonly minP?: number
  readonly frequencyPenalty?: number
  readonly presencePenalty?: number
  readonly repetitionPenalty?: number
  readonly seed?: number
  readonly stop?: readonly string[]
  readonly logitBias?: JsonObject
  readonly logprobs?: boolean
  readonly topLogprobs?: number
  /** How many answers. Absent is 1. */
  readonly n?: number
}

export interface Output {
  readonly maxTokens?: number
  /** `catalogue`: filled in here because the provider insists on one. */
  readonly maxTokensFrom?: 'caller' | 'catalogue'
  readonly format: OutputFormat
  readonly modalities?: readonly string[]
  readonly verbosity?: string
  /** OpenAI's `audio` object: voice and encoding of a spoken answer. */
  readonly audio?: JsonObject
}

export type OutputFormat =
  | { readonly type: 'text' }
  | { readonly type: 'json' }
  | {
      readonly type: 'json-schema'
      readonly name: string
      readonly description?: string
      readonly schema: JsonObject
      readonly strict?: boolean
    }

export type Effort = 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | 'max'

/** Effort or budget: whichever the caller said is kept, and only translated where a target knows just the other. */
export interface Reasoning {
  readonly effort?: Effort
  readonly budgetTokens?: number
  /** Anthropic's `thinking: { type: adaptive }`: the model decides how much. */
  readonly adaptive?: boolean
  readonly enabled?: boolean
  /** Whether the reasoning text should be left out of the answer. */
  readonly exclude?: boolean
  readonly summary?: string
}

export interface RequestMetadata {
  /** The caller's own name for the end user. */
  readonly user?: string
  readonly serviceTier?: string
  readonly store?: boolean
  readonly tags?: JsonObject
}
