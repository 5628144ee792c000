import { expect, test } from 'vitest'
import { readRealtimeUsage } from './openai-realtime.ts'

const event = (value: unknown) => Buffer.from(JSON.stringify(value))

test('the end of a response says what it has used', () => {
  const usage = {
    input_tokens: 100,
    output_tokens: 50,
    input_token_details: { cached_tokens: 30, text_tokens: 40, audio_tokens: 50, image_tokens: 10 },
    output_token_details: { text_tokens: 20, audio_tokens: 30 },
  }
  expect(readRealtimeUsage(event({ type: 'response.done', response: { usage } }))).toMatchObject({
    inputTokens: 100,
    outputTokens: 50,
    cacheReadTokens: 30,
    audioInputTokens: 50,
    imageInputTokens: 10,
    audioOutputTokens: 30,
  })
})

test.each([
  { type: 'response.created', response: {} },
  { type: 'conversation.item.added', item: { text: 'response.done', type: 'response.done' } },
  { type: 'response.done', response: { usage: null } },
  { type: 'response.done' },
])('other events say nothing of it: %j', (value) => {
  expect(readRealtimeUsage(event(value))).toBeNull()
})

test('nor does what is no JSON', () => {
  expect(readRealtimeUsage(Buffer.from('"response.done"'))).toBeNull()
})
