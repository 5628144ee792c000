import type { JsonObject } from '../../core/json.ts'
import type { EncodeTarget } from '../../core/provider.ts'
import { chatRequest } from '../../core/request.fixture.ts'
import type { ChatRequest } from '../../core/request.ts'
import { objectsOf } from '../../wire/openai-chat.ts'
import { openAICompatible } from '../openai-compatible.ts'

/** Short words for tests that encode a request. */

export const TARGET: EncodeTarget = { model: 'gpt-x', maxOutputTokens: 10_000, reasons: null }

export const openrouter = openAICompatible({
  kind: 'openrouter',
  baseUrl: 'https://openrouter.ai/api/v1',
  apiKeyEnv: null,
  takesCacheMarks: true,
  reasoningRequest: 'object',
  reasoningEcho: 'reasoning_details',
  isGateway: true,
})

export const anthropicProof = { owner: 'anthropic-messages', value: 'SIG' } as const
export const geminiProof = { owner: 'gemini', value: 'GSIG' } as const

export function requestOf(parts: Partial<ChatRequest>): ChatRequest {
  return chatRequest({ messages: [{ role: 'user', parts: [{ type: 'text', text: 'Hello' }] }], ...parts })
}

export function messagesOf(body: JsonObject): readonly JsonObject[] {
  return objectsOf(body.messages)
}
