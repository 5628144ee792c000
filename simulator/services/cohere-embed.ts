import { vectorToBase64 } from '../../src/wire/vector.ts'
import { Failure } from '../failure.ts'
import { listAt, numberAt, textAt, textsOf } from '../formats/fields.ts'
import { tokensOf } from '../text.ts'
import type { Service } from './service.ts'
import { DIMENSIONS, vectorOf } from './vectors.ts'

/** https://docs.cohere.com/reference/embed */
export const cohereEmbed: Service = {
  answer(body, { seed }) {
    const texts = textsOf(listAt(body, 'texts') ?? [])
    if (texts.length === 0) throw new Failure('invalid', 'invalid request: texts must be given')
    if (texts.length > TEXTS_MAX)
      throw new Failure('invalid', `invalid request: at most ${TEXTS_MAX} texts are allowed`)
    if (textAt(body, 'input_type') === null)
      throw new Failure('invalid', 'invalid request: valid input_type must be provided')
    const dimensions = numberAt(body, 'output_dimension') ?? DIMENSIONS
    const vectors = texts.map((text) => vectorOf(text, dimensions, seed))
    const types = new Set(textsOf(body.embedding_types))
    const tokens = texts.reduce((sum, text) => sum + tokensOf(text).length, 0)
    return {
      body: {
        id: 'embed',
        embeddings: {
          ...(types.has('float') ? { float: vectors } : {}),
          ...(types.has('base64') ? { base64: vectors.map(vectorToBase64) } : {}),
        },
        texts,
        meta: { api_version: { version: '2' }, billed_units: { input_tokens: tokens } },
      },
      tokens,
    }
  },
}

const TEXTS_MAX = 96
