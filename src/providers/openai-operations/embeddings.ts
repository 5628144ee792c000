import type { EmbeddingsAnswer, EmbeddingsRequest } from '../../core/embeddings.ts'
import type { JsonObject } from '../../core/json.ts'
import type { OperationCodec } from '../../core/operation.ts'
import type { EncodedRequest, EncodeTarget } from '../../core/provider.ts'
import { defined } from '../../wire/openai-chat.ts'
import { readInputUsage, readVectors } from '../../wire/openai-embeddings.ts'

/** https://platform.openai.com/docs/api-reference/embeddings/create */
export const embeddings: OperationCodec<EmbeddingsRequest, EmbeddingsAnswer> = {
  wire: 'openai-embeddings',
  path: () => '/embeddings',
  encode,
  decode: decodeEmbeddings,
}

function encode(request: EmbeddingsRequest, { model }: EncodeTarget): EncodedRequest {
  const { inputs, dimensions, encoding, user, purpose, extras } = request
  return {
    body: { model, input: inputs, encoding_format: encoding, ...defined({ dimensions, user }) },
    dropped: [...(purpose === undefined ? [] : ['purpose']), ...Object.keys(extras)],
  }
}

/** Also for those who answer in OpenAI's words to requests in their own. */
export function decodeEmbeddings(body: JsonObject, { inputs }: EmbeddingsRequest): EmbeddingsAnswer | null {
  const vectors = readVectors(body, inputs.length)
  if (vectors === null) return null
  const { model } = body
  return { vectors, model: typeof model === 'string' ? model : null, usage: readInputUsage(body) }
}
