import type { JsonValue } from '../../core/json.ts'
import { isJsonObject } from '../../core/json.ts'
import type { OperationAnswer, OperationDialect, OperationRequest } from '../../core/operation.ts'
import { Fields, invalid } from '../openai-chat/fields.ts'

/** https://platform.openai.com/docs/api-reference/moderations/create */
export const moderation: OperationDialect<OperationRequest, OperationAnswer> = {
  wire: 'openai-moderation',
  parse(body) {
    const fields = new Fields(body, '')
    const model = fields.string('model') ?? 'omni-moderation-latest'
    return { model, texts: textsOf(fields.take('input')), tokens: 0 }
  },
}

function textsOf(input: JsonValue | undefined): readonly string[] {
  const list = Array.isArray(input) ? input : [input]
  const texts = list.filter((item) => typeof item === 'string')
  const isKnown = list.every((item) => typeof item === 'string' || isJsonObject(item))
  if (list.length === 0 || !isKnown) throw invalid('input', 'a text, or a list of texts or parts', input)
  return [
    ...texts,
    ...list.flatMap((item) => (isJsonObject(item) && typeof item.text === 'string' ? [item.text] : [])),
  ]
}
