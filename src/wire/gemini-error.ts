import type { ErrorCode } from '../core/error.ts'
import { isJsonObject, type JsonObject } from '../core/json.ts'

/** Google's error object. https://cloud.google.com/apis/design/errors */
export interface GeminiError {
  readonly httpStatus: number
  readonly message: string
  /** For example `RESOURCE_EXHAUSTED`; null where it is missing. */
  readonly status: string | null
  /** From `google.rpc.ErrorInfo`, for example `API_KEY_INVALID`. */
  readonly reasons: readonly string[]
  /** From `google.rpc.RetryInfo`. */
  readonly retryAfterMs: number | null
}

/** The error in a body, if it is one: `{ error: {…} }`. */
export function readGeminiError(body: JsonObject): GeminiError | null {
  const { error } = body
  if (!isJsonObject(error)) return null
  const details = Array.isArray(error.details) ? error.details.filter(isJsonObject) : []
  const delay = details.map(({ retryDelay }) => durationMs(retryDelay)).find((ms) => ms !== null)
  return {
    httpStatus: typeof error.code === 'number' ? error.code : 500,
    message: typeof error.message === 'string' ? error.message : '',
    status: typeof error.status === 'string' ? error.status : null,
    reasons: details.map(({ reason }) => reason).filter((reason) => typeof reason === 'string'),
    retryAfterMs: delay ?? null,
  }
}

/** What a failure means, by HTTP status, with Google's words where the status alone would mislead. */
export function geminiErrorCode(httpStatus: number, error: GeminiError | null): ErrorCode {
  switch (httpStatus) {
    case 400:
      return badRequestCode(error)
    case 401:
      return 'provider_unauthorized'
    case 403:
      // Naming a file or cache that is not his must not cost the caller's neighbours their credential.
      return FOREIGN_RESOURCE.test(error?.message ?? '') ? 'invalid_request' : 'provider_unauthorized'
    case 404:
      return 'provider_model_missing'
    case 413:
      return 'request_too_large'
    case 429:
      return 'provider_rate_limited'
    case 503:
      return 'provider_overloaded'
    case 504:
      return 'provider_timeout'
    default:
      return httpStatus >= 500 || httpStatus === 499 ? 'provider_error' : 'invalid_request'
  }
}

/** Google answers 400 to bad keys, and where a project or region may not use the API. */
function badRequestCode(error: GeminiError | null): ErrorCode {
  if (error === null) return 'invalid_request'
  if (TOO_LONG.test(error.message)) return 'context_length_exceeded'
  if (error.reasons.includes('API_KEY_INVALID') || BAD_KEY.test(error.message)) return 'provider_unauthorized'
  return error.status === 'FAILED_PRECONDITION' ? 'provider_unauthorized' : 'invalid_request'
}

const TOO_LONG = /token count.*exceeds|exceeds the maximum number of (input )?tokens/i
const BAD_KEY = /api key (not valid|expired|not found)/i
const FOREIGN_RESOURCE = /access the (file|cachedcontent)/i

/** A protobuf duration such as `34.4s`. */
function durationMs(value: unknown): number | null {
  const seconds = typeof value === 'string' ? /^(\d+(?:\.\d+)?)s$/.exec(value)?.[1] : undefined
  return seconds === undefined ? null : Math.ceil(Number(seconds) * 1000)
}
