import { isJsonObject, type JsonObject } from '../../core/json.ts'
import type { OperationAnswer, OperationDialect, OperationRequest } from '../../core/operation.ts'
import { unitsOf } from '../../core/usage.ts'
import { Fields } from '../openai-chat/fields.ts'

/** https://platform.openai.com/docs/api-reference/audio/createTranscription */
export const transcription: OperationDialect<OperationRequest, OperationAnswer> = {
  wire: 'openai-transcription',
  isForm: true,
  parse,
}

/** https://platform.openai.com/docs/api-reference/audio/createTranslation */
export const translation: OperationDialect<OperationRequest, OperationAnswer> = {
  wire: 'openai-translation',
  isForm: true,
  parse,
}

function parse(body: JsonObject): OperationRequest {
  const fields = new Fields(body, '')
  const { file } = body
  if (!isJsonObject(file) || typeof file.bytes !== 'number') throw fields.refuse('file', 'one file')
  const seconds = Math.ceil(file.bytes / BYTES_PER_SECOND)
  return {
    model: fields.required('model', fields.string('model') || undefined, 'a name'),
    texts: [fields.string('prompt') ?? ''],
    tokens: seconds * TOKENS_PER_SECOND,
    units: unitsOf({ seconds }),
    outputTokens: seconds * TOKENS_PER_SECOND,
    stream: body.stream === 'true',
  }
}

/** A low bit rate, so that the estimate errs high. */
const BYTES_PER_SECOND = 4_000
/** Of sound heard (`gpt-4o-transcribe`), and above what anybody says. */
const TOKENS_PER_SECOND = 10
