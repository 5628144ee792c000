import type { Format } from './format.ts'
import { renderOpenaiAnswer, renderOpenaiStream } from './openai-chat-answer.ts'
import { renderOpenaiFailure } from './openai-chat-failure.ts'
import { readOpenaiChat } from './openai-chat-request.ts'

/** OpenAI Chat Completions: https://platform.openai.com/docs/api-reference/chat */
export const openaiChat: Format = {
  wire: 'openai-chat',
  contentType: { unary: 'application/json', stream: 'text/event-stream; charset=utf-8' },

  key({ authorization, 'api-key': azureKey }) {
    if (authorization?.startsWith('Bearer ') === true) return authorization.slice('Bearer '.length)
    return typeof azureKey === 'string' ? azureKey : null
  },
  read: readOpenaiChat,
  answerId: (makeId) => makeId('chatcmpl-', 29),
  callId: (makeId) => makeId('call_', 24),
  renderAnswer: renderOpenaiAnswer,
  renderStream: renderOpenaiStream,
  renderFailure: renderOpenaiFailure,
  renderStreamFailure() {
    const message = 'The server had an error while processing your request. Sorry about that!'
    return `data: ${JSON.stringify({ error: { message, type: 'server_error', param: null, code: null } })}\n\n`
  },
  /** OpenAI has no such endpoint for chat. The router sends nobody here. */
  renderCount: (inputTokens) => ({ input_tokens: inputTokens }),
  renderModels: (names) => ({ object: 'list', data: names.map(model) }),
  renderModel: model,
  headers: (requestId) => ({
    'x-request-id': requestId,
    'openai-version': '2020-10-01',
    'openai-processing-ms': '1',
  }),
  limitHeaders: ({ limit, remaining, resetMs }) => ({
    'x-ratelimit-limit-requests': String(limit),
    'x-ratelimit-remaining-requests': String(remaining),
    'x-ratelimit-reset-requests': `${(resetMs / 1000).toFixed(3)}s`,
  }),
}

function model(id: string) {
  return { id, object: 'model', created: 1_767_225_600, owned_by: 'simulator' }
}
