import OpenAI from 'openai'
import { describe, expect, test } from 'vitest'
import { ERRORS, type ErrorCode, GatewayError } from '../../core/error.ts'
import { isJsonObject } from '../../core/json.ts'
import { openaiChat } from './index.ts'

describe('errors', () => {
  test.each([
    ['invalid_request', OpenAI.BadRequestError],
    ['key_invalid', OpenAI.AuthenticationError],
    ['permission_denied', OpenAI.PermissionDeniedError],
    ['model_not_found', OpenAI.NotFoundError],
    ['rate_limited', OpenAI.RateLimitError],
    ['provider_overloaded', OpenAI.InternalServerError],
  ] as const)('%s is raised by the official client as its own', async (code, type) => {
    const error = new GatewayError(code, 'No.', { param: 'model', attempts: [] })
    const raised: unknown = await officialError(error).catch((thrown: unknown) => thrown)
    expect(raised).toBeInstanceOf(type)
    expect(raised).toMatchObject({
      code,
      param: 'model',
      error: { message: 'No.', portolan: { request_id: 'exc_1', attempts: [] } },
    })
  })

  test('every code has a type', () => {
    for (const code of Object.keys(ERRORS) as ErrorCode[]) {
      // The keys are the codes.
      const body = openaiChat.renderError(new GatewayError(code, 'No.'), 'exc_1')
      expect(isJsonObject(body.error) && typeof body.error.type).toBe('string')
    }
  })
})

function officialError(error: GatewayError): Promise<unknown> {
  const body = JSON.stringify(openaiChat.renderError(error, 'exc_1'))
  const response = new Response(body, {
    status: error.traits.status,
    headers: { 'content-type': 'application/json' },
  })
  return client(response).chat.completions.create({ model: 'm', messages: [] })
}

function client(response: Response): OpenAI {
  return new OpenAI({ apiKey: 'none', maxRetries: 0, fetch: async () => response })
}
