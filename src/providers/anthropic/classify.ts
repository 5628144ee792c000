import type { ErrorCode } from '../../core/error.ts'
import { isJsonObject } from '../../core/json.ts'
import type { FailedReply, Fault } from '../../core/provider.ts'
import { errorCode } from '../../wire/anthropic-error.ts'
import { retryAfterHeaderMs } from '../../wire/retry-after.ts'

/** https://platform.claude.com/docs/en/api/errors: the status tells most; the body tells apart what a 400 may mean. */
export function classify({ status, headers, body }: FailedReply): Fault {
  const error = isJsonObject(body?.error) ? body.error : {}
  const type = typeof error.type === 'string' ? error.type : null
  const message = typeof error.message === 'string' ? error.message : null
  const code = BY_STATUS.get(status) ?? byBody(status, type, message)
  return { code, message, providerCode: type, retryAfterMs: retryAfterHeaderMs(headers) }
}

const BY_STATUS: ReadonlyMap<number, ErrorCode> = new Map([
  [401, 'provider_unauthorized'],
  [402, 'provider_unauthorized'],
  [403, 'provider_unauthorized'],
  [404, 'provider_model_missing'],
  [408, 'provider_timeout'],
  [413, 'request_too_large'],
  [429, 'provider_rate_limited'],
  [503, 'provider_overloaded'],
  [504, 'provider_timeout'],
  [529, 'provider_overloaded'],
])

function byBody(status: number, type: string | null, message: string | null): ErrorCode {
  const said = errorCode(type, message)
  if (said !== null) return said
  return status >= 500 ? 'provider_error' : (errorCode('invalid_request_error', message) ?? 'invalid_request')
}
