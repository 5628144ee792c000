import { Failure } from '../failure.ts'
import { textAt } from '../formats/fields.ts'
import { seededRandom } from '../seeded.ts'
import { tokensOf } from '../text.ts'
import type { Service } from './service.ts'

/** Noise, a kilobyte for each character. https://platform.openai.com/docs/api-reference/audio/createSpeech */
export const speech: Service = {
  answer(body, { seed }) {
    const input = textAt(body, 'input')
    if (input === null || input === '')
      throw new Failure('invalid', "Missing required parameter: 'input'.", { param: 'input' })
    const random = seededRandom(`${seed} speech ${input}`)
    const pieces = Array.from({ length: input.length }, () =>
      Buffer.alloc(PIECE_BYTES, Math.floor(random() * 256)),
    )
    const contentType = TYPES[textAt(body, 'response_format') ?? 'mp3'] ?? 'application/octet-stream'
    return { body: {}, stream: { contentType, pieces }, tokens: tokensOf(input).length }
  },
}

const PIECE_BYTES = 1_024

const TYPES: Readonly<Partial<Record<string, string>>> = {
  mp3: 'audio/mpeg',
  wav: 'audio/wav',
  pcm: 'audio/pcm',
}
