import Anthropic from '@anthropic-ai/sdk'
import { describe, expect, test } from 'vitest'
import { collect } from '../../src/core/collect.ts'
import type { RenderContext } from '../../src/core/dialect.ts'
import { GatewayError } from '../../src/core/error.ts'
import type { ChatEvent } from '../../src/core/event.ts'
import type { JsonObject } from '../../src/core/json.ts'
import { anthropicMessages } from '../../src/dialects/anthropic-messages/index.ts'
import { anthropic } from '../../src/providers/anthropic/index.ts'
import { streamed, unary } from './sdk.ts'

const CONTEXT: RenderContext = {
  exchangeId: 'exc_1',
  createdMs: 0,
  requestedModel: 'gemini-3-pro',
  choices: 1,
  includeUsage: true,
  excludeReasoning: false,
}

/** An answer of Gemini's, which signs thoughts, calls and the end of its text. */
const GEMINI: ChatEvent[] = [
  { type: 'start', id: '', model: '' },
  ...signed(0, { part: 'reasoning' }, 'I should look.', 'sig-thought'),
  ...signed(1, { part: 'text' }, 'Looking.', 'sig-text'),
  ...signed(2, { part: 'tool-call', id: 'call_1', name: 'look' }, '{"at":1}', 'sig-call'),
  ...signed(3, { part: 'tool-call', id: 'call_2', name: 'look' }, '{"at":2}', null),
  ...signed(4, { part: 'text' }, '', 'sig-end'),
  { type: 'part-start', choice: 0, index: 5, part: 'opaque' },
  {
    type: 'part-data',
    choice: 0,
    index: 5,
    data: { type: 'opaque', owner: 'gemini', value: { executableCode: 'x' } },
  },
  { type: 'part-end', choice: 0, index: 5 },
  ...signed(6, { part: 'reasoning', redacted: true }, '', 'sig-redacted', 'openai-chat'),
  { type: 'finish', choice: 0, reason: 'tool-calls', raw: 'STOP' },
]

function signed(
  index: number,
  start: Omit<ChatEvent & { type: 'part-start' }, 'type' | 'choice' | 'index'>,
  text: string,
  value: string | null,
  owner: 'gemini' | 'openai-chat' = 'gemini',
): ChatEvent[] {
  const at = { choice: 0, index }
  return [
    { type: 'part-start', ...at, ...start },
    ...(text === '' ? [] : [{ type: 'part-delta' as const, ...at, text }]),
    ...(value === null
      ? []
      : [{ type: 'part-data' as const, ...at, data: { type: 'proof' as const, proof: { owner, value } } }]),
    { type: 'part-end', ...at },
  ]
}

function streamOf(events: readonly ChatEvent[]): string {
  const renderer = anthropicMessages.createRenderer(CONTEXT)
  return events.map((event) => renderer.push(event)).join('')
}

describe('proofs of others survive a client of Anthropic’s', () => {
  const parts = collect(GEMINI).choices[0]?.parts
  const answers = {
    streamed: () => streamed(streamOf(GEMINI)),
    whole: () => unary(JSON.stringify(anthropicMessages.renderCompletion(collect(GEMINI), CONTEXT))),
  }
  test.each(Object.entries(answers))('%s', async (_, answer) => {
    const message = (await answer()) as { content: JsonObject[]; stop_reason: string; model: string }
    expect(message.stop_reason).toBe('tool_use')
    expect(message.model).toBe('gemini-3-pro')
    const next = anthropicMessages.parse({
      model: 'm',
      max_tokens: 9,
      messages: [{ role: 'assistant', content: JSON.parse(JSON.stringify(message.content)) as JsonObject[] }],
    })
    expect(next.messages[0]?.parts).toEqual(parts)
    const { body } = anthropic.encode(next, {
      model: 'claude-sonnet-4-5',
      maxOutputTokens: null,
      reasons: null,
    })
    expect(JSON.stringify(body)).not.toMatch(/sig-|portolan/)
  })
})

describe('failures are the SDK’s own errors', () => {
  test.each([
    ['invalid_request', 400, Anthropic.BadRequestError, 'invalid_request_error'],
    ['key_invalid', 401, Anthropic.AuthenticationError, 'authentication_error'],
    ['credits_exhausted', 402, Anthropic.APIError, 'billing_error'],
    ['permission_denied', 403, Anthropic.PermissionDeniedError, 'permission_error'],
    ['model_not_found', 404, Anthropic.NotFoundError, 'not_found_error'],
    ['request_too_large', 413, Anthropic.APIError, 'request_too_large'],
    ['rate_limited', 429, Anthropic.RateLimitError, 'rate_limit_error'],
    ['internal', 500, Anthropic.InternalServerError, 'api_error'],
    ['overloaded', 503, Anthropic.InternalServerError, 'overloaded_error'],
    ['provider_timeout', 504, Anthropic.InternalServerError, 'timeout_error'],
  ] as const)('%s', async (code, status, kind, type) => {
    const attempts = [
      { provider: 'p', model: 'm', status: 529, code: 'provider_overloaded' as const, ms: 12 },
    ]
    const error = new GatewayError(code, 'No.', {
      param: 'model',
      attempts,
      providerCode: 'overloaded_error',
    })
    expect(error.traits.status).toBe(status)
    const body = anthropicMessages.renderError(error, 'exc_1')
    const raised = await unary(JSON.stringify(body), status).catch((caught: unknown) => caught)
    expect(raised).toBeInstanceOf(kind)
    expect(raised).toMatchObject({ type, status, error: { request_id: 'exc_1' } })
    expect(body.error).toMatchObject({
      message: 'No.',
      portolan: { code, param: 'model', provider_code: 'overloaded_error', attempts },
    })
  })

  test('a stream that breaks', async () => {
    const broken: ChatEvent = {
      type: 'error',
      code: 'provider_overloaded',
      message: 'Gone.',
      providerCode: 'overloaded_error',
    }
    const raised = await streamed(streamOf([...GEMINI.slice(0, 5), broken])).catch(
      (caught: unknown) => caught,
    )
    expect(raised).toBeInstanceOf(Anthropic.APIError)
    expect(raised).toMatchObject({ type: 'overloaded_error' })
  })
})

test('a token count as the SDK reads it', () => {
  expect(anthropicMessages.renderTokenCount?.(7)).toEqual({ input_tokens: 7 })
  expect(anthropic.countTokens?.decode({ input_tokens: 7 })).toBe(7)
  expect(anthropic.countTokens?.decode({})).toBeNull()
})
