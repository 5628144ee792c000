import type { Dialect } from '../../core/dialect.ts'
import { sseFrame } from '../../wire/sse.ts'
import { renderError, renderStreamError } from '../openai-chat/render-error.ts'
import { parse } from './parse.ts'
import { renderCompletion } from './render-completion.ts'
import { TextRenderer } from './stream-renderer.ts'

/** OpenAI's older text completions, asked of chat models: https://platform.openai.com/docs/api-reference/completions */
export const openaiCompletions: Dialect = {
  wire: 'openai-completions',
  terminator: sseFrame('[DONE]'),
  parse,
  createRenderer: (context) => new TextRenderer(context),
  renderCompletion,
  renderError,
  renderStreamError,
}
