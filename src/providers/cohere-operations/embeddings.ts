import type { EmbeddingPurpose, EmbeddingsAnswer, EmbeddingsRequest, Vector } from '../../core/embeddings.ts'
import type { JsonObject } from '../../core/json.ts'
import type { OperationCodec } from '../../core/operation.ts'
import type { EncodedRequest, EncodeTarget } from '../../core/provider.ts'
import { defined, objectOf } from '../../wire/openai-chat.ts'
import { readVector } from '../../wire/vector.ts'
import { usageIn } from './rerank.ts'

/** https://docs.cohere.com/reference/embed */
export const embeddings: OperationCodec<EmbeddingsRequest, EmbeddingsAnswer> = {
  wire: 'cohere-embed-v2',
  path: () => '/embed',
  takes: ({ inputs }) => inputs.length <= INPUTS_MAX && inputs.every((input) => typeof input === 'string'),
  encode,
  decode,
}

const INPUTS_MAX = 96

/** It insists on a purpose, and knows none that is for both sides of a comparison but clustering. */
function encode(request: EmbeddingsRequest, { model }: EncodeTarget): EncodedRequest {
  const { inputs, dimensions, encoding, purpose = 'document', user, extras } = request
  const { truncate, max_tokens, priority, ...others } = extras
  return {
    body: {
      model,
      texts: inputs,
      input_type: INPUT_TYPES[purpose],
      embedding_types: [encoding],
      ...defined({ output_dimension: dimensions, truncate, max_tokens, priority }),
    },
    dropped: [...(user === undefined ? [] : ['user']), ...Object.keys(others)],
  }
}

const INPUT_TYPES: Readonly<Record<EmbeddingPurpose, string>> = {
  query: 'search_query',
  document: 'search_document',
  classification: 'classification',
  clustering: 'clustering',
  similarity: 'clustering',
}

function decode(body: JsonObject, { inputs, encoding }: EmbeddingsRequest): EmbeddingsAnswer | null {
  const list = objectOf(body.embeddings)?.[encoding]
  if (!Array.isArray(list) || list.length !== inputs.length) return null
  const vectors: Vector[] = []
  for (const value of list) {
    const vector = readVector(value)
    if (vector === null) return null
    vectors.push(vector)
  }
  return { vectors, model: null, usage: usageIn(body) }
}
