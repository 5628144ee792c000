import type { ErrorCode } from '../../core/error.ts'
import type { JsonValue } from '../../core/json.ts'
import type { FailedReply, Fault } from '../../core/provider.ts'
import { headerText, retryAfterHeaderMs } from '../../wire/retry-after.ts'
import { isSecretive } from './secretive.ts'

/** The exception's name is in a header, or in the body as `__type`, and may have a namespace or an address about it. */
export function classify({ status, headers, body }: FailedReply): Fault {
  const named = headerText(headers, 'x-amzn-errortype') || textOr(body?.[TYPE])
  const exception = /([A-Za-z]+)(?::|$)/.exec(named)?.[1] ?? null
  const message = textOr(body?.message) || textOr(body?.Message) || null
  return {
    code: codeOf(exception, message, status),
    message: message !== null && isSecretive(message) ? 'AWS refused the signature.' : message,
    providerCode: exception,
    retryAfterMs: retryAfterHeaderMs(headers),
  }
}

const TYPE = '__type'

function textOr(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : ''
}

/** https://docs.aws.amazon.com/bedrock/latest/userguide/troubleshooting-api-error-codes.html; in streams in lower case. */
const EXCEPTIONS: ReadonlyMap<string, ErrorCode> = new Map<string, ErrorCode>([
  ['accessdeniedexception', 'provider_unauthorized'],
  ['unrecognizedclientexception', 'provider_unauthorized'],
  ['invalidsignatureexception', 'provider_unauthorized'],
  ['incompletesignatureexception', 'provider_unauthorized'],
  ['signaturedoesnotmatch', 'provider_unauthorized'],
  ['invalidclienttokenid', 'provider_unauthorized'],
  ['missingauthenticationtokenexception', 'provider_unauthorized'],
  ['expiredtokenexception', 'provider_unauthorized'],
  ['servicequotaexceededexception', 'provider_rate_limited'],
  ['throttlingexception', 'provider_rate_limited'],
  ['modelnotreadyexception', 'provider_overloaded'],
  ['serviceunavailableexception', 'provider_overloaded'],
  ['modeltimeoutexception', 'provider_timeout'],
  ['modelerrorexception', 'provider_error'],
  ['modelstreamerrorexception', 'provider_error'],
  ['internalserverexception', 'provider_error'],
  ['internalfailure', 'provider_error'],
  ['resourcenotfoundexception', 'provider_model_missing'],
])

export function codeOf(exception: string | null, message: string | null, status: number | null): ErrorCode {
  const known = EXCEPTIONS.get(exception?.toLowerCase() ?? '')
  if (known !== undefined) return known
  if (exception?.toLowerCase() === 'validationexception' || status === 400) return wrong(message ?? '')
  return byStatus(status)
}

function wrong(message: string): ErrorCode {
  if (/too long|too many (input )?tokens|maximum (context|tokens)|context (length|window)/i.test(message))
    return 'context_length_exceeded'
  if (
    /model identifier is invalid|on-demand throughput|model.{0,60}(not found|end of its life)/i.test(message)
  )
    return 'provider_model_missing'
  return /content filter/i.test(message) ? 'content_filtered' : 'invalid_request'
}

function byStatus(status: number | null): ErrorCode {
  switch (status) {
    case 401:
    case 403:
      return 'provider_unauthorized'
    case 404:
      return 'provider_model_missing'
    case 408:
    case 504:
      return 'provider_timeout'
    case 413:
      return 'request_too_large'
    case 429:
      return 'provider_rate_limited'
    case 503:
      return 'provider_overloaded'
    default:
      return status !== null && status >= 400 && status < 500 ? 'invalid_request' : 'provider_error'
  }
}
