import type { OperationCodecs } from '../../core/operation.ts'
import { embeddings } from './embeddings.ts'
import { imageEdit } from './image-edit.ts'
import { imageGeneration } from './image-generation.ts'
import { moderation } from './moderation.ts'
import { rerank } from './rerank.ts'
import { speech } from './speech.ts'
import { transcription, translation } from './transcription.ts'

/** All that OpenAI's API has beside chat. */
export const OPENAI_OPERATIONS: OperationCodecs = {
  embeddings,
  moderation,
  'image-generation': imageGeneration,
  'image-edit': imageEdit,
  speech,
  transcription,
  translation,
}

/** What most have who imitate it and serve models of many kinds. */
export const EMBEDDINGS_ALONE: OperationCodecs = { embeddings }

/** And what those have who imitate all of it. */
export const COMPATIBLE_OPERATIONS: OperationCodecs = { ...OPENAI_OPERATIONS, rerank }
