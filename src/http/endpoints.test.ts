import { expect, test } from 'vitest'
import { findEndpoint } from './endpoints.ts'

test.each([
  ['POST', '/v1/chat/completions', 'chat', null],
  ['POST', '/chat/completions', 'chat', null],
  ['POST', '/openai/v1/chat/completions', 'chat', null],
  ['POST', '/openai/deployments/my-gpt/chat/completions', 'chat', 'my-gpt'],
  ['POST', '/api/v1/chat/completions', 'chat', null],
  ['POST', '/v1/messages', 'chat', null],
  ['POST', '/anthropic/v1/messages', 'chat', null],
  ['POST', '/v1/messages/count_tokens', 'count-tokens', null],
  ['GET', '/models', 'models', null],
  ['GET', '/v1/models/anthropic/claude', 'models', 'anthropic/claude'],
  ['GET', '/models/a%2Fb', 'models', 'a/b'],
  ['GET', '/models/%zz', 'models', '%zz'],
  ['POST', '/v1beta/models/gemini-3-pro:generateContent', 'chat', 'gemini-3-pro'],
  ['POST', '/v1/models/anthropic/claude:nitro:streamGenerateContent', 'chat', 'anthropic/claude:nitro'],
  ['POST', '/v1beta1/publishers/google/models/g:countTokens', 'count-tokens', 'g'],
  ['POST', '/v1/projects/p/locations/l/publishers/google/models/g:generateContent', 'chat', 'g'],
  ['GET', '/v1beta/models', 'models', null],
  ['GET', '/v1beta/models/a/b', 'models', 'a/b'],
])('%s %s is an endpoint', (method, path, operation, id) => {
  expect(findEndpoint(path, method)).toMatchObject({ endpoint: { operation, method }, id })
})

test('a path that takes another method says which', () => {
  expect(findEndpoint('/v1/messages', 'GET')?.endpoint.method).toBe('POST')
  expect(findEndpoint('/v1/models/a', 'PUT')?.endpoint.method).toBe('GET')
})

test.each([
  '/',
  '/v1',
  '/v1/',
  '/v1/chat',
  '/v1/chat/completions/',
  '//v1/models',
  '/constructor',
  '/__proto__',
  '/v1beta/tunedModels/a:generateContent',
])('%s is none', (path) => {
  expect(findEndpoint(path, 'POST')).toBeNull()
})
