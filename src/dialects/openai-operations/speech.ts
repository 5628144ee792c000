import type { OperationAnswer, OperationDialect, OperationRequest } from '../../core/operation.ts'
import { unitsOf } from '../../core/usage.ts'
import { Fields } from '../openai-chat/fields.ts'

/** Its answer is sound, piece by piece as it is made. https://platform.openai.com/docs/api-reference/audio/createSpeech */
export const speech: OperationDialect<OperationRequest, OperationAnswer> = {
  wire: 'openai-speech',
  parse(body) {
    const fields = new Fields(body, '')
    const input = fields.required('input', fields.string('input') || undefined, 'a text that is not empty')
    return {
      model: fields.required('model', fields.string('model'), 'a string'),
      texts: [input, fields.string('instructions') ?? ''],
      tokens: 0,
      units: unitsOf({ characters: [...input].length }),
      outputTokens: Math.ceil(input.length * TOKENS_PER_CHARACTER),
      stream: true,
    }
  },
}

/** Speech has about 15 characters a second, and 20 tokens (`gpt-4o-mini-tts`). */
const TOKENS_PER_CHARACTER = 1.5
