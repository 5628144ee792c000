import { isJsonObject, type JsonObject } from '../../core/json.ts'
import type { FailedReply, Fault } from '../../core/provider.ts'
import { geminiErrorCode, readGeminiError } from '../../wire/gemini-error.ts'
import { retryAfterHeaderMs } from '../../wire/retry-after.ts'

/** https://ai.google.dev/gemini-api/docs/troubleshooting */
export function classify(reply: FailedReply): Fault {
  const error = readGeminiError(reply.body ?? onlyElement(reply.text) ?? {})
  return {
    code: geminiErrorCode(reply.status, error),
    message: error === null || error.message === '' ? null : error.message,
    providerCode: error?.status ?? null,
    retryAfterMs: retryAfterHeaderMs(reply.headers) ?? error?.retryAfterMs ?? null,
  }
}

/** A streaming call without `alt=sse` fails with its error object in an array. */
function onlyElement(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text)
    const first: unknown = Array.isArray(value) ? value[0] : null
    return isJsonObject(first) ? first : null
  } catch {
    return null
  }
}
