import type { OperationCodecs } from '../../core/operation.ts'
import { embeddings } from './embeddings.ts'
import { rerank } from './rerank.ts'

/** All that OpenAI's API has beside chat. */
export const OPENAI_OPERATIONS: OperationCodecs = { embeddings }

/** And what those have who imitate it. */
export const COMPATIBLE_OPERATIONS: OperationCodecs = { ...OPENAI_OPERATIONS, rerank }
