import type { JsonObject, JsonValue } from '../../core/json.ts'
import type { ChatRequest, Sampling } from '../../core/request.ts'
import { readMark } from '../../wire/anthropic-cache-control.ts'
import {
  fail,
  optionalBoolean,
  optionalCount,
  optionalList,
  optionalNumber,
  optionalObject,
  optionalString,
  present,
  requiredString,
} from './fields.ts'
import { parseMessages, parseSystem } from './parse-messages.ts'
import { parseSettings } from './parse-settings.ts'
import { parseToolChoice, parseTools } from './parse-tools.ts'

/** A request to https://platform.claude.com/docs/en/api/messages */
export function parse(body: JsonObject): ChatRequest {
  if ((body.max_tokens ?? undefined) === undefined) fail('', 'max_tokens', 'present')
  return parseTokenCount(body)
}

/** A request to https://platform.claude.com/docs/en/api/messages-count-tokens: the same without an answer's length. */
export function parseTokenCount(body: JsonObject): ChatRequest {
  const metadata = optionalObject(body, 'metadata') ?? {}
  const { user_id: _, ...otherMetadata } = metadata
  const automatic = readMark(body.cache_control)
  const maxTokens = optionalCount(body, 'max_tokens')
  const { reasoning, format, extras: otherSettings } = parseSettings(body)
  const extras: JsonObject = {
    ...unread(body),
    ...otherSettings,
    ...(Object.keys(otherMetadata).length === 0 ? {} : { metadata: otherMetadata }),
  }
  return {
    model: requiredString(body, 'model'),
    messages: [...parseSystem(body), ...parseMessages(body)],
    tools: parseTools(body),
    toolChoice: parseToolChoice(body),
    sampling: parseSampling(body),
    output: { format, ...(maxTokens === undefined ? {} : { maxTokens, maxTokensFrom: 'caller' }) },
    reasoning,
    cache: automatic === undefined ? {} : { automatic },
    metadata: {
      ...present('user', optionalString(metadata, 'user_id', 'metadata')),
      ...present('serviceTier', optionalString(body, 'service_tier')),
    },
    stream: optionalBoolean(body, 'stream') ?? false,
    includeUsage: true,
    extras: Object.keys(extras).length === 0 ? {} : { 'anthropic-messages': extras },
  }
}

function parseSampling(body: JsonObject): Sampling {
  return {
    ...present('temperature', optionalNumber(body, 'temperature')),
    ...present('topP', optionalNumber(body, 'top_p')),
    ...present('topK', optionalCount(body, 'top_k')),
    ...present('stop', parseStop(optionalList(body, 'stop_sequences'))),
  }
}

function parseStop(list: readonly JsonValue[] | undefined): string[] | undefined {
  if (list === undefined || list.length === 0) return undefined
  return list.map((value, index) =>
    typeof value === 'string' ? value : fail('', `stop_sequences[${index}]`, 'a string'),
  )
}

/** Fields that the canonical form has no word for: containers, MCP servers, whatever comes next. */
function unread(body: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !READ.has(name)))
}

const READ: ReadonlySet<string> = new Set([
  'model',
  'messages',
  'system',
  'tools',
  'tool_choice',
  'max_tokens',
  'temperature',
  'top_p',
  'top_k',
  'stop_sequences',
  'stream',
  'thinking',
  'output_config',
  'output_format',
  'metadata',
  'service_tier',
  'cache_control',
])
