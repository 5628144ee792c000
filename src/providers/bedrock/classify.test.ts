import { expect, test } from 'vitest'
import { classify } from './classify.ts'

test.each([
  [
    429,
    'ThrottlingException',
    'Too many requests, please wait before trying again.',
    'provider_rate_limited',
  ],
  [
    403,
    'AccessDeniedException',
    "You don't have access to the model with the specified model ID.",
    'provider_unauthorized',
  ],
  [
    403,
    'UnrecognizedClientException',
    'The security token included in the request is invalid.',
    'provider_unauthorized',
  ],
  [404, 'ResourceNotFoundException', 'This Model is marked by provider as Legacy.', 'provider_model_missing'],
  [400, 'ValidationException', 'The provided model identifier is invalid.', 'provider_model_missing'],
  [400, 'ValidationException', 'Input is too long for requested model.', 'context_length_exceeded'],
  [400, 'ValidationException', 'The toolConfig field must be defined.', 'invalid_request'],
  [408, 'ModelTimeoutException', 'It took too long.', 'provider_timeout'],
  [424, 'ModelErrorException', 'It failed.', 'provider_error'],
  [429, 'ModelNotReadyException', 'It is being started.', 'provider_overloaded'],
  [503, 'ServiceUnavailableException', 'Later.', 'provider_overloaded'],
  [500, 'InternalServerException', 'Oh.', 'provider_error'],
  [413, '', 'Too large.', 'request_too_large'],
])('%i %s: %s', (status, exception, message, code) => {
  const inHeader = { 'x-amzn-errortype': `${exception}:http://internal.amazon.com/coral/` }
  const headers = exception === '' ? {} : inHeader
  expect(classify({ status, headers, body: { message }, text: '' })).toMatchObject({ code, message })
  if (exception === '') return
  const type = `com.amazon.coral.service#${exception}`
  expect(classify({ status, headers: {}, body: { ['__type']: type, message }, text: '' })).toMatchObject({
    code,
    providerCode: exception,
  })
})

test('what was signed is not repeated', () => {
  const message = 'The Canonical String for this request should have been … x-amz-security-token:secret'
  const headers = { 'x-amzn-errortype': 'InvalidSignatureException' }
  const fault = classify({ status: 403, headers, body: { message }, text: '' })
  expect(fault).toMatchObject({ code: 'provider_unauthorized', message: 'AWS refused the signature.' })
})
