import type { JsonObject } from '../../core/json.ts'
import type { EncodedRequest } from '../../core/provider.ts'
import { chatRequest } from '../../core/request.fixture.ts'
import type { ChatRequest, Message, Part } from '../../core/request.ts'
import { anthropic } from './index.ts'

/** The least request there is, and short words for what tests say often. */
export const OLD = 'claude-sonnet-4-5'
export const NEW = 'claude-opus-4-8'

export const BASE = chatRequest({
  messages: [{ role: 'user', parts: [{ type: 'text', text: 'Hi' }] }],
  includeUsage: true,
})

export function encode(
  fields: Partial<ChatRequest>,
  model = OLD,
  maxOutputTokens: number | null = null,
): EncodedRequest {
  return anthropic.encode({ ...BASE, ...fields }, { model, maxOutputTokens, reasons: null })
}

export function messagesOf(messages: readonly Message[], model = OLD): readonly JsonObject[] {
  return encode({ messages }, model).body.messages as readonly JsonObject[]
}

export const say = (role: Message['role'], ...parts: (Part | string)[]): Message => ({
  role,
  parts: parts.map((part) => (typeof part === 'string' ? { type: 'text', text: part } : part)),
})
export const call = (id: string, args: string): Part => ({
  type: 'tool-call',
  id,
  name: 'look',
  arguments: args,
})
export const result = (callId: string): Part => ({ type: 'tool-result', callId, parts: [], isError: false })
export const text = (value: string) => ({ type: 'text', text: value })
