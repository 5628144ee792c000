import { expect, test } from 'vitest'
import { collect } from '../../core/collect.ts'
import { isTerminal } from '../../core/event.ts'
import type { EncodeTarget } from '../../core/provider.ts'
import { chatRequest } from '../../core/request.fixture.ts'
import type { Message } from '../../core/request.ts'
import { ECHO } from '../conformance/requests.fixture.ts'
import { vertex } from './index.ts'

const TARGET: EncodeTarget = { model: 'gemini-2.5-flash', maxOutputTokens: 1_000, reasons: true }
const CLAUDE: EncodeTarget = { ...TARGET, model: 'claude-sonnet-4-5@20250929' }

const configured = (said: Record<string, string>, baseUrl: string | null = null) =>
  vertex.configure?.(said, baseUrl) ?? vertex

test.each([
  ['gemini-3-flash', true, '/publishers/google/models/gemini-3-flash:streamGenerateContent?alt=sse'],
  ['gemini-3-flash', false, '/publishers/google/models/gemini-3-flash:generateContent'],
  [CLAUDE.model, true, '/publishers/anthropic/models/claude-sonnet-4-5%4020250929:streamRawPredict'],
  [
    'publishers/anthropic/models/claude-opus-4-6',
    false,
    '/publishers/anthropic/models/claude-opus-4-6:rawPredict',
  ],
  [
    'publishers/google/models/gemini-3-flash',
    false,
    '/publishers/google/models/gemini-3-flash:generateContent',
  ],
])('%s, streamed %s: %s', (model, stream, path) => {
  const call = { operation: 'chat', model, stream } as const
  expect(configured({ project: 'p-1' }).path(call)).toBe(`/projects/p-1/locations/global${path}`)
  expect(configured({}, 'https://proxy.example/v1/projects/p/locations/l').path(call)).toBe(path)
})

test.each([
  ['global', 'https://aiplatform.googleapis.com/v1'],
  ['europe-west4', 'https://europe-west4-aiplatform.googleapis.com/v1'],
  ['eu', 'https://aiplatform.eu.rep.googleapis.com/v1'],
])('the host of %s', (location, address) => {
  expect(configured({ project: 'p', location }).baseUrl).toBe(address)
})

test('Claude is told its version in the body, and its model in the path alone', () => {
  const { body } = vertex.encode(chatRequest({ ...ECHO, stream: true }), CLAUDE)
  expect(body).toMatchObject({ anthropic_version: 'vertex-2023-10-16', stream: true, max_tokens: 1_000 })
  expect(body).not.toHaveProperty('model')
  expect(vertex.takesNatively?.(chatRequest(), CLAUDE)).toBe(false)
  expect(vertex.takesNatively?.(chatRequest(), TARGET)).toBe(true)
})

test('Gemini is not told what only its other API takes', () => {
  const messages: readonly Message[] = ECHO.messages ?? []
  const request = chatRequest({ messages, metadata: { serviceTier: 'flex' } })
  const { body, dropped } = vertex.encode(request, TARGET)
  expect(JSON.stringify(body.contents)).toContain('"functionCall":{')
  expect(JSON.stringify(body.contents)).not.toContain('call_a1')
  expect(body).not.toHaveProperty('serviceTier')
  expect(dropped).toContain('serviceTier')
})

test('an answer is read in the format that it is in', () => {
  const ids = { newId: (prefix: string) => `${prefix}_1` }
  const parts = [{ text: 'Ahoy' }]
  const usageMetadata = { promptTokenCount: 3, candidatesTokenCount: 2 }
  const chunk = { candidates: [{ content: { role: 'model', parts }, finishReason: 'STOP' }], usageMetadata }
  const usage = { input_tokens: 3, output_tokens: 2 }
  const message = {
    type: 'message',
    content: [{ type: 'text', text: 'Ahoy' }],
    stop_reason: 'end_turn',
    usage,
  }
  const frames = [[chunk], [{ type: 'message_start', message }, { type: 'message_stop' }]]
  for (const [nth, body] of [chunk, message].entries()) {
    const whole = collect(vertex.decodeBody(body, ids))
    const decoder = vertex.createDecoder(ids)
    const steps = (frames[nth] ?? []).flatMap((each) =>
      decoder.step({ event: 'message', data: JSON.stringify(each) }),
    )
    for (const { choices, usage: counted } of [whole, collect([...steps, ...decoder.end()])]) {
      expect(choices[0]?.parts).toEqual([{ type: 'text', text: 'Ahoy' }])
      expect(choices[0]?.finish?.reason).toBe('stop')
      expect(counted).toMatchObject({ inputTokens: 3, outputTokens: 2 })
    }
  }
  expect(vertex.createDecoder(ids).end().filter(isTerminal)).toHaveLength(1)
})

test.each([
  [
    429,
    { error: { code: 429, message: 'Resource exhausted.', status: 'RESOURCE_EXHAUSTED' } },
    'provider_rate_limited',
  ],
  [403, { error: { code: 403, message: 'Denied.', status: 'PERMISSION_DENIED' } }, 'provider_unauthorized'],
  [529, { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }, 'provider_overloaded'],
])('a reply of %i is read as whose it is', (status, body, code) => {
  expect(vertex.classify({ status, headers: {}, body, text: '' })).toMatchObject({ code })
})
