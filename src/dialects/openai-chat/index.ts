import type { Dialect } from '../../core/dialect.ts'
import { sseFrame } from '../../wire/sse.ts'
import { rerank } from '../cohere/rerank.ts'
import { embeddings } from '../openai-operations/embeddings.ts'
import { imageEdit } from '../openai-operations/image-edit.ts'
import { imageGeneration } from '../openai-operations/image-generation.ts'
import { moderation } from '../openai-operations/moderation.ts'
import { speech } from '../openai-operations/speech.ts'
import { transcription, translation } from '../openai-operations/transcription.ts'
import { parseRequest } from './parse.ts'
import { renderCompletion } from './render-completion.ts'
import { renderError, renderStreamError } from './render-error.ts'
import { ChatRenderer } from './render-stream.ts'

/** OpenAI's Chat Completions: https://platform.openai.com/docs/api-reference/chat */
export const openaiChat: Dialect = {
  wire: 'openai-chat',
  terminator: sseFrame('[DONE]'),
  parse: parseRequest,
  createRenderer: (context) => new ChatRenderer(context),
  renderCompletion,
  renderError,
  renderStreamError,
  operations: {
    embeddings,
    rerank,
    moderation,
    'image-generation': imageGeneration,
    'image-edit': imageEdit,
    speech,
    transcription,
    translation,
  },
}
