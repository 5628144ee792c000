import type { Dialect } from '../../core/dialect.ts'
import { sseFrame } from '../../wire/sse.ts'
import { parse, parseTokenCount } from './parse.ts'
import { renderCompletion } from './render-completion.ts'
import { renderError, renderStreamError } from './render-error.ts'
import { AnthropicStreamRenderer } from './stream-renderer.ts'

/** Anthropic's Messages API: https://platform.claude.com/docs/en/api/messages */
export const anthropicMessages: Dialect = {
  wire: 'anthropic-messages',
  terminator: sseFrame('{"type":"message_stop"}', 'message_stop'),
  parse,
  parseTokenCount,
  createRenderer: (context) => new AnthropicStreamRenderer(context),
  renderCompletion,
  renderError,
  renderStreamError,
  renderTokenCount: (inputTokens) => ({ input_tokens: inputTokens }),
}
