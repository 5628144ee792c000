import { isJsonObject, parseJsonObject } from '../core/json.ts'
import { tokenCount, type Usage, usageOf } from '../core/usage.ts'
import { objectOf } from './openai-chat.ts'

const DONE = Buffer.from('"response.done"')

/**
 * The usage of one response, from the event that ends it; null for every other event.
 * https://platform.openai.com/docs/api-reference/realtime-server-events/response/done
 */
export function readRealtimeUsage(message: Buffer): Usage | null {
  // Most events are pieces of sound, and need not be parsed for this.
  if (!message.includes(DONE)) return null
  const event = parseJsonObject(message.toString('utf8'))
  if (event?.type !== 'response.done' || !isJsonObject(event.response)) return null
  const usage = objectOf(event.response.usage)
  if (usage === null) return null
  const input = objectOf(usage.input_token_details)
  const output = objectOf(usage.output_token_details)
  return usageOf({
    inputTokens: tokenCount(usage.input_tokens),
    outputTokens: tokenCount(usage.output_tokens),
    cacheReadTokens: tokenCount(input?.cached_tokens),
    audioInputTokens: tokenCount(input?.audio_tokens),
    imageInputTokens: tokenCount(input?.image_tokens),
    audioOutputTokens: tokenCount(output?.audio_tokens),
  })
}
