import type { Dialect } from '../../core/dialect.ts'
import { renderError } from '../openai-chat/render-error.ts'
import { parseRequest } from './parse.ts'
import { renderCompletion, renderPending } from './render-completion.ts'
import { renderStreamError } from './render-error.ts'
import { ResponsesRenderer } from './stream-renderer.ts'

/** OpenAI's Responses: https://platform.openai.com/docs/api-reference/responses */
export const openaiResponses: Dialect = {
  wire: 'openai-responses',
  terminator: '',
  parse: parseRequest,
  createRenderer: (context) => new ResponsesRenderer(context),
  renderCompletion,
  renderPending,
  renderError,
  renderStreamError,
}
