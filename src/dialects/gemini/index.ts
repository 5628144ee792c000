import type { Dialect } from '../../core/dialect.ts'
import { parse, parseTokenCount } from './parse.ts'
import { renderCompletion } from './render-completion.ts'
import { renderError, renderStreamError } from './render-error.ts'
import { GeminiRenderer } from './stream-renderer.ts'

/** Google's Gemini API, and Vertex AI's, which is the same in its bodies: https://ai.google.dev/api/generate-content */
export const gemini: Dialect = {
  wire: 'gemini',
  // The end of the bytes is the only one that Gemini has.
  terminator: '',
  parse,
  parseTokenCount,
  createRenderer: (context) => new GeminiRenderer(context),
  renderCompletion,
  renderError,
  renderStreamError,
  renderTokenCount: (inputTokens) => ({ totalTokens: inputTokens }),
}
