import {
  type EmbeddingInput,
  type EmbeddingPurpose,
  type EmbeddingsAnswer,
  type EmbeddingsRequest,
  type Vector,
  type VectorEncoding,
} from '../../core/embeddings.ts'
import type { JsonObject, JsonValue } from '../../core/json.ts'
import type { AnswerContext, OperationDialect } from '../../core/operation.ts'
import { defined } from '../../wire/openai-chat.ts'
import { vectorFromBase64, vectorToBase64 } from '../../wire/vector.ts'
import { Fields, invalid } from '../openai-chat/fields.ts'

/** https://platform.openai.com/docs/api-reference/embeddings/create */
export const embeddings: OperationDialect<EmbeddingsRequest, EmbeddingsAnswer> = {
  wire: 'openai-embeddings',
  parse,
  // Some who imitate OpenAI's API do not know `encoding_format`, and its SDKs decode what they have asked for.
  isAsAsked: ({ vectors }, { encoding }) =>
    vectors.every((vector) => (typeof vector === 'string') === (encoding === 'base64')),
  render,
}

/** OpenAI's own maximum, and above that of all others. */
const INPUTS_MAX = 2_048

function parse(body: JsonObject): EmbeddingsRequest {
  const fields = new Fields(body, '')
  const model = fields.required('model', fields.string('model'), 'a string')
  const inputs = inputsOf(fields.take('input'))
  const dimensions = fields.count('dimensions')
  return {
    model,
    inputs,
    encoding: encodingOf(fields),
    ...defined({ user: fields.string('user'), dimensions, purpose: purposeOf(fields) }),
    texts: inputs.filter((input) => typeof input === 'string'),
    tokens: inputs.reduce((sum, input) => sum + (typeof input === 'string' ? 0 : input.length), 0),
    extras: fields.rest() ?? {},
  }
}

/** A text, its tokens, or a list of either. */
function inputsOf(value: JsonValue | undefined): readonly EmbeddingInput[] {
  if (typeof value === 'string') return [textOf(value, 'input')]
  if (isTokens(value)) return [value]
  if (!Array.isArray(value) || value.length === 0 || value.length > INPUTS_MAX)
    throw invalid('input', `a text, its tokens, or a list of 1 to ${INPUTS_MAX} of either`, value)
  return value.map((item, place) => {
    const path = `input[${place}]`
    if (typeof item === 'string') return textOf(item, path)
    if (isTokens(item)) return item
    throw invalid(path, 'a text or its tokens', item)
  })
}

function textOf(text: string, path: string): string {
  if (text === '') throw invalid(path, 'a text that is not empty', text)
  return text
}

function isTokens(value: JsonValue | undefined): value is readonly number[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => Number.isSafeInteger(item))
}

function encodingOf(fields: Fields): VectorEncoding {
  const said = fields.string('encoding_format') ?? 'float'
  if (said === 'float' || said === 'base64') return said
  throw fields.refuse('encoding_format', 'float or base64')
}

/** Not OpenAI's own: OpenRouter's and LiteLLM's, in the words of the models that tell the purposes apart. */
function purposeOf(fields: Fields): EmbeddingPurpose | undefined {
  const said = fields.string('input_type')
  if (said === undefined) return undefined
  const purpose = PURPOSES[said]
  if (purpose === undefined) throw fields.refuse('input_type', `one of ${Object.keys(PURPOSES).join(', ')}`)
  return purpose
}

const PURPOSES: Readonly<Partial<Record<string, EmbeddingPurpose>>> = {
  query: 'query',
  search_query: 'query',
  document: 'document',
  search_document: 'document',
  passage: 'document',
  classification: 'classification',
  clustering: 'clustering',
  similarity: 'similarity',
  semantic_similarity: 'similarity',
}

function render(
  { vectors, usage }: EmbeddingsAnswer,
  { request, model }: AnswerContext<EmbeddingsRequest>,
): JsonObject {
  const tokens = usage?.inputTokens ?? 0
  return {
    object: 'list',
    data: vectors.map((vector, index) => ({
      object: 'embedding',
      index,
      embedding: inEncoding(vector, request.encoding),
    })),
    model,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  }
}

function inEncoding(vector: Vector, encoding: VectorEncoding): Vector {
  if (encoding === 'base64') return typeof vector === 'string' ? vector : vectorToBase64(vector)
  return typeof vector === 'string' ? vectorFromBase64(vector) : vector
}
