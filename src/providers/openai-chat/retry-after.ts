import type { JsonObject } from '../../core/json.ts'
import type { FailedReply } from '../../core/provider.ts'
import { objectOf, objectsOf, textOf } from '../../wire/openai-chat.ts'
import { headerText, retryAfterHeaderMs } from '../../wire/retry-after.ts'

/** When to try again, relative to now: from the headers, else from the body, else from its words. Null if unsaid. */
export function retryAfterMs(
  headers: FailedReply['headers'],
  error: JsonObject,
  message: string,
): number | null {
  return retryAfterHeaderMs(headers) ?? fromRateLimit(headers) ?? fromBody(error) ?? fromWords(message)
}

/** https://platform.openai.com/docs/guides/rate-limits: the limit that is used up is the one to wait for. */
function fromRateLimit(headers: FailedReply['headers']): number | null {
  const waits = ['requests', 'tokens']
    .filter((name) => headerText(headers, `x-ratelimit-remaining-${name}`) === '0')
    .map((name) => durationMs(headerText(headers, `x-ratelimit-reset-${name}`)))
    .filter((wait) => wait !== null)
  return waits.length === 0 ? null : Math.max(...waits)
}

/** `retry_after` in seconds (OpenRouter); `RetryInfo` (Gemini). */
function fromBody(error: JsonObject): number | null {
  const seconds = error.retry_after ?? objectOf(error.metadata)?.retry_after
  if (typeof seconds === 'number' && seconds >= 0) return Math.ceil(seconds * 1000)
  const delay = objectsOf(error.details)
    .map(({ retryDelay }) => textOf(retryDelay))
    .find((text) => text !== '')
  return delay === undefined ? null : durationMs(delay)
}

function fromWords(message: string): number | null {
  const found = /(?:try again|retry) (?:in|after) ((?:\d+(?:\.\d+)?\s?(?:ms|h|m|s(?:econds?)?)\s?)+)/i.exec(
    message,
  )
  return found === null ? null : durationMs(found[1] ?? '')
}

const UNITS_MS: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 }

/** `20ms`, `1.5s`, `6m0s`. Null for anything else. */
function durationMs(text: string): number | null {
  const pieces = [...text.matchAll(/(\d+(?:\.\d+)?)\s?(ms|h|m|s)/g)]
  if (pieces.length === 0) return null
  return Math.ceil(
    pieces.reduce((sum, [, count, unit]) => sum + Number(count) * (UNITS_MS[unit ?? ''] ?? 0), 0),
  )
}
