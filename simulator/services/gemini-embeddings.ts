import { isJsonObject, type JsonObject } from '../../src/core/json.ts'
import { Failure } from '../failure.ts'
import { listAt, numberAt, objectAt, textAt } from '../formats/fields.ts'
import { tokensOf } from '../text.ts'
import type { Service, ServiceContext } from './service.ts'
import { DIMENSIONS, vectorOf } from './vectors.ts'

/** https://ai.google.dev/api/embeddings#method:-models.embedcontent */
export const geminiEmbedContent: Service = {
  answer(body, context) {
    const { values, tokens } = embed(body, context)
    return { body: { embedding: { values }, usageMetadata: { promptTokenCount: tokens } }, tokens }
  },
}

/** https://ai.google.dev/api/embeddings#method:-models.batchembedcontents */
export const geminiBatchEmbedContents: Service = {
  answer(body, context) {
    const requests = listAt(body, 'requests') ?? []
    if (requests.length === 0 || requests.length > BATCH_MAX)
      throw new Failure('invalid', `* BatchEmbedContentsRequest.requests: 1 to ${BATCH_MAX} are allowed`)
    const embedded = requests.map((request) => embed(isJsonObject(request) ? request : {}, context))
    const tokens = embedded.reduce((sum, each) => sum + each.tokens, 0)
    const embeddings = embedded.map(({ values }) => ({ values }))
    return { body: { embeddings, usageMetadata: { promptTokenCount: tokens } }, tokens }
  },
}

const BATCH_MAX = 100

function embed(body: JsonObject, { seed }: ServiceContext) {
  const parts = listAt(objectAt(body, 'content') ?? {}, 'parts') ?? []
  const text = parts.map((part) => (isJsonObject(part) ? (textAt(part, 'text') ?? '') : '')).join('')
  if (text === '') throw new Failure('invalid', '* EmbedContentRequest.content: contents is not specified')
  const values = vectorOf(text, numberAt(body, 'outputDimensionality') ?? DIMENSIONS, seed)
  return { values, tokens: tokensOf(text).length }
}
