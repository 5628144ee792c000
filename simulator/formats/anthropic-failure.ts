import type { Failure } from '../failure.ts'
import { retryHeaders } from '../failure.ts'
import type { Refusal } from './format.ts'

/** https://docs.claude.com/en/api/errors */
export function renderAnthropicFailure(failure: Failure, requestId: string): Refusal {
  const [status, message] = shapeOf(failure)
  const type = TYPES.get(status) ?? (status < 500 ? 'invalid_request_error' : 'api_error')
  return {
    status,
    headers: { ...retryHeaders(failure), 'x-should-retry': String(status === 429 || status >= 500) },
    body: { type: 'error', error: { type, message }, request_id: requestId },
  }
}

const TYPES = new Map([
  [400, 'invalid_request_error'],
  [401, 'authentication_error'],
  [402, 'billing_error'],
  [403, 'permission_error'],
  [404, 'not_found_error'],
  [413, 'request_too_large'],
  [429, 'rate_limit_error'],
  [500, 'api_error'],
  [504, 'timeout_error'],
  [529, 'overloaded_error'],
])

function shapeOf({ kind, message, details }: Failure): readonly [status: number, message: string] {
  switch (kind) {
    case 'invalid':
      return [400, message]
    case 'invalid-json':
      return [400, 'The request body is not valid JSON']
    case 'too-large':
      return [413, 'Request exceeds the maximum size']
    case 'key-missing':
      return [401, 'x-api-key header is required']
    case 'key-invalid':
      return [401, 'invalid x-api-key']
    case 'path-unknown':
      return [404, 'Not Found']
    case 'method-unknown':
      return [405, 'Method Not Allowed']
    case 'model-missing':
      return [400, 'model: Field required']
    case 'model-unknown':
      return [404, `model: ${message}`]
    case 'rate-limited':
      return [429, 'This request would exceed the rate limit for your organization of requests per minute.']
    case 'context-length':
      return [400, 'prompt is too long: 200001 tokens > 200000 maximum']
    case 'content-filter':
      return [400, 'Output blocked by content filtering policy']
    case 'scripted': {
      const status = details.status ?? 500
      return [status, message === '' ? (SCRIPTED.get(status) ?? 'Internal server error') : message]
    }
  }
}

const SCRIPTED = new Map([
  [400, 'The request was refused'],
  [401, 'invalid x-api-key'],
  [402, 'Your credit balance is too low to access the Anthropic API.'],
  [403, 'Your API key does not have permission to use the specified resource'],
  [404, 'Not Found'],
  [429, 'This request would exceed the rate limit for your organization of requests per minute.'],
  [529, 'Overloaded'],
])
