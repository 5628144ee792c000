import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts'
import type { EncodedRequest } from '../../core/provider.ts'

/** What the Gemini API takes and Vertex refuses: ids of calls, which are matched in order there, and a service tier. */
export function forVertex({ body, dropped, ...rest }: EncodedRequest): EncodedRequest {
  const { serviceTier, contents, ...fields } = body
  return {
    ...rest,
    body: { ...fields, contents: objectsOf(contents).map(withoutIds) },
    dropped: serviceTier === undefined ? dropped : [...dropped, 'serviceTier'],
  }
}

function withoutIds(content: JsonObject): JsonObject {
  const parts = objectsOf(content.parts).map((part): JsonObject => {
    const { functionCall, functionResponse } = part
    if (isJsonObject(functionCall)) return { ...part, functionCall: withoutId(functionCall) }
    if (isJsonObject(functionResponse)) return { ...part, functionResponse: withoutId(functionResponse) }
    return part
  })
  return { ...content, parts }
}

function withoutId({ id: _id, ...rest }: JsonObject): JsonObject {
  return rest
}

function objectsOf(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : []
}
