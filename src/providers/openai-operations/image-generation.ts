import type { OperationAnswer, OperationCodec, OperationRequest } from '../../core/operation.ts'
import { unitsOf } from '../../core/usage.ts'
import { readMediaUsage } from '../../wire/openai-media-usage.ts'

/** https://platform.openai.com/docs/api-reference/images/create · .../images-streaming */
export const imageGeneration: OperationCodec<OperationRequest, OperationAnswer> = {
  wire: 'openai-image-generation',
  path: () => '/images/generations',
  decode(body) {
    const { data } = body
    if (!Array.isArray(data)) return null
    return { model: null, usage: readMediaUsage(body, unitsOf({ images: data.length })) }
  },
  readFrame(body) {
    const isLast = typeof body.type === 'string' && body.type.endsWith('.completed')
    return { usage: isLast ? readMediaUsage(body, unitsOf({ images: 1 })) : null, isLast }
  },
}
