import { Failure } from '../failure.ts'
import { textAt } from '../formats/fields.ts'
import { tokensOf } from '../text.ts'
import type { Service } from './service.ts'

/** One pixel for any prompt, or a stream of it. https://platform.openai.com/docs/api-reference/images/create */
export const images: Service = {
  answer(body) {
    const prompt = textAt(body, 'prompt')
    if (prompt === null)
      throw new Failure('invalid', "Missing required parameter: 'prompt'.", { param: 'prompt' })
    const count = Number(body.n ?? 1)
    const inputTokens = tokensOf(prompt).length
    const usage = usageOf(inputTokens, count)
    const answer = { body: { created: 1_767_225_600, data: listOf(count), usage }, tokens: inputTokens }
    if (String(body.stream) !== 'true') return answer
    const partials = Array.from({ length: Number(body.partial_images ?? 0) }, (_, place) =>
      event('image_generation.partial_image', { b64_json: PIXEL, partial_image_index: place }),
    )
    const last = event('image_generation.completed', { b64_json: PIXEL, usage: usageOf(inputTokens, 1) })
    return { ...answer, stream: { contentType: 'text/event-stream', pieces: [...partials, last] } }
  },
}

const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const TOKENS_PER_IMAGE = 1_056

function listOf(count: number) {
  return Array.from({ length: count }, () => ({ b64_json: PIXEL }))
}

function usageOf(inputTokens: number, count: number) {
  const outputTokens = TOKENS_PER_IMAGE * count
  return {
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    input_tokens_details: { text_tokens: inputTokens, image_tokens: 0 },
  }
}

function event(type: string, fields: object): Buffer {
  return Buffer.from(`event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`)
}
