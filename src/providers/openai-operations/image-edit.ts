import type { OperationAnswer, OperationCodec, OperationRequest } from '../../core/operation.ts'
import { imageGeneration } from './image-generation.ts'

/** Answered as images that are made from nothing. https://platform.openai.com/docs/api-reference/images/createEdit */
export const imageEdit: OperationCodec<OperationRequest, OperationAnswer> = {
  ...imageGeneration,
  wire: 'openai-image-edit',
  path: () => '/images/edits',
}
