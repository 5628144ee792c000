import type { EmbeddingPurpose, EmbeddingsAnswer, EmbeddingsRequest, Vector } from '../../core/embeddings.ts'
import type { JsonObject } from '../../core/json.ts'
import type { OperationCodec } from '../../core/operation.ts'
import type { EncodedRequest, EncodeTarget } from '../../core/provider.ts'
import { readGeminiUsage } from '../../wire/gemini-usage.ts'
import { defined, objectOf, objectsOf } from '../../wire/openai-chat.ts'
import { readVector } from '../../wire/vector.ts'
import { modelPath } from './model.ts'

/** One text goes the same way as several. https://ai.google.dev/api/embeddings#method:-models.batchembedcontents */
export const embeddings: OperationCodec<EmbeddingsRequest, EmbeddingsAnswer> = {
  wire: 'gemini-embeddings',
  path: (model) => `/${modelPath(model)}:batchEmbedContents`,
  takes: ({ inputs }) => inputs.length <= INPUTS_MAX && inputs.every((input) => typeof input === 'string'),
  encode,
  decode,
}

/** "at most 100 requests can be in one batch". */
const INPUTS_MAX = 100

function encode(request: EmbeddingsRequest, target: EncodeTarget): EncodedRequest {
  const { inputs, dimensions, purpose, user, extras } = request
  const settings = defined({
    outputDimensionality: dimensions,
    taskType: purpose === undefined ? undefined : TASK_TYPES[purpose],
  })
  const model = modelPath(target.model)
  return {
    // `takes` has seen that there are texts only.
    body: {
      requests: inputs.map((input) => ({
        model,
        content: { parts: [{ text: String(input) }] },
        ...settings,
      })),
    },
    dropped: [...(user === undefined ? [] : ['user']), ...Object.keys(extras)],
  }
}

const TASK_TYPES: Readonly<Record<EmbeddingPurpose, string>> = {
  query: 'RETRIEVAL_QUERY',
  document: 'RETRIEVAL_DOCUMENT',
  classification: 'CLASSIFICATION',
  clustering: 'CLUSTERING',
  similarity: 'SEMANTIC_SIMILARITY',
}

/** Models before `gemini-embedding-2` report no usage. */
function decode(body: JsonObject, { inputs }: EmbeddingsRequest): EmbeddingsAnswer | null {
  const vectors: Vector[] = []
  for (const { values } of objectsOf(body.embeddings)) {
    const vector = readVector(values)
    if (vector === null) return null
    vectors.push(vector)
  }
  if (vectors.length !== inputs.length) return null
  const metadata = objectOf(body.usageMetadata)
  return { vectors, model: null, usage: metadata === null ? null : readGeminiUsage(metadata) }
}
