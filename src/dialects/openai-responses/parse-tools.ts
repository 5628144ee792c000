import { isJsonObject, type JsonValue } from '../../core/json.ts'
import type { Tool, ToolChoice } from '../../core/request.ts'
import { defined, textOf } from '../../wire/openai-chat.ts'
import { ownExtras, readToolFormat } from '../../wire/openai-responses.ts'
import { Fields, invalid } from '../openai-chat/fields.ts'

/** Types other than `function` and `custom` are tools that OpenAI runs itself, or finds others by. */
export function parseTools(fields: Fields): readonly Tool[] {
  return fields.list('tools', 'an object with a type').map(parseTool)
}

function parseTool(tool: Fields): Tool {
  const type = tool.required('type', tool.string('type'), 'a string')
  switch (type) {
    case 'function':
      return {
        type: 'function',
        name: tool.required('name', tool.string('name'), 'a string'),
        ...defined({
          description: tool.string('description'),
          parameters: tool.object('parameters'),
          strict: tool.boolean('strict'),
        }),
        ...ownExtras(tool.rest()),
      }
    case 'custom':
      return {
        type: 'custom',
        name: tool.required('name', tool.string('name'), 'a string'),
        ...defined({
          description: tool.string('description'),
          format: readToolFormat(tool.take('format')),
        }),
      }
    default: {
      const name = textOf(tool.raw.name)
      return { type: 'server', owner: 'openai-responses', name: name === '' ? type : name, value: tool.raw }
    }
  }
}

export interface ParsedToolChoice {
  readonly choice: ToolChoice | undefined
  /** A choice among tools that OpenAI runs itself, as it was sent. */
  readonly unknown: JsonValue | undefined
}

export function parseToolChoice(fields: Fields): ParsedToolChoice {
  const value = fields.take('tool_choice')
  const parallel = fields.boolean('parallel_tool_calls')
  const chosen = value === undefined ? undefined : readChoice(value)
  const unknown = chosen === undefined ? value : undefined
  if (unknown !== undefined && !isJsonObject(unknown))
    throw invalid('tool_choice', 'none, auto, required or an object', unknown)
  if (chosen === undefined && parallel === undefined) return { choice: undefined, unknown }
  return { choice: { ...(chosen ?? { mode: 'auto' as const }), ...defined({ parallel }) }, unknown }
}

function readChoice(value: JsonValue): ToolChoice | undefined {
  if (value === 'none' || value === 'auto' || value === 'required') return { mode: value }
  if (!isJsonObject(value)) return undefined
  const choice = new Fields(value, 'tool_choice')
  switch (value.type) {
    case 'function':
    case 'custom':
      return { mode: 'required', only: [choice.required('name', choice.string('name'), 'a string')] }
    case 'allowed_tools': {
      const named = choice.list('tools', 'an object')
      // A choice that also holds OpenAI's own tools is not ours to narrow.
      if (named.some(({ raw }) => textOf(raw.name) === '')) return undefined
      const mode = choice.string('mode') === 'required' ? 'required' : 'auto'
      return { mode, only: named.map(({ raw }) => textOf(raw.name)) }
    }
    default:
      return undefined
  }
}
