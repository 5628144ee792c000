import type { Failure } from '../failure.ts'
import { retryHeaders } from '../failure.ts'
import type { Refusal } from './format.ts'

/**
 * https://ai.google.dev/gemini-api/docs/troubleshooting. A key that is not valid is a 400 here, not a 401, and the
 * wait before a retry is told in the body.
 */
export function renderGeminiFailure(failure: Failure): Refusal {
  const [code, message, details] = shapeOf(failure)
  const status = STATUS.get(code) ?? (code < 500 ? 'INVALID_ARGUMENT' : 'INTERNAL')
  const all = [...(details ?? []), ...retryInfo(failure)]
  return {
    status: code,
    headers: retryHeaders(failure),
    body: { error: { code, message, status, ...(all.length === 0 ? {} : { details: all }) } },
  }
}

const STATUS = new Map([
  [400, 'INVALID_ARGUMENT'],
  [401, 'UNAUTHENTICATED'],
  [403, 'PERMISSION_DENIED'],
  [404, 'NOT_FOUND'],
  [409, 'ABORTED'],
  [429, 'RESOURCE_EXHAUSTED'],
  [499, 'CANCELLED'],
  [500, 'INTERNAL'],
  [501, 'UNIMPLEMENTED'],
  [503, 'UNAVAILABLE'],
  [504, 'DEADLINE_EXCEEDED'],
])

type Detail = Readonly<Record<string, string>>

function shapeOf({
  kind,
  message,
  details,
}: Failure): readonly [code: number, message: string, details?: Detail[]] {
  switch (kind) {
    case 'invalid':
      return [400, message]
    case 'invalid-json':
      return [400, 'Invalid JSON payload received. Unexpected end of string or token.']
    case 'too-large':
      return [413, 'Request payload size exceeds the limit.']
    case 'key-missing':
      return [403, "Method doesn't allow unregistered callers. Please use an API key."]
    case 'key-invalid':
      return [400, 'API key not valid. Please pass a valid API key.', [BAD_KEY]]
    case 'path-unknown':
    case 'method-unknown':
      return [404, `The requested URL was not found: ${message}`]
    case 'model-missing':
      return [400, '* GenerateContentRequest.model: model is not specified\n']
    case 'model-unknown':
      return [
        404,
        `models/${message} is not found for API version v1beta, or is not supported for generateContent.`,
      ]
    case 'rate-limited':
      return [429, QUOTA]
    case 'context-length':
      return [400, 'The input token count (1048577) exceeds the maximum number of tokens allowed (1048576).']
    case 'content-filter':
      return [400, 'The prompt was blocked.']
    case 'scripted': {
      const status = details.status ?? 500
      return [status, message === '' ? (SCRIPTED.get(status) ?? 'An internal error has occurred.') : message]
    }
  }
}

const QUOTA = 'You exceeded your current quota, please check your plan.'

const SCRIPTED = new Map([
  [429, QUOTA],
  [503, 'The model is overloaded. Please try again later.'],
  [504, 'The request timed out. Please try again.'],
])

const BAD_KEY: Detail = {
  '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
  reason: 'API_KEY_INVALID',
  domain: 'googleapis.com',
}

function retryInfo({ details }: Failure): readonly Detail[] {
  const seconds =
    details.retryAfterSeconds ?? (details.retryAfterMs === undefined ? null : details.retryAfterMs / 1000)
  return seconds === null
    ? []
    : [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: `${seconds}s` }]
}
