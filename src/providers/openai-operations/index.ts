import type { OperationCodecs } from '../../core/operation.ts'
import { embeddings } from './embeddings.ts'

/** All that OpenAI's API has beside chat. */
export const OPENAI_OPERATIONS: OperationCodecs = { embeddings }
