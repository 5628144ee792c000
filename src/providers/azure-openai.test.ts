import { expect, test } from 'vitest'
import type { SettingValue } from '../core/provider.ts'
import { chatRequest } from '../core/request.fixture.ts'
import { azureOpenAI } from './azure-openai.ts'

const RESOURCE = 'https://shop.openai.azure.com'
const CALL = { operation: 'chat', model: 'my gpt', stream: true } as const

function configured(said: Record<string, SettingValue>, baseUrl: string | null = null) {
  return azureOpenAI.configure?.(said, baseUrl) ?? azureOpenAI
}

test.each([
  [RESOURCE, {}, '/openai/deployments/my%20gpt/chat/completions?api-version=2024-10-21'],
  [
    `${RESOURCE}/`,
    { api_version: '2025-04-01-preview' },
    '/openai/deployments/my%20gpt/chat/completions?api-version=2025-04-01-preview',
  ],
  [`${RESOURCE}/openai`, {}, '/deployments/my%20gpt/chat/completions?api-version=2024-10-21'],
  [`${RESOURCE}/openai/v1`, {}, '/chat/completions'],
  [`${RESOURCE}/openai/v1/`, { api_version: 'preview' }, '/chat/completions?api-version=preview'],
])('below %s with %j: %s', (address, said, path) => {
  expect(configured(said, address).path(CALL)).toBe(path)
  expect(configured({ ...said, endpoint: address }).path(CALL)).toBe(path)
})

test('an address that is given goes before the endpoint', () => {
  expect(configured({ endpoint: RESOURCE }, `${RESOURCE}/openai/v1`).path(CALL)).toBe('/chat/completions')
})

test('a key has a header of its own, and a token of Entra ID the usual one', () => {
  expect(configured({ endpoint: RESOURCE }).headers('k')).toEqual({ 'api-key': 'k' })
  expect(configured({ endpoint: RESOURCE, auth: 'entra' }).headers('t')).toEqual({
    authorization: 'Bearer t',
  })
  expect(configured({ endpoint: RESOURCE }).baseUrl).toBe(RESOURCE)
})

test('the newer API takes what OpenAI takes', () => {
  const target = { model: 'm', maxOutputTokens: null, reasons: null }
  const request = chatRequest({
    messages: [{ role: 'developer', parts: [{ type: 'text', text: 'Be brief.' }] }],
    output: { format: { type: 'text' }, verbosity: 'low' },
  })
  const newer = configured({}, `${RESOURCE}/openai/v1`).encode(request, target)
  expect(newer).toMatchObject({ dropped: [], body: { verbosity: 'low', messages: [{ role: 'developer' }] } })
  const older = configured({}, RESOURCE).encode(request, target)
  expect(older).toMatchObject({ dropped: ['verbosity'], body: { messages: [{ role: 'system' }] } })
})
