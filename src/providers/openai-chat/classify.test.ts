import { describe, expect, test } from 'vitest'
import type { ErrorCode } from '../../core/error.ts'
import type { JsonObject } from '../../core/json.ts'
import { classify } from './classify.ts'

type Row = readonly [number, JsonObject, ErrorCode]

const ROWS: readonly Row[] = [
  [
    401,
    { error: { message: 'Incorrect API key provided', code: 'invalid_api_key' } },
    'provider_unauthorized',
  ],
  [402, { error: { message: 'Insufficient credits' } }, 'provider_unauthorized'],
  [403, { error: { message: 'Country not supported' } }, 'provider_unauthorized'],
  [403, { error: { code: 403, message: 'flagged', metadata: { reasons: ['x'] } } }, 'content_filtered'],
  [403, { error: { message: 'no access', code: 'model_not_found' } }, 'provider_model_missing'],
  [429, { error: { message: 'Rate limit reached', code: 'rate_limit_exceeded' } }, 'provider_rate_limited'],
  [
    429,
    { error: { message: 'You exceeded your current quota', code: 'insufficient_quota' } },
    'provider_unauthorized',
  ],
  [
    429,
    { error: { message: 'You exceeded your current quota', status: 'RESOURCE_EXHAUSTED', code: 429 } },
    'provider_rate_limited',
  ],
  [400, { error: { message: 'x', code: 'context_length_exceeded' } }, 'context_length_exceeded'],
  [
    400,
    { object: 'error', message: "This model's maximum context length is 4096 tokens." },
    'context_length_exceeded',
  ],
  [
    400,
    { message: 'Prompt contains 9 tokens, too large for model with 8 maximum context length' },
    'context_length_exceeded',
  ],
  [
    400,
    {
      error: { message: 'the request exceeds the available context size', type: 'exceed_context_size_error' },
    },
    'context_length_exceeded',
  ],
  [
    400,
    { error: { message: 'max_tokens is too large: 9. This model supports at most 8 completion tokens' } },
    'invalid_request',
  ],
  [
    400,
    { error: { code: 'content_filter', message: 'x', innererror: { code: 'ResponsibleAIPolicyViolation' } } },
    'content_filtered',
  ],
  [400, { error: { message: 'Content Exists Risk' } }, 'content_filtered'],
  [
    400,
    { error: { message: 'Unsupported parameter', code: 'unsupported_parameter' } },
    'unsupported_parameter',
  ],
  [400, { error: { message: 'Model Not Exist' } }, 'provider_model_missing'],
  [400, { detail: 'bad' }, 'invalid_request'],
  [422, { detail: [{ msg: 'field required', loc: ['body'] }] }, 'invalid_request'],
  [404, { error: { message: 'No endpoints found' } }, 'provider_model_missing'],
  [408, {}, 'provider_timeout'],
  [413, {}, 'request_too_large'],
  [500, { error: { message: 'x', type: 'server_error' } }, 'provider_error'],
  [502, {}, 'provider_error'],
  [503, { error: { message: 'x', type: 'server_error' } }, 'provider_overloaded'],
  [504, {}, 'provider_timeout'],
  [529, {}, 'provider_overloaded'],
  [302, {}, 'provider_error'],
  [200, {}, 'provider_invalid_reply'],
]

describe('what a failed reply means', () => {
  test.each(ROWS)('%i %j: %s', (status, body, code) => {
    expect(classify({ status, headers: {}, body, text: '' }).code).toBe(code)
  })

  test("a status of the provider's own", () => {
    const reply = { status: 420, headers: {}, body: null, text: '' }
    expect(classify(reply).code).toBe('invalid_request')
    expect(classify(reply, { statusCodes: { 420: 'provider_rate_limited' } }).code).toBe(
      'provider_rate_limited',
    )
  })

  test("message and code are the provider's own", () => {
    const body = { error: { message: 'No such tool', code: 'tool_use_failed' } }
    expect(classify({ status: 400, headers: {}, body, text: '' })).toMatchObject({
      message: 'No such tool',
      providerCode: 'tool_use_failed',
    })
    expect(classify({ status: 502, headers: {}, body: null, text: '<html>' })).toMatchObject({
      message: null,
      providerCode: null,
    })
  })

  test('a list with the error in it', () => {
    const text = '[{"error":{"code":400,"message":"API key not valid.","status":"INVALID_ARGUMENT"}}]'
    expect(classify({ status: 400, headers: {}, body: null, text })).toMatchObject({
      code: 'provider_unauthorized',
      providerCode: 'INVALID_ARGUMENT',
    })
  })
})

describe('when to try again', () => {
  test.each([
    [{ 'retry-after-ms': '150', 'retry-after': '9' }, {}, 150],
    [{ 'retry-after': '2' }, {}, 2000],
    [{ 'retry-after': 'Sun, 06 Nov 1994 08:49:40 GMT', date: 'Sun, 06 Nov 1994 08:49:37 GMT' }, {}, 3000],
    [{ 'retry-after': 'Sun, 06 Nov 1994 08:49:40 GMT' }, {}, null],
    [
      {
        'x-ratelimit-remaining-requests': '0',
        'x-ratelimit-reset-requests': '120ms',
        'x-ratelimit-reset-tokens': '6m0s',
      },
      {},
      120,
    ],
    [{ 'x-ratelimit-remaining-tokens': '0', 'x-ratelimit-reset-tokens': '1m30s' }, {}, 90_000],
    [{}, { message: 'Rate limit reached. Please try again in 1.5s. Visit …' }, 1500],
    [{}, { message: 'Please try again in 6m0s.' }, 360_000],
    [{}, { details: [{ '@type': 'RetryInfo', retryDelay: '34.4s' }] }, 34_400],
    [{}, { metadata: { retry_after: 3 } }, 3000],
    [{}, {}, null],
  ] as [Record<string, string>, JsonObject, number | null][])('%j %j', (headers, error, wait) => {
    expect(classify({ status: 429, headers, body: { error }, text: '' }).retryAfterMs).toBe(wait)
  })
})
