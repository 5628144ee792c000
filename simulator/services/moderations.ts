import { Failure } from '../failure.ts'
import { isGiven, textsOf } from '../formats/fields.ts'
import { tokensOf } from '../text.ts'
import type { Service } from './service.ts'

/** Flags what speaks of violence. https://platform.openai.com/docs/api-reference/moderations/create */
export const moderations: Service = {
  answer(body, { model }) {
    if (!isGiven(body.input))
      throw new Failure('invalid', "Missing required parameter: 'input'.", { param: 'input' })
    const texts = textsOf(body.input)
    const results = texts.map((text) => {
      const isFlagged = /\b(?:kill|bomb)\b/i.test(text)
      return {
        flagged: isFlagged,
        categories: { violence: isFlagged },
        category_scores: { violence: isFlagged ? 0.98 : 0.01 },
        category_applied_input_types: { violence: isFlagged ? ['text'] : [] },
      }
    })
    const tokens = texts.reduce((sum, text) => sum + tokensOf(text).length, 0)
    return { body: { id: 'modr-1', model, results }, tokens }
  },
}
