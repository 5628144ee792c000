import type { ErrorCode } from '../../core/error.ts'
import { isJsonObject, type JsonObject, type JsonValue, parseJsonObject } from '../../core/json.ts'
import type { FailedReply, Fault } from '../../core/provider.ts'
import { objectOf, objectsOf, textOf } from '../../wire/openai-chat.ts'
import type { ChatApi } from './api.ts'
import { retryAfterMs } from './retry-after.ts'

/** What words and statuses of an API's own mean. */
type OwnCodes = Pick<ChatApi, 'statusCodes' | 'errorCodes'>

/**
 * What a failed reply means. The provider's own word decides where it has one that is known, then well-known phrases,
 * then the status: https://platform.openai.com/docs/guides/error-codes
 */
export function classify(reply: FailedReply, own: OwnCodes = {}): Fault {
  const said = readError(reply.body ?? bodyIn(reply.text))
  const code = codeOf(reply.status, said, own)
  return {
    code,
    message: said.message === '' ? null : said.message,
    providerCode: said.code === '' ? null : said.code,
    retryAfterMs: retryAfterMs(reply.headers, said.error, said.message),
  }
}

/** An error inside a stream, or inside a reply of status 200: the status it would have had is inside it, or unknown. */
export function classifyInStream(
  holder: JsonObject,
  own: OwnCodes = {},
): { code: ErrorCode; message: string; providerCode: string | null } {
  const said = readError(holder)
  const status = [said.error.status_code, said.error.code, said.error.status, holder.status_code].find(
    isStatus,
  )
  const code = codeOf(typeof status === 'number' ? status : 500, said, own)
  const message = said.message === '' ? 'The provider reported an error in its answer.' : said.message
  return { code, message, providerCode: said.code === '' ? null : said.code }
}

interface SaidError {
  readonly error: JsonObject
  /** The most telling word: `code`, else `type`, else `status`. */
  readonly code: string
  readonly type: string
  readonly message: string
  /** All of it in lower case, to look for phrases in. */
  readonly all: string
}

/**
 * OpenAI nests `error`; others say `message` or `detail` at the top, or a bare string. MiniMax has `base_resp`,
 * Cloudflare a list of `errors`, Databricks `error_code`.
 */
function readError(body: JsonObject | null): SaidError {
  const error = objectOf(body?.error) ?? objectOf(body?.base_resp) ?? objectsOf(body?.errors)[0] ?? body ?? {}
  const details = [error.detail, body?.detail, objectOf(error.message)?.detail]
  const detail = details.flatMap(objectsOf)[0]
  const message =
    [error.message, error.status_msg, body?.error, body?.message, error.detail, body?.detail, detail?.msg]
      .map(textOf)
      .find(isFilled) ?? ''
  const metadata = objectOf(error.metadata)
  const type = textOf(error.type)
  const inner = textOf(objectOf(error.innererror)?.code)
  const code =
    [
      inner,
      error.code,
      error.status_code,
      error.error_code,
      error.error_type,
      error.reason,
      metadata?.error_type,
      error.type,
      error.status,
    ]
      .map(wordOf)
      .find(isFilled) ?? ''
  const all = [message, textOf(metadata?.raw), code, type].join(' ').toLowerCase()
  return { error, code, type, message, all }
}

function codeOf(status: number, said: SaidError, { statusCodes = {}, errorCodes = {} }: OwnCodes): ErrorCode {
  const known = errorCodes[said.code] ?? errorCodes[said.type] ?? CODES[said.code] ?? CODES[said.type]
  if (known !== undefined) return known
  const isModerated = isJsonObject(said.error.metadata) && Array.isArray(said.error.metadata.reasons)
  if (isModerated) return 'content_filtered'
  const special = statusCodes[status]
  if (special !== undefined) return special
  if (status === 400 || status === 403 || status === 413 || status === 422 || status === 500) {
    const told = PHRASES.find(([phrase]) => phrase.test(said.all))
    if (told !== undefined) return told[1]
  }
  return byStatus(status)
}

/** Words that decide alone, whatever the status. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  context_length_exceeded: 'context_length_exceeded',
  exceed_context_size_error: 'context_length_exceeded', // llama.cpp.
  content_filter: 'content_filtered',
  content_policy_violation: 'content_filtered',
  moderation_blocked: 'content_filtered',
  ResponsibleAIPolicyViolation: 'content_filtered', // Azure.
  data_inspection_failed: 'content_filtered', // Alibaba.
  insufficient_quota: 'provider_unauthorized',
  billing_hard_limit_reached: 'provider_unauthorized',
  billing_not_active: 'provider_unauthorized',
  invalid_api_key: 'provider_unauthorized',
  account_deactivated: 'provider_unauthorized',
  authentication_error: 'provider_unauthorized',
  model_not_found: 'provider_model_missing',
  model_not_available: 'provider_model_missing',
  DeploymentNotFound: 'provider_model_missing', // Azure.
  unsupported_parameter: 'unsupported_parameter',
  rate_limit_exceeded: 'provider_rate_limited',
  rate_limit_error: 'provider_rate_limited',
  overloaded_error: 'provider_overloaded',
  engine_overloaded_error: 'provider_overloaded', // Moonshot.
  provider_overloaded: 'provider_overloaded', // OpenRouter.
  capacity_exceeded: 'provider_overloaded', // Groq.
}

/** Looked for where the status alone would say that the caller was wrong. */
const PHRASES: readonly (readonly [RegExp, ErrorCode])[] = [
  [
    /maximum (context|prompt|input) length|context[ _](length|window|size)|(prompt|input) is too long|too many (input )?tokens|reduce the length of the (messages|prompt|input)|tokens.*must be <=|must have less than \d+ tokens/,
    'context_length_exceeded',
  ],
  [
    /content management policy|content (policy|filter)|content exists risk|usage guidelines|safety system|flagged (by|for)/,
    'content_filtered',
  ],
  [/(incorrect|invalid) api key|api key not valid/, 'provider_unauthorized'],
  [
    /invalid model|model.{0,80}(does not exist|not exist|not found|is not supported)|no such model/,
    'provider_model_missing',
  ],
]

function byStatus(status: number): ErrorCode {
  switch (status) {
    case 401:
    case 402:
    case 403:
      return 'provider_unauthorized'
    case 404:
    case 405:
      return 'provider_model_missing' // Ours to mend: a mapping names a model or an address that is not there.
    case 408:
    case 504:
    case 524:
      return 'provider_timeout'
    case 413:
      return 'request_too_large'
    case 429:
      return 'provider_rate_limited'
    case 498:
    case 503:
    case 529:
      return 'provider_overloaded'
    default:
      if (status >= 500 || status < 300) return status < 300 ? 'provider_invalid_reply' : 'provider_error'
      return status >= 400 ? 'invalid_request' : 'provider_error'
  }
}

/** Gemini's OpenAI endpoint wraps the error in a list. */
function bodyIn(text: string): JsonObject | null {
  if (!text.trimStart().startsWith('[')) return null
  return objectsOf(parseJsonObject(`{"list":${text}}`)?.list)[0] ?? null
}

function isStatus(value: unknown): value is number {
  return typeof value === 'number' && value >= 400 && value < 600
}

/** Codes are words, or numbers that mean as much; a status among them is no code. */
function wordOf(value: JsonValue | undefined): string {
  return typeof value === 'number' && !isStatus(value) ? String(value) : textOf(value)
}

function isFilled(text: string): boolean {
  return text !== ''
}
