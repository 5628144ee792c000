import type { Completion } from '../../core/collect.ts'
import type { RenderContext } from '../../core/dialect.ts'
import { isJsonObject, type JsonObject } from '../../core/json.ts'
import { itemId } from '../../wire/openai-responses.ts'
import { type ItemContext, renderPart } from './render-items.ts'
import { BEGUN, endOf, responseObject } from './response-object.ts'

/** https://platform.openai.com/docs/api-reference/responses/object. The format has no room for a second choice. */
export function renderCompletion(completion: Completion, context: RenderContext): JsonObject {
  const choice = completion.choices[0]
  const items = itemContext(context)
  const parts = choice?.parts ?? []
  const firstText = parts.findIndex(({ type }) => type === 'text')
  const output = parts.flatMap((part, index) =>
    renderPart(part, items, null, index === firstText ? (choice?.logprobs ?? []) : []),
  )
  const progress = { ...BEGUN, model: completion.model, output, usage: completion.usage }
  return responseObject({ ...progress, ...endOf(choice?.finish?.reason ?? 'error') }, context)
}

export function itemContext({ exchangeId, echo, excludeReasoning }: RenderContext): ItemContext {
  const asked = isJsonObject(echo?.reasoning) ? echo.reasoning : {}
  let items = 0
  return {
    newId: (prefix) => itemId(prefix, exchangeId, items++),
    asksSummary: (asked.summary ?? asked.generate_summary ?? null) !== null,
    excludeReasoning,
  }
}

/** A response that nobody has begun to answer. */
export function renderPending(context: RenderContext): JsonObject {
  return responseObject({ ...BEGUN, status: 'queued' }, context)
}
