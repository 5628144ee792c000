import { renderAnthropicAnswer, renderAnthropicStream } from './anthropic-answer.ts'
import { renderAnthropicFailure } from './anthropic-failure.ts'
import { readAnthropic } from './anthropic-request.ts'
import type { Format } from './format.ts'

/** Anthropic Messages: https://docs.claude.com/en/api/messages */
export const anthropic: Format = {
  wire: 'anthropic-messages',
  contentType: { unary: 'application/json', stream: 'text/event-stream; charset=utf-8' },

  key({ authorization, 'x-api-key': key }) {
    if (typeof key === 'string') return key
    return authorization?.startsWith('Bearer ') === true ? authorization.slice('Bearer '.length) : null
  },
  read: readAnthropic,
  answerId: (makeId) => makeId('msg_01', 22),
  callId: (makeId) => makeId('toolu_01', 22),
  renderAnswer: renderAnthropicAnswer,
  renderStream: renderAnthropicStream,
  renderFailure: renderAnthropicFailure,
  renderStreamFailure() {
    const error = { type: 'overloaded_error', message: 'Overloaded' }
    return `event: error\ndata: ${JSON.stringify({ type: 'error', error })}\n\n`
  },
  renderCount: (inputTokens) => ({ input_tokens: inputTokens }),
  renderModels(names) {
    const data = names.map(model)
    return { data, has_more: false, first_id: names[0] ?? null, last_id: names.at(-1) ?? null }
  },
  renderModel: model,
  headers: (requestId) => ({
    'request-id': requestId,
    'anthropic-organization-id': '00000000-0000-4000-8000-000000000000',
  }),
  limitHeaders: ({ limit, remaining, resetAtMs }) => ({
    'anthropic-ratelimit-requests-limit': String(limit),
    'anthropic-ratelimit-requests-remaining': String(remaining),
    'anthropic-ratelimit-requests-reset': new Date(resetAtMs).toISOString(),
  }),
}

function model(id: string) {
  return { type: 'model', id, display_name: `Simulated ${id}`, created_at: '2026-01-01T00:00:00Z' }
}
