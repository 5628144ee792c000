import type { JsonObject } from '../core/json.ts'
import { tokenCount, type Units, type Usage, usageOf } from '../core/usage.ts'
import { objectOf } from './openai-chat.ts'

/**
 * `usage` as OpenAI's endpoints for images and sound write it, with what it says of their kinds of token. Null where it
 * counts no tokens. https://platform.openai.com/docs/api-reference/images/object
 */
export function readMediaUsage({ usage }: JsonObject, units?: Units): Usage | null {
  const said = objectOf(usage)
  const inputTokens = tokenCount(said?.input_tokens)
  const outputTokens = tokenCount(said?.output_tokens)
  if (inputTokens + outputTokens === 0) return units === undefined ? null : usageOf({ units })
  const input = objectOf(said?.input_tokens_details) ?? objectOf(said?.input_token_details)
  const output = objectOf(said?.output_tokens_details)
  return usageOf({
    inputTokens,
    outputTokens,
    imageInputTokens: tokenCount(input?.image_tokens),
    audioInputTokens: tokenCount(input?.audio_tokens),
    imageOutputTokens: tokenCount(output?.image_tokens),
    ...(units === undefined ? {} : { units }),
  })
}
