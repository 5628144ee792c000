import type { Format } from './format.ts'
import { openaiChat } from './openai-chat.ts'
import { renderResponsesAnswer, renderResponsesStream } from './openai-responses-answer.ts'
import { readOpenaiResponses } from './openai-responses-request.ts'

/** OpenAI Responses: https://platform.openai.com/docs/api-reference/responses. Nothing is stored. */
export const openaiResponses: Format = {
  ...openaiChat,
  wire: 'openai-responses',
  read: readOpenaiResponses,
  answerId: (makeId) => makeId('resp_', 48),
  renderAnswer: renderResponsesAnswer,
  renderStream: renderResponsesStream,
  renderStreamFailure() {
    const message = 'The server had an error while processing your request. Sorry about that!'
    const error = { type: 'server_error', code: 'server_error', message, param: null }
    const event = { type: 'error', sequence_number: 0, code: 'server_error', message, param: null, error }
    return `event: error\ndata: ${JSON.stringify(event)}\n\n`
  },
}
