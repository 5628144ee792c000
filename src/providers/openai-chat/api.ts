import type { ErrorCode } from '../../core/error.ts'
import type { JsonObject } from '../../core/json.ts'
import type { OperationCodecs } from '../../core/operation.ts'
import type { FieldName } from './fields.ts'
import type { ReasoningWriter } from './reasoning-words.ts'
import type { ChatSetting } from './settings.ts'

/** How one API differs from the others that speak Chat Completions. */
export interface ChatApi {
  readonly kind: string
  /** May hold settings of its own, as `{account_id}`. */
  readonly baseUrl: string | null
  readonly apiKeyEnv: string | null
  /** The variable that usually holds its address, and turns it on. */
  readonly baseUrlEnv?: string
  /** The header of the credential, with what stands before it. Default `authorization: Bearer …`. */
  readonly credential?: { readonly header: string; readonly prefix?: string }
  /** Keys of the configuration that only this kind has. */
  readonly settings?: readonly ChatSetting[]
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>
  /** Sent in every request that does not say otherwise. */
  readonly fields?: JsonObject
  /** What it does beside chat. Default nothing. */
  readonly operations?: OperationCodecs
  /** It answers 400 to a field it does not know, so what only others understand must not reach it. Default false. */
  readonly isStrict?: boolean
  /** Canonical names of what it refuses: `topK`, `store`, … They are dropped by name. */
  readonly refuses?: readonly Refusable[]
  /** What its reasoning models refuse beside that. */
  readonly refusesInReasoning?: readonly FieldName[]
  /** Canonical names of the fields that it calls something else. */
  readonly fieldNames?: Readonly<Partial<Record<FieldName, string>>>
  /**
   * The canonical lane's field for the limit of an answer, `max_tokens` by default. Where that is said outright, it is
   * the only one that is known, so the other is renamed on the native lane too.
   */
  readonly maxTokensField?: 'max_tokens' | 'max_completion_tokens'
  /** It reports usage at the end of each stream, and refuses `stream_options`. Default false. */
  readonly reportsUsageUnasked?: boolean
  /** It knows the role `developer`; elsewhere that becomes `system`. Default false. */
  readonly hasDeveloperRole?: boolean
  /** It takes addresses of files, and videos. Default true. */
  readonly takesFileUrls?: boolean
  /** It reads Anthropic's `cache_control` on parts and tools. Default false. */
  readonly takesCacheMarks?: boolean
  /** Which formats of the answer it can be held to: both by default. A schema becomes `json_object` at worst. */
  readonly formats?: readonly ('json' | 'json-schema')[]

  /** It takes `allowed_tools`; elsewhere only the allowed tools are sent, which comes to the same. Default false. */
  readonly hasAllowedTools?: boolean
  /** What `tool_choice` may say. Default all four; `none` elsewhere means that no tools are sent. */
  readonly toolChoices?: readonly ('auto' | 'none' | 'required' | 'named')[]
  /** Its word for `required`. */
  readonly requiredWord?: 'any'
  /** The id of a call as it takes it. Always the same for the same id. Default: at most 40 characters. */
  callId?(id: string): string

  /** Its reasoning models refuse a temperature and the other knobs of sampling. Default false. */
  readonly reasonsWithoutSampling?: boolean
  /** How it is asked to reason: `reasoning_effort` by default, OpenRouter's `reasoning` object, or its own words. */
  readonly reasoningRequest?: 'effort' | 'object' | ReasoningWriter
  /** Where an assistant message takes its own reasoning back; null where it takes none. Default `reasoning_content`. */
  readonly reasoningEcho?: 'reasoning_content' | 'reasoning' | 'reasoning_details' | 'thinking' | null
  /** It refuses an assistant message with tool calls and no reasoning field, so an empty one is sent. Default false. */
  readonly wantsReasoningWithCalls?: boolean
  /** Gemini's signatures travel in `extra_content`. Default false. */
  readonly takesThoughtSignatures?: boolean
  /** Its models write reasoning into the text, between `<think>` and `</think>`. Default false. */
  readonly thinkTags?: boolean
  /** What it must be told to go on with an assistant message that stands last. Absent: it cannot, or nobody says so. */
  readonly prefix?: {
    /** In that message. */
    readonly message?: JsonObject
    /** In the body. */
    readonly body?: JsonObject
    /** Where it goes, if elsewhere. */
    readonly path?: string
  }

  /** Its answers have a form that clients of OpenAI's stumble over, so they are always written anew. Default false. */
  readonly answersOddly?: boolean
  /** It is itself a gateway, and reads the fields of `ROUTING_FIELDS`. Default false. */
  readonly isGateway?: boolean
  /** What a status of its own means. */
  readonly statusCodes?: Readonly<Record<number, ErrorCode>>
  /** What an error code or type of its own means. */
  readonly errorCodes?: Readonly<Record<string, ErrorCode>>
}

/** What can be refused beside the plain fields: parts of messages by their type, and words about tools. */
export type Refusable =
  | FieldName
  | 'image'
  | 'audio'
  | 'video'
  | 'file'
  | 'name'
  | 'tools'
  | 'strictTools'
  | 'parallelToolCalls'
