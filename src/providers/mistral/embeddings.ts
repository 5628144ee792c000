import type { EmbeddingsAnswer, EmbeddingsRequest } from '../../core/embeddings.ts'
import type { OperationCodec } from '../../core/operation.ts'
import { defined } from '../../wire/openai-chat.ts'
import { decodeEmbeddings } from '../openai-operations/embeddings.ts'

/** OpenAI's, but that it takes texts alone and calls the dimensions something else. https://docs.mistral.ai/api/endpoint/embeddings */
export const embeddings: OperationCodec<EmbeddingsRequest, EmbeddingsAnswer> = {
  wire: 'mistral-embeddings',
  path: () => '/embeddings',
  takes: ({ inputs }) => inputs.every((input) => typeof input === 'string'),
  encode({ inputs, dimensions, encoding, purpose, user, extras }, { model }) {
    const { output_dtype, ...others } = extras
    return {
      body: {
        model,
        input: inputs,
        encoding_format: encoding,
        ...defined({ output_dimension: dimensions, output_dtype }),
      },
      dropped: [
        ...(purpose === undefined ? [] : ['purpose']),
        ...(user === undefined ? [] : ['user']),
        ...Object.keys(others),
      ],
    }
  },
  decode: decodeEmbeddings,
}
