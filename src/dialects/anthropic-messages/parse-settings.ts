import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts'
import type { Effort, OutputFormat, Reasoning } from '../../core/request.ts'
import { optionalCount, optionalObject, optionalString, present } from './fields.ts'

interface Settings {
  readonly reasoning: Reasoning | undefined
  readonly format: OutputFormat
  /** What the canonical form has no word for, under the fields it came in. */
  readonly extras: JsonObject
}

/**
 * `thinking` and `output_config`: how hard to think, and the form of the answer.
 * https://platform.claude.com/docs/en/build-with-claude/extended-thinking, …/effort, …/structured-outputs
 */
export function parseSettings(body: JsonObject): Settings {
  const config = optionalObject(body, 'output_config') ?? {}
  const thinking = optionalObject(body, 'thinking')
  const effort = readEffort(optionalString(config, 'effort', 'output_config'))
  const stated = thinking === undefined ? undefined : readThinking(thinking)
  // `output_format` is the beta's name for what is now `output_config.format`.
  const format = readFormat(config.format ?? undefined) ?? readFormat(body.output_format ?? undefined)
  const unread = Object.entries(config).filter(([name, value]) => {
    if (name === 'effort') return effort === undefined && value !== null
    return name !== 'format' || (readFormat(value) === undefined && value !== null)
  })
  return {
    reasoning: readReasoning(effort, stated),
    format: format ?? { type: 'text' },
    extras: {
      ...(unread.length === 0 ? {} : { output_config: Object.fromEntries(unread) }),
      ...(thinking !== undefined && stated === undefined ? { thinking } : {}),
      ...(readFormat(body.output_format) === undefined
        ? present('output_format', body.output_format ?? undefined)
        : {}),
    },
  }
}

function readReasoning(effort: Effort | undefined, stated: Reasoning | undefined): Reasoning | undefined {
  if (stated !== undefined) return { ...present('effort', effort), ...stated }
  // Effort alone makes answers shorter or longer and leaves thinking off; `adaptive: false` says so.
  return effort === undefined ? undefined : { effort, adaptive: false }
}

/** Undefined for a type of thinking that is not known here. */
function readThinking(thinking: JsonObject): Reasoning | undefined {
  const display = optionalString(thinking, 'display', 'thinking')
  const shown = {
    ...(display === 'omitted' ? { exclude: true } : {}),
    ...(display === 'summarized' ? { summary: 'auto' } : {}),
  }
  switch (thinking.type) {
    case 'enabled': {
      const budgetTokens = optionalCount(thinking, 'budget_tokens', 'thinking')
      return { enabled: true, ...present('budgetTokens', budgetTokens), ...shown }
    }
    case 'adaptive':
      return { enabled: true, adaptive: true, ...shown }
    case 'disabled':
      return { enabled: false }
    default:
      return undefined
  }
}

function readEffort(effort: string | undefined): Effort | undefined {
  switch (effort) {
    case 'low':
    case 'medium':
    case 'high':
    case 'xhigh':
    case 'max':
      return effort
    default:
      return undefined
  }
}

function readFormat(format: JsonValue | undefined): OutputFormat | undefined {
  if (!isJsonObject(format) || format.type !== 'json_schema' || !isJsonObject(format.schema)) return undefined
  const name = typeof format.name === 'string' ? format.name : 'answer'
  return { type: 'json-schema', name, schema: format.schema }
}
