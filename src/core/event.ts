import type { ErrorCode } from './error.ts'
import type { JsonValue } from './json.ts'
import type { Citation, Extras, Proof, WireFormat } from './request.ts'
import type { Usage } from './usage.ts'

/**
 * The canonical answer, as it arrives:
 *
 *   start (part-start (part-delta | part-data)* part-end | usage | ping)* (finish+ | error)
 *
 * Parts may interleave (parallel tool calls). `index` counts parts within a choice, from 0, in order of their start.
 * Every stream ends in one `finish` for each choice, or in exactly one `error`; nothing follows.
 */
export type ChatEvent =
  | StartEvent
  | PartStartEvent
  | PartDeltaEvent
  | PartDataEvent
  | PartEndEvent
  | UsageEvent
  | PingEvent
  | FinishEvent
  | ErrorEvent

export interface StartEvent {
  readonly type: 'start'
  /** The provider's id of the answer; empty where it gives none. */
  readonly id: string
  /** The model that the provider says has answered. */
  readonly model: string
}

export type PartKind = 'text' | 'reasoning' | 'tool-call' | 'refusal' | 'image' | 'audio' | 'opaque'

export interface PartStartEvent {
  readonly type: 'part-start'
  readonly choice: number
  readonly index: number
  readonly part: PartKind
  /** Tool calls: always present and unique within the answer. */
  readonly id?: string
  /** Tool calls: the caller's own name of the tool. */
  readonly name?: string
  readonly custom?: boolean
  /** Reasoning whose text the provider withheld. */
  readonly redacted?: boolean
  /** Reasoning: see `ReasoningPart`. */
  readonly summary?: boolean
  /** Tool calls: see `ToolCallPart`. */
  readonly extras?: Extras
}

export interface PartDeltaEvent {
  readonly type: 'part-delta'
  readonly choice: number
  readonly index: number
  /** Text, reasoning text, refusal text, or raw argument text. Never empty. */
  readonly text: string
}

export interface PartDataEvent {
  readonly type: 'part-data'
  readonly choice: number
  readonly index: number
  readonly data: PartData
}

export type PartData =
  | { readonly type: 'citation'; readonly citation: Citation }
  | { readonly type: 'proof'; readonly proof: Proof }
  /** OpenAI's log-probability entries for the tokens of this part. */
  | { readonly type: 'logprobs'; readonly content: readonly JsonValue[] }
  | { readonly type: 'bytes'; readonly base64: string; readonly mediaType: string }
  | { readonly type: 'url'; readonly url: string; readonly mediaType?: string }
  | { readonly type: 'opaque'; readonly owner: WireFormat; readonly value: JsonValue }

export interface PartEndEvent {
  readonly type: 'part-end'
  readonly choice: number
  readonly index: number
}

/** Totals so far. May repeat; the last one counts. */
export interface UsageEvent {
  readonly type: 'usage'
  readonly usage: Usage
}

export interface PingEvent {
  readonly type: 'ping'
}

export type FinishReason =
  | 'stop'
  | 'length'
  | 'tool-calls'
  | 'content-filter'
  | 'refusal'
  /** Anthropic's `pause_turn`: send the answer back to let it go on. */
  | 'pause'
  /** The window was full before `max_tokens` was reached. */
  | 'context-length'
  | 'error'
  | 'other'

export interface FinishEvent {
  readonly type: 'finish'
  readonly choice: number
  readonly reason: FinishReason
  /** The provider's own word, kept even when it is unknown here. */
  readonly raw: string | null
  readonly stopSequence?: string
  /** Fields of the answer that this form has no word for, e.g. Anthropic's `container` and `stop_details`. */
  readonly extras?: Extras
}

export interface ErrorEvent {
  readonly type: 'error'
  readonly code: ErrorCode
  /** May be the provider's own words: the gateway cleans them before anybody sees them. */
  readonly message: string
  readonly providerCode?: string
}

export function isTerminal(event: ChatEvent): boolean {
  return event.type === 'finish' || event.type === 'error'
}
