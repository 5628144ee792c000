import type { OperationAnswer, OperationDialect, OperationRequest } from '../../core/operation.ts'
import { unitsOf } from '../../core/usage.ts'
import { defined } from '../../wire/openai-chat.ts'
import { Fields } from '../openai-chat/fields.ts'
import { TOKENS_PER_IMAGE } from './image-generation.ts'

/** https://platform.openai.com/docs/api-reference/images/createEdit */
export const imageEdit: OperationDialect<OperationRequest, OperationAnswer> = {
  wire: 'openai-image-edit',
  isForm: true,
  parse(body) {
    const fields = new Fields(body, '')
    const images = countOf(fields)
    const sources = [body.image, body['image[]']].flat().filter((source) => source !== undefined).length
    if (sources === 0) throw fields.refuse('image', 'at least one file')
    return {
      model: fields.required('model', fields.string('model') || undefined, 'a name'),
      texts: [fields.required('prompt', fields.string('prompt'), 'a text')],
      tokens: sources * TOKENS_PER_IMAGE,
      units: unitsOf({ images }),
      outputTokens: images * TOKENS_PER_IMAGE,
      stream: body.stream === 'true',
      ...defined({ user: fields.string('user') }),
    }
  },
}

function countOf(fields: Fields): number {
  const count = Number(fields.string('n') ?? 1)
  if (Number.isSafeInteger(count) && count >= 1) return count
  throw fields.refuse('n', 'a whole number above zero')
}
