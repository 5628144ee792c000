import type { PathFields } from '../../core/dialect.ts'
import { GatewayError } from '../../core/error.ts'
import type { JsonObject, JsonValue } from '../../core/json.ts'
import type { ChatRequest } from '../../core/request.ts'
import { Fields, invalid } from '../openai-chat/fields.ts'
import { parseRequest } from '../openai-chat/parse.ts'

/**
 * The prompt becomes what the user says; all that chat has too is read as chat reads it. What a chat model cannot do,
 * such as to fill in before a suffix, is refused.
 */
export function parse(body: JsonObject, inPath?: PathFields): ChatRequest {
  const { prompt, suffix, echo, best_of: bestOf, logprobs: _, ...rest } = body
  const fields = new Fields(body, '')
  if ((suffix ?? '') !== '') throw refused('suffix', 'A chat model writes on, and does not fill in')
  if (echo === true) throw refused('echo', 'The answer holds no prompt')
  if ((bestOf ?? undefined) !== undefined && bestOf !== (body.n ?? 1))
    throw refused('best_of', 'No answers are made to choose among')
  const top = fields.number('logprobs')
  const messages = [{ role: 'user', content: promptOf(prompt ?? undefined) }]
  const probabilities = top === undefined ? {} : { logprobs: true, ...(top > 0 ? { top_logprobs: top } : {}) }
  return parseRequest({ ...rest, messages, ...probabilities }, inPath)
}

function promptOf(prompt: JsonValue | undefined): string {
  const list: readonly JsonValue[] = Array.isArray(prompt) ? prompt : []
  if (list.some((item) => typeof item === 'number' || Array.isArray(item)))
    throw refused('prompt', 'Tokens are of one model alone: send text')
  if (list.length > 1) throw refused('prompt', 'Send one request for each prompt')
  const text = list[0] ?? prompt
  if (typeof text !== 'string' || text === '') throw invalid('prompt', 'a text', prompt)
  return text
}

function refused(param: string, reason: string): GatewayError {
  return new GatewayError('unsupported_parameter', `${param} is not supported here. ${reason}.`, { param })
}
