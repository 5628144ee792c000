import type { AccessPlan } from './access.ts'
import type { ErrorCode } from './error.ts'
import type { ChatEvent } from './event.ts'
import type { Framing } from './framing.ts'
import type { JsonObject } from './json.ts'
import type { OperationCodecs } from './operation.ts'
import type { Price } from './price.ts'
import type { ChatRequest, WireFormat } from './request.ts'

/**
 * One upstream API, described as a value: how it differs, and nothing that does I/O.
 *
 * A request goes out by one of two lanes. On the native lane the caller speaks the provider's own format: the body's
 * bytes pass with only `nativeEdits` spliced in. On the canonical lane `encode` writes the body anew. Both lanes read
 * the answer with the same decoder, so the books cannot depend on the lane.
 */
export interface Provider {
  /** The `kind` of the configuration file. */
  readonly kind: string
  /** Null where it has a format of its own, which no caller speaks. */
  readonly wire: WireFormat | null
  /** Null where there is no usual address and the configuration must give one. */
  readonly baseUrl: string | null
  /** The environment variable that usually holds the key. Null where none is usual. */
  readonly apiKeyEnv: string | null
  /** The variable that usually holds the address, where that alone says that there is such a server. */
  readonly baseUrlEnv?: string

  /**
   * Whether this model goes on with an assistant message that stands last, where it left off. Absent: none does, or
   * nobody has said so.
   */
  continuesPrefix?(model: string): boolean
  /** The same upstream by its other APIs, for callers who speak the format of one of them. */
  readonly also?: readonly Provider[]
  /** Native ids that every such provider has, where the catalogue cannot know them. */
  readonly models?: readonly string[]
  /** What every model of it costs, where that is a fact of the kind itself. */
  readonly price?: Price

  /** Keys of the configuration that only this kind has. */
  readonly settings?: readonly ProviderSetting[]
  /** The same provider with some settings said, and the address if one is given. Present where `settings` is. */
  configure?(said: Readonly<Record<string, SettingValue>>, baseUrl: string | null): Provider

  /** Headers for authentication and API version. `credential` is null where the upstream takes none. */
  headers(credential: string | null): Readonly<Record<string, string>>
  /** What lets requests in where no credential is configured. Absent: nothing has to. */
  readonly access?: AccessPlan
  /** The path and query below the base URL. */
  path(call: UpstreamCall): string
  encode(request: ChatRequest, target: EncodeTarget): EncodedRequest
  /** Top-level fields of the caller's own body to set (a value) or remove (`undefined`). Always names the model. */
  nativeEdits(request: ChatRequest, target: EncodeTarget): Readonly<Record<string, unknown>>
  /**
   * Whether a request in this format may go by the native lane. False where it says something for which this provider
   * has another word or none, or where the answer would not be what clients of the format expect: then all is written
   * anew, and what is lost is reported. Absent: always.
   */
  takesNatively?(request: ChatRequest, target: EncodeTarget): boolean
  /** Native lane: the caller's own headers that go along, in lower case. */
  readonly nativeHeaders?: readonly string[]
  /**
   * Native lane: whether this frame only reports usage, as `nativeEdits` asked it to. Such a frame is kept from a
   * caller who had not asked. Absent where the format always reports usage.
   */
  isUsageReport?(frame: SseFrame): boolean
  /** How its streams are cut into frames. Absent: as server-sent events. */
  readonly framing?: Framing
  /** A fresh decoder for one streamed answer. */
  createDecoder(context: DecodeContext): StreamDecoder
  /** One whole answer as the same events a stream would have given. An error inside a 200 is an `error` event. */
  decodeBody(body: JsonObject, context: DecodeContext): readonly ChatEvent[]
  /** What a failed reply means. `body` is null where it was not a JSON object. */
  classify(reply: FailedReply): Fault
  /** False: it is never asked for a chat. */
  readonly chats?: false
  /** What it can be asked for beside chat. A target that lacks what a caller asks for is not tried. */
  readonly operations?: OperationCodecs
  /** Sessions over WebSocket, in OpenAI's form. Absent: it has none. */
  readonly realtime?: {
    /** Path and query below the base URL. */
    path(model: string): string
  }
  /** How to ask this API for an exact count of input tokens; absent where it cannot. */
  readonly countTokens?: {
    path(model: string): string
    encode(request: ChatRequest, target: EncodeTarget): JsonObject
    /** As the provider's own `nativeEdits`, for this request's body. Absent: the model alone is set. */
    nativeEdits?(body: JsonObject, target: EncodeTarget): Readonly<Record<string, unknown>>
    decode(body: JsonObject): number | null
  }
}

/** One key that a provider of some kind may, or must, have in the configuration file. */
export interface ProviderSetting {
  /** As it is written there: `account_id`. */
  readonly name: string
  readonly about: string
  readonly type: 'text' | 'list'
  /** Of the text, or of each entry. Anchored on both sides. */
  readonly pattern: RegExp
  /** The variable that usually holds it. */
  readonly env?: string
  /** The kind's own address is not whole without it. Default false. */
  readonly isRequired?: boolean
  /** Shown to nobody. Default false. */
  readonly isSecret?: boolean
}

/** The same, with the kind that has it. */
export interface KindSetting extends ProviderSetting {
  readonly kind: string
}

export type SettingValue = string | readonly string[]

export interface UpstreamCall {
  readonly operation: 'chat'
  /** The provider's own name of the model. */
  readonly model: string
  readonly stream: boolean
  /** The conversation ends with the beginning of the answer. Default false. */
  readonly isPrefilled?: boolean
}

/** What is known of the target when a request is written for it. */
export interface EncodeTarget {
  readonly model: string
  /** The most tokens this model can answer with, from the catalogue; null when unknown. */
  readonly maxOutputTokens: number | null
  /** Whether the model reasons; null when unknown. */
  readonly reasons: boolean | null
}

export interface EncodedRequest {
  readonly body: JsonObject
  readonly headers?: Readonly<Record<string, string>>
  /** Names of the caller's fields that this provider cannot express, in the canonical spelling, e.g. `topK`. */
  readonly dropped: readonly string[]
  /** Tool names that had to be changed: the name on the wire to the caller's own. */
  readonly toolNames?: ReadonlyMap<string, string>
}

export interface DecodeContext {
  /** Makes an id where the provider sends none, e.g. `newId('call')`. Unique within the process. */
  newId(prefix: string): string
  /** From `EncodedRequest`: gives calls back under the caller's own tool names. */
  readonly toolNames?: ReadonlyMap<string, string>
}

/** One server-sent event, already unframed. */
export interface SseFrame {
  readonly event: string
  readonly data: string
}

/**
 * A state machine from a provider's frames to canonical events. It never throws: what it cannot read becomes an
 * `error` event. After a terminal event it emits nothing more.
 */
export interface StreamDecoder {
  step(frame: SseFrame): readonly ChatEvent[]
  /** The bytes have ended. Closes what is open, and ends the stream if nothing has ended it yet. */
  end(): readonly ChatEvent[]
}

export interface FailedReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: JsonObject | null
  /** The raw body where it was not a JSON object, cut at 2,000 characters. */
  readonly text: string
}

/** A failed reply in the house's own terms. What it does to routing is looked up by `code`. */
export interface Fault {
  readonly code: ErrorCode
  /** The provider's own message, if it said one. Cleaned of secrets before anybody sees it. */
  readonly message: string | null
  readonly providerCode: string | null
  /** From `retry-after-ms`, `retry-after` or the body, relative to now. Null when the provider did not say. */
  readonly retryAfterMs: number | null
}

/** What the headers of a reply say is left of the rate limits. Null where they do not speak of that kind of limit. */
export interface Allowance {
  readonly requests: Remainder | null
  readonly tokens: Remainder | null
}

export interface Remainder {
  readonly left: number
  /** Until the limit is whole again, relative to now. Null when the provider did not say. */
  readonly resetMs: number | null
}
