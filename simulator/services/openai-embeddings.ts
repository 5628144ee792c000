import type { JsonObject, JsonValue } from '../../src/core/json.ts'
import { vectorToBase64 } from '../../src/wire/vector.ts'
import { Failure } from '../failure.ts'
import { isGiven, numberAt } from '../formats/fields.ts'
import { tokensOf } from '../text.ts'
import type { Service } from './service.ts'
import { DIMENSIONS, DIMENSIONS_MAX, vectorOf } from './vectors.ts'

/** https://platform.openai.com/docs/api-reference/embeddings/create */
export const openaiEmbeddings: Service = {
  answer(body, { seed, model }) {
    const inputs = inputsOf(body.input)
    const dimensions = isGiven(body.dimensions) ? dimensionsOf(body) : DIMENSIONS
    const isBase64 = body.encoding_format === 'base64'
    const tokens = inputs.reduce((sum, input) => sum + countOf(input), 0)
    const data = inputs.map((input, index) => {
      const vector = vectorOf(typeof input === 'string' ? input : input.join(' '), dimensions, seed)
      return { object: 'embedding', index, embedding: isBase64 ? vectorToBase64(vector) : vector }
    })
    return {
      body: { object: 'list', data, model, usage: { prompt_tokens: tokens, total_tokens: tokens } },
      tokens,
    }
  },
}

type Input = string | readonly number[]

function inputsOf(value: JsonValue | undefined): readonly Input[] {
  if (!isGiven(value)) {
    throw new Failure('invalid', "Missing required parameter: 'input'.", {
      param: 'input',
      code: 'missing_required_parameter',
    })
  }
  if (isInput(value)) return [value]
  if (Array.isArray(value) && value.length > 0 && value.length <= INPUTS_MAX && value.every(isInput))
    return value
  throw new Failure('invalid', "'$.input' is invalid.", { param: 'input' })
}

const INPUTS_MAX = 2_048

function isInput(value: JsonValue | undefined): value is Input {
  if (typeof value === 'string') return value !== ''
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'number')
}

function dimensionsOf(body: JsonObject): number {
  const dimensions = numberAt(body, 'dimensions')
  if (dimensions !== null && dimensions >= 1 && dimensions <= DIMENSIONS_MAX) return Math.floor(dimensions)
  throw new Failure('invalid', `'dimensions' must be from 1 to ${DIMENSIONS_MAX}.`, { param: 'dimensions' })
}

function countOf(input: Input): number {
  return typeof input === 'string' ? tokensOf(input).length : input.length
}
