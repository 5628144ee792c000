import type { ErrorCode } from '../../core/error.ts'

/** How one API differs from the others that speak Chat Completions. */
export interface ChatApi {
  readonly kind: string
  readonly baseUrl: string | null
  readonly apiKeyEnv: string | null
  /** It answers 400 to a field it does not know, so what only others understand must not reach it. Default false. */
  readonly isStrict?: boolean
  /** Canonical names of the fields it refuses: `topK`, `store`, … They are dropped by name. */
  readonly refuses?: readonly string[]
  /** Default `max_tokens`, which OpenAI alone has replaced. */
  readonly maxTokensField?: 'max_tokens' | 'max_completion_tokens'
  /** It knows the role `developer`; elsewhere that becomes `system`. Default false. */
  readonly hasDeveloperRole?: boolean
  /** It takes `allowed_tools`; elsewhere only the allowed tools are sent, which comes to the same. Default false. */
  readonly hasAllowedTools?: boolean
  /** It takes addresses of files, and videos. Default true. */
  readonly takesFileUrls?: boolean
  /** It reads Anthropic's `cache_control` on parts and tools. Default false. */
  readonly takesCacheMarks?: boolean
  /** Its reasoning models refuse a temperature and the other knobs of sampling. Default false. */
  readonly reasonsWithoutSampling?: boolean
  /** How it is asked to reason: OpenAI's `reasoning_effort` (the default) or OpenRouter's `reasoning`. */
  readonly reasoningRequest?: 'effort' | 'object'
  /** Where an assistant message takes its own reasoning back; null where it takes none. Default `reasoning_content`. */
  readonly reasoningEcho?: 'reasoning_content' | 'reasoning' | 'reasoning_details' | null
  /** Gemini's signatures travel in `extra_content`. Default false. */
  readonly takesThoughtSignatures?: boolean
  /** Its models write reasoning into the text, between `<think>` and `</think>`. Default false. */
  readonly thinkTags?: boolean
  /** It is itself a gateway, and reads the fields of `ROUTING_FIELDS`. Default false. */
  readonly isGateway?: boolean
  /** What a status of its own means. */
  readonly statusCodes?: Readonly<Record<number, ErrorCode>>
}
