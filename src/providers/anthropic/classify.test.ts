import { expect, test } from 'vitest'
import type { ErrorCode } from '../../core/error.ts'
import type { FailedReply } from '../../core/provider.ts'
import { classify } from './classify.ts'

function reply(
  status: number,
  type?: string,
  message = '',
  headers: FailedReply['headers'] = {},
): FailedReply {
  return {
    status,
    headers,
    body: type === undefined ? null : { type: 'error', error: { type, message } },
    text: '',
  }
}

test.each<[number, string | undefined, string, ErrorCode]>([
  [401, 'authentication_error', 'invalid x-api-key', 'provider_unauthorized'],
  [403, 'permission_error', '', 'provider_unauthorized'],
  [402, 'billing_error', '', 'provider_unauthorized'],
  [400, 'invalid_request_error', 'Your credit balance is too low to access the API', 'provider_unauthorized'],
  [
    400,
    'invalid_request_error',
    'prompt is too long: 210000 tokens > 200000 maximum',
    'context_length_exceeded',
  ],
  [
    400,
    'invalid_request_error',
    'input length and `max_tokens` exceed context limit',
    'context_length_exceeded',
  ],
  [400, 'invalid_request_error', 'messages: at least one message is required', 'invalid_request'],
  [400, undefined, '', 'invalid_request'],
  [422, undefined, '', 'invalid_request'],
  [404, 'not_found_error', 'model: claude-9', 'provider_model_missing'],
  [413, 'request_too_large', '', 'request_too_large'],
  [429, 'rate_limit_error', '', 'provider_rate_limited'],
  [500, 'api_error', '', 'provider_error'],
  [502, undefined, '', 'provider_error'],
  [503, undefined, '', 'provider_overloaded'],
  [529, 'overloaded_error', 'Overloaded', 'provider_overloaded'],
  [500, 'overloaded_error', 'Overloaded', 'provider_overloaded'],
  [504, 'timeout_error', '', 'provider_timeout'],
  [408, undefined, '', 'provider_timeout'],
])('%i %s %s', (status, type, message, code) => {
  expect(classify(reply(status, type, message))).toMatchObject({ code, providerCode: type ?? null })
})

test.each<[FailedReply['headers'], number | null]>([
  [{ 'retry-after-ms': '250', 'retry-after': '9' }, 250],
  [{ 'retry-after': '1.5' }, 1500],
  [{ 'retry-after': ['2', '3'] }, 2000],
  [{ 'retry-after': 'Sun, 22 Nov 2026 10:00:30 GMT', date: 'Sun, 22 Nov 2026 10:00:00 GMT' }, 30_000],
  [{ 'retry-after': 'Sun, 22 Nov 2026 10:00:00 GMT', date: 'Sun, 22 Nov 2026 10:00:30 GMT' }, 0],
  [{ 'retry-after': 'soon' }, null],
  [{}, null],
])('waits as told: %j', (headers, retryAfterMs) => {
  expect(classify(reply(429, 'rate_limit_error', '', headers)).retryAfterMs).toBe(retryAfterMs)
})
