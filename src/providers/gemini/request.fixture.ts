import { chatRequest } from '../../core/request.fixture.ts'
import type { ChatRequest, Message, Part } from '../../core/request.ts'
import { gemini } from '../gemini.ts'

export function request(fields: Partial<ChatRequest>): ChatRequest {
  return chatRequest({ includeUsage: true, ...fields })
}

/** Encoded, as it looks on the wire. */
export function encoded(fields: Partial<ChatRequest>, model = 'gemini-2.5-flash') {
  const { body, ...rest } = gemini.encode(request(fields), { model, maxOutputTokens: null, reasons: null })
  return { body: JSON.parse(JSON.stringify(body)) as WireBody, ...rest }
}

interface WireBody {
  readonly contents: readonly { readonly role: string; readonly parts: readonly Record<string, unknown>[] }[]
  readonly [field: string]: unknown
}

export function user(said: string): Message {
  return { role: 'user', parts: [text(said)] }
}

export function text(said: string) {
  return { type: 'text', text: said } as const
}

export function call(id: string, name: string) {
  return { type: 'tool-call', id, name, arguments: '{}' } as const
}

export function result(callId: string, parts: readonly Part[]) {
  return { type: 'tool-result', callId, parts, isError: false } as const
}
