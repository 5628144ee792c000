import type { JsonObject } from '../../core/json.ts'
import type { OperationAnswer, OperationCodec, OperationRequest } from '../../core/operation.ts'
import { type Usage, unitsOf, usageOf } from '../../core/usage.ts'
import { objectOf } from '../../wire/openai-chat.ts'
import { readMediaUsage } from '../../wire/openai-media-usage.ts'

/** https://platform.openai.com/docs/api-reference/audio/createTranscription */
export const transcription = heard('transcriptions', 'openai-transcription')

/** https://platform.openai.com/docs/api-reference/audio/createTranslation */
export const translation = heard('translations', 'openai-translation')

function heard(path: string, wire: string): OperationCodec<OperationRequest, OperationAnswer> {
  return {
    wire,
    path: () => `/audio/${path}`,
    decode: (body) => (typeof body.text === 'string' ? { model: null, usage: usageIn(body) } : null),
    // `text`, `srt` and `vtt` leave no room to say what was used.
    readText: () => ({ model: null, usage: null }),
    readFrame(body) {
      const isLast = body.type === 'transcript.text.done'
      return { usage: isLast ? usageIn(body) : null, isLast }
    },
  }
}

/** In tokens or in seconds, by the model; the oldest says the length of what it heard and no usage. */
function usageIn(body: JsonObject): Usage | null {
  const seconds = objectOf(body.usage)?.seconds ?? body.duration
  if (typeof seconds === 'number' && seconds > 0)
    return usageOf({ units: unitsOf({ seconds: Math.ceil(seconds) }) })
  return readMediaUsage(body)
}
