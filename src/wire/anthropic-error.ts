import type { ErrorCode } from '../core/error.ts'

/** https://platform.claude.com/docs/en/api/errors */
const TYPES: ReadonlyMap<number, string> = new Map([
  [401, 'authentication_error'],
  [402, 'billing_error'],
  [403, 'permission_error'],
  [404, 'not_found_error'],
  [408, 'timeout_error'],
  [413, 'request_too_large'],
  [429, 'rate_limit_error'],
  [503, 'overloaded_error'],
  [504, 'timeout_error'],
])

const CODES: ReadonlyMap<string, ErrorCode> = new Map([
  ['authentication_error', 'provider_unauthorized'],
  ['billing_error', 'provider_unauthorized'],
  ['permission_error', 'provider_unauthorized'],
  ['not_found_error', 'provider_model_missing'],
  ['request_too_large', 'request_too_large'],
  ['rate_limit_error', 'provider_rate_limited'],
  ['timeout_error', 'provider_timeout'],
  ['overloaded_error', 'provider_overloaded'],
  ['api_error', 'provider_error'],
])

/** Anthropic's error type for one of our statuses. */
export function errorType(status: number): string {
  return TYPES.get(status) ?? (status >= 500 ? 'api_error' : 'invalid_request_error')
}

/** What an error object means, by its type and, where the type is too wide, by its message. Null: not known. */
export function errorCode(type: string | null, message: string | null): ErrorCode | null {
  if (type === 'invalid_request_error') return invalidRequestCode(message ?? '')
  return (type === null ? undefined : CODES.get(type)) ?? null
}

function invalidRequestCode(message: string): ErrorCode {
  if (/prompt is too long|exceed context limit|context window/i.test(message))
    return 'context_length_exceeded'
  if (/credit balance is too low|usage limits?/i.test(message)) return 'provider_unauthorized'
  if (/blocked by content filtering/i.test(message)) return 'content_filtered'
  return 'invalid_request'
}
