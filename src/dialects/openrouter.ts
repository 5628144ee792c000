import type { Account, Dialect } from '../core/dialect.ts'
import { isJsonObject, type JsonObject, type JsonValue, parseJsonObject } from '../core/json.ts'
import { nanosToUsd } from '../core/money.ts'
import { parseRequest } from './openai-chat/parse.ts'
import { openaiChat } from './openai-chat/index.ts'

/**
 * Chat Completions as OpenRouter gives them: usage is always reported, with what it cost, and an answer says which
 * provider gave it. https://openrouter.ai/docs/api/reference/overview
 */
export const openRouterChat: Dialect = {
  ...openaiChat,
  parse: (body, inPath) => ({ ...parseRequest(body, inPath), includeUsage: true }),
  account,
}

/** A whole answer, or the last pieces of a stream, of which one is the report of usage. */
function account(piece: Buffer, { provider, billedNanos, costNanos }: Account): Buffer {
  const spent = { cost: usd(billedNanos), is_byok: false, cost_details: costDetails(usd(costNanos)) }
  const text = piece.toString('utf8')
  const whole = parseJsonObject(text)
  if (whole !== null) return Buffer.from(JSON.stringify(accounted(whole, provider, spent)))
  const lines = text.split('\n').map((line) => {
    const chunk = line.startsWith('data: {') ? parseJsonObject(line.slice('data: '.length)) : null
    return chunk === null ? line : `data: ${JSON.stringify(accounted(chunk, provider, spent))}`
  })
  return Buffer.from(lines.join('\n'))
}

/** What the upstream says of itself, where it is OpenRouter, gives way: here the caller pays this gateway. */
function accounted(answer: JsonObject, provider: string, spent: JsonObject): JsonObject {
  const { choices, usage } = answer
  return {
    ...answer,
    provider,
    ...(Array.isArray(choices) ? { choices: choices.map(withNativeReason) } : {}),
    ...(isJsonObject(usage) ? { usage: { ...usage, ...spent } } : {}),
  }
}

function withNativeReason(choice: JsonValue): JsonValue {
  if (!isJsonObject(choice) || 'native_finish_reason' in choice) return choice
  return { ...choice, native_finish_reason: choice.finish_reason ?? null }
}

/** What the providers charged for all attempts, which is not to be added to `cost`. */
function costDetails(cost: number | null): JsonObject {
  return {
    upstream_inference_cost: cost,
    upstream_inference_prompt_cost: null,
    upstream_inference_completions_cost: null,
  }
}

function usd(nanos: number | null): number | null {
  return nanos === null ? null : nanosToUsd(nanos)
}
