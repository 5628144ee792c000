import type { JsonObject } from '../../core/json.ts'
import type { Tool, ToolChoice } from '../../core/request.ts'
import { readMark } from '../../wire/anthropic-cache-control.ts'
import {
  fail,
  objectsOf,
  optionalBoolean,
  optionalList,
  optionalObject,
  optionalString,
  present,
  requiredObject,
  requiredString,
} from './fields.ts'

/** `tools`: the caller's own, and by any other `type` those that Anthropic runs itself. */
export function parseTools(body: JsonObject): Tool[] {
  return objectsOf(optionalList(body, 'tools') ?? [], 'tools').map(({ object, path }) => {
    const type = optionalString(object, 'type', path)
    if (type === undefined || type === 'custom') return parseFunction(object, path)
    const name = optionalString(object, 'name', path) ?? type
    return { type: 'server', owner: 'anthropic-messages', name, value: object }
  })
}

function parseFunction(tool: JsonObject, path: string): Tool {
  const { type: _, name: __, description, input_schema: ___, strict, cache_control, ...rest } = tool
  return {
    type: 'function',
    name: requiredString(tool, 'name', path),
    parameters: requiredObject(tool, 'input_schema', path),
    ...present('description', optionalString({ description }, 'description', path)),
    ...present('strict', optionalBoolean({ strict }, 'strict', path)),
    ...present('mark', readMark(cache_control)),
    ...(Object.keys(rest).length === 0 ? {} : { extras: { 'anthropic-messages': rest } }),
  }
}

export function parseToolChoice(body: JsonObject): ToolChoice | undefined {
  const choice = optionalObject(body, 'tool_choice')
  if (choice === undefined) return undefined
  const single = optionalBoolean(choice, 'disable_parallel_tool_use', 'tool_choice')
  const parallel = single === undefined ? {} : { parallel: !single }
  switch (choice.type) {
    case 'auto':
      return { mode: 'auto', ...parallel }
    case 'any':
      return { mode: 'required', ...parallel }
    case 'tool':
      return { mode: 'required', only: [requiredString(choice, 'name', 'tool_choice')], ...parallel }
    case 'none':
      return { mode: 'none' }
    default:
      return fail('tool_choice', 'type', 'one of auto, any, tool, none')
  }
}
