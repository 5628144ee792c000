import type { ChatRequest } from './request.ts'

/** A request that says nothing but what a test gives it. */
export function chatRequest(fields: Partial<ChatRequest> = {}): ChatRequest {
  return {
    model: 'smart',
    messages: [],
    tools: [],
    toolChoice: undefined,
    sampling: {},
    output: { format: { type: 'text' } },
    reasoning: undefined,
    cache: {},
    metadata: {},
    stream: false,
    includeUsage: false,
    extras: {},
    ...fields,
  }
}
