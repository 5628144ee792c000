import { expect, test } from 'vitest'
import { corpusJson, hasCorpora } from '../../../test/corpora.ts'
import { isJsonObject, type JsonObject } from '../../core/json.ts'
import { classify } from './classify.ts'

test.each<[number, JsonObject, string]>([
  [400, { message: 'Invalid value at contents', status: 'INVALID_ARGUMENT' }, 'invalid_request'],
  [
    400,
    { message: 'The input token count (1054016) exceeds the maximum number of tokens allowed (1048576).' },
    'context_length_exceeded',
  ],
  [400, { message: 'API key not valid. Please pass a valid API key.' }, 'provider_unauthorized'],
  [400, { message: 'x', details: [{ reason: 'API_KEY_INVALID' }] }, 'provider_unauthorized'],
  [
    400,
    { message: 'User location is not supported.', status: 'FAILED_PRECONDITION' },
    'provider_unauthorized',
  ],
  [401, {}, 'provider_unauthorized'],
  [403, { message: 'Generative Language API has not been used' }, 'provider_unauthorized'],
  [403, { message: 'You do not have permission to access the File abc' }, 'invalid_request'],
  [404, { message: 'models/x is not found', status: 'NOT_FOUND' }, 'provider_model_missing'],
  [409, {}, 'invalid_request'],
  [413, {}, 'request_too_large'],
  [429, { status: 'RESOURCE_EXHAUSTED' }, 'provider_rate_limited'],
  [499, { status: 'CANCELLED' }, 'provider_error'],
  [500, { status: 'INTERNAL' }, 'provider_error'],
  [502, {}, 'provider_error'],
  [503, { status: 'UNAVAILABLE' }, 'provider_overloaded'],
  [504, { status: 'DEADLINE_EXCEEDED' }, 'provider_timeout'],
])('%d %j is %s', (status, error, code) => {
  const fault = classify({ status, headers: {}, body: { error }, text: '' })
  expect(fault).toMatchObject({ code, providerCode: error.status ?? null, retryAfterMs: null })
})

test('an error in an array is read, and what is no JSON is classified by its status', () => {
  const text = JSON.stringify([{ error: { code: 429, message: 'slow', status: 'RESOURCE_EXHAUSTED' } }])
  expect(classify({ status: 429, headers: {}, body: null, text })).toMatchObject({
    message: 'slow',
    providerCode: 'RESOURCE_EXHAUSTED',
  })
  expect(classify({ status: 502, headers: {}, body: null, text: '<html>' })).toEqual({
    code: 'provider_error',
    message: null,
    providerCode: null,
    retryAfterMs: null,
  })
})

test('a header says best when to come back, then the body', () => {
  const body = { error: { message: 'slow', details: [{ retryDelay: '34.4s' }] } }
  const wait = (headers: Record<string, string>) =>
    classify({ status: 429, headers, body, text: '' }).retryAfterMs
  expect(wait({})).toBe(34_400)
  expect(wait({ 'retry-after': '2' })).toBe(2000)
  expect(wait({ 'retry-after': '2', 'retry-after-ms': '1500' })).toBe(1500)
  expect(wait({ 'retry-after': 'soon' })).toBe(34_400)
})

test.skipIf(!hasCorpora)('the recorded quota error', () => {
  const body = corpusJson('recordings/vercel-ai/google/google-429-retry-info.json')
  expect(classify({ status: 429, headers: {}, body: isJsonObject(body) ? body : null, text: '' })).toEqual({
    code: 'provider_rate_limited',
    message: 'You exceeded your current quota, please check your plan.',
    providerCode: 'RESOURCE_EXHAUSTED',
    retryAfterMs: 34_400,
  })
})
