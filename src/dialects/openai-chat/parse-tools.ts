import { isJsonObject, type JsonValue } from '../../core/json.ts'
import type { FunctionTool, Tool, ToolChoice } from '../../core/request.ts'
import { defined, objectOf, textOf } from '../../wire/openai-chat.ts'
import { Fields, invalid } from './fields.ts'
import { parseMark } from './parse-part.ts'

/** Types other than `function` and `custom` are tools that their provider runs itself. */
export function parseTools(fields: Fields): readonly Tool[] {
  const older = fields.list('functions', 'an object').map((definition) => parseFunction(definition))
  return [...fields.list('tools', 'an object with a type').map(parseTool), ...older]
}

function parseTool(tool: Fields): Tool {
  const type = tool.string('type') ?? (tool.raw.function === undefined ? undefined : 'function')
  switch (type) {
    case 'function': {
      tool.required('function', tool.object('function'), 'an object')
      return parseFunction(tool.nested('function'), tool)
    }
    case 'custom': {
      const custom = tool.nested('custom')
      const name = custom.required('name', custom.string('name'), 'a string')
      const format = custom.take('format')
      return { type: 'custom', name, ...defined({ description: custom.string('description'), format }) }
    }
    case undefined:
      throw tool.refuse('type', 'a string')
    default: {
      const name = textOf(tool.raw.name)
      return { type: 'server', owner: 'openai-chat', name: name === '' ? type : name, value: tool.raw }
    }
  }
}

function parseFunction(definition: Fields, tool?: Fields): FunctionTool {
  const name = definition.required('name', definition.string('name'), 'a string')
  const described = defined({
    description: definition.string('description'),
    parameters: definition.object('parameters'),
    strict: definition.boolean('strict'),
    mark: tool === undefined ? undefined : parseMark(tool),
  })
  const extras = { ...tool?.rest(), ...defined({ function: definition.rest() }) }
  const kept = Object.keys(extras).length === 0 ? {} : { extras: { 'openai-chat': extras } }
  return { type: 'function', name, ...described, ...kept }
}

export interface ParsedToolChoice {
  readonly choice: ToolChoice | undefined
  /** A choice that is not OpenAI's, as it was sent. */
  readonly unknown: JsonValue | undefined
}

export function parseToolChoice(fields: Fields): ParsedToolChoice {
  const value = fields.take('tool_choice')
  const older = fields.take('function_call')
  const parallel = fields.boolean('parallel_tool_calls')
  const chosen = value === undefined ? readLegacyChoice(older) : readChoice(value)
  if (chosen === undefined && value !== undefined && typeof value !== 'object')
    throw invalid('tool_choice', 'none, auto, required or an object', value)
  if (chosen === undefined && parallel === undefined) return { choice: undefined, unknown: value }
  const choice = { ...(chosen ?? { mode: 'auto' as const }), ...defined({ parallel }) }
  return { choice, unknown: chosen === undefined ? value : undefined }
}

function readChoice(value: JsonValue): ToolChoice | undefined {
  if (value === 'none' || value === 'auto' || value === 'required') return { mode: value }
  if (value === 'any') return { mode: 'required' } // Mistral's word.
  if (!isJsonObject(value)) return undefined
  switch (value.type) {
    case 'function':
    case 'custom': {
      const choice = new Fields(value, 'tool_choice').nested(value.type)
      return { mode: 'required', only: [choice.required('name', choice.string('name'), 'a string')] }
    }
    case 'allowed_tools': {
      const allowed = new Fields(value, 'tool_choice').nested('allowed_tools')
      const only = allowed.list('tools', 'an object').map(({ raw }) => {
        return textOf((objectOf(raw.function) ?? objectOf(raw.custom))?.name)
      })
      return { mode: allowed.string('mode') === 'required' ? 'required' : 'auto', only }
    }
    default:
      return undefined
  }
}

function readLegacyChoice(value: JsonValue | undefined): ToolChoice | undefined {
  if (value === 'none' || value === 'auto') return { mode: value }
  const name = isJsonObject(value ?? null) ? textOf(objectOf(value)?.name) : ''
  return name === '' ? undefined : { mode: 'required', only: [name] }
}
