import type { OperationAnswer, OperationDialect, OperationRequest } from '../../core/operation.ts'
import { unitsOf } from '../../core/usage.ts'
import { defined } from '../../wire/openai-chat.ts'
import { Fields } from '../openai-chat/fields.ts'

/** https://platform.openai.com/docs/api-reference/images/create */
export const imageGeneration: OperationDialect<OperationRequest, OperationAnswer> = {
  wire: 'openai-image-generation',
  parse(body) {
    const fields = new Fields(body, '')
    const images = fields.count('n') ?? 1
    return {
      model: fields.required('model', fields.string('model'), 'a string'),
      texts: [fields.required('prompt', fields.string('prompt'), 'a string')],
      tokens: 0,
      units: unitsOf({ images }),
      outputTokens: images * TOKENS_PER_IMAGE,
      stream: fields.boolean('stream') ?? false,
      ...defined({ user: fields.string('user') }),
    }
  },
}

/** The dearest of `gpt-image-1`: 1536 pixels by 1024 at high quality. */
export const TOKENS_PER_IMAGE = 6_240
