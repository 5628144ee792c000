import type { OperationAnswer, OperationCodec, OperationRequest } from '../../core/operation.ts'
import { usageOf } from '../../core/usage.ts'
import { readMediaUsage } from '../../wire/openai-media-usage.ts'

/** Sound, or events with `stream_format: sse`. https://platform.openai.com/docs/api-reference/audio/createSpeech */
export const speech: OperationCodec<OperationRequest, OperationAnswer> = {
  wire: 'openai-speech',
  path: () => '/audio/speech',
  decode: () => null,
  readFrame(body, request) {
    const isLast = body.type === 'speech.audio.done'
    return { usage: isLast ? readMediaUsage(body, request.units) : null, isLast }
  },
  readBytes: ({ units }) => ({ model: null, usage: units === undefined ? null : usageOf({ units }) }),
}
