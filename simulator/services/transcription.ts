import { Failure } from '../failure.ts'
import { numberAt } from '../formats/fields.ts'
import type { Service } from './service.ts'

/** Hears how long a sound is, and no more. https://platform.openai.com/docs/api-reference/audio/createTranscription */
export const transcription: Service = {
  answer(body) {
    const length = numberAt(body, 'file')
    if (length === null)
      throw new Failure('invalid', "Missing required parameter: 'file'.", { param: 'file' })
    const text = `A sound of ${length} bytes.`
    const plain = { text, usage: { type: 'duration', seconds: SECONDS } }
    if (body.stream === 'true') {
      const usage = { type: 'tokens', input_tokens: TOKENS, output_tokens: 6, total_tokens: TOKENS + 6 }
      const pieces = [
        event({ type: 'transcript.text.delta', delta: text }),
        event({ type: 'transcript.text.done', text, usage }),
      ]
      return { body: plain, stream: { contentType: 'text/event-stream', pieces }, tokens: TOKENS }
    }
    if (body.response_format !== 'text') return { body: plain, tokens: TOKENS }
    const stream = { contentType: 'text/plain; charset=utf-8', pieces: [Buffer.from(`${text}\n`)] }
    return { body: plain, stream, tokens: TOKENS }
  },
}

const SECONDS = 3
const TOKENS = 30

function event(fields: object): Buffer {
  return Buffer.from(`data: ${JSON.stringify(fields)}\n\n`)
}
