import type { JsonObject, JsonValue } from '../../core/json.ts'
import type { CustomTool, FunctionTool, Tool, ToolChoice } from '../../core/request.ts'
import { defined, objectOf } from '../../wire/openai-chat.ts'
import type { Encoding } from './encode.ts'
import { wireName } from './names.ts'

export interface EncodedTools {
  readonly tools: readonly JsonObject[] | undefined
  readonly toolChoice: JsonValue | undefined
  /** Wire name to the caller's own, for those that differ. */
  readonly toolNames: ReadonlyMap<string, string>
}

export function encodeTools(encoding: Encoding): EncodedTools {
  const { request, api } = encoding
  const choice = request.toolChoice
  const only = choice?.only
  const isNarrowed =
    choice !== undefined && only !== undefined && !isOneForced(choice) && api.hasAllowedTools !== true
  const sent = isNarrowed ? request.tools.filter(({ name }) => only.includes(name)) : request.tools
  const tools = sent.flatMap((tool) => encodeTool(tool, encoding))
  const renamed = request.tools.filter(({ type, name }) => type !== 'server' && wireName(name) !== name)
  const toolNames = new Map(renamed.map(({ name }) => [wireName(name), name]))
  if (tools.length === 0) return { tools: undefined, toolChoice: undefined, toolNames }
  return { tools, toolChoice: encodeChoice(choice, isNarrowed, request.tools), toolNames }
}

function encodeTool(tool: Tool, { api, dropped }: Encoding): JsonObject[] {
  switch (tool.type) {
    case 'function':
      return [encodeFunction(tool, api.takesCacheMarks === true, dropped)]
    case 'custom':
      return [{ type: 'custom', custom: encodeCustom(tool) }]
    case 'server':
      if (tool.owner === 'openai-chat') return [tool.value]
      dropped.add(`tools.${tool.name}`)
      return []
  }
}

function encodeFunction(tool: FunctionTool, takesMarks: boolean, dropped: Set<string>): JsonObject {
  const { 'openai-chat': own, ...others } = tool.extras ?? {}
  for (const fields of Object.values(others)) {
    for (const name of Object.keys(fields ?? {})) dropped.add(`tools.${name}`)
  }
  if (tool.mark !== undefined && !takesMarks) dropped.add('cacheMarks')
  const { name, description, parameters, strict, mark } = tool
  return {
    ...own,
    type: 'function',
    function: {
      ...objectOf(own?.function),
      ...defined({ name: wireName(name), description, parameters, strict }),
    },
    ...(mark !== undefined && takesMarks ? { cache_control: { type: 'ephemeral', ...mark } } : {}),
  }
}

function encodeCustom({ name, description, format }: CustomTool): JsonObject {
  return defined({ name: wireName(name), description, format })
}

function encodeChoice(
  choice: ToolChoice | undefined,
  isNarrowed: boolean,
  tools: readonly Tool[],
): JsonValue | undefined {
  if (choice === undefined) return undefined
  const { mode, only } = choice
  if (mode === 'none' || only === undefined || isNarrowed) return mode
  const named = only.map((name) => {
    const type = tools.find((tool) => tool.name === name)?.type === 'custom' ? 'custom' : 'function'
    return { type, [type]: { name: wireName(name) } }
  })
  const [first] = named
  if (isOneForced(choice) && first !== undefined) return first
  return { type: 'allowed_tools', allowed_tools: { mode, tools: named } }
}

function isOneForced({ mode, only }: ToolChoice): boolean {
  return mode === 'required' && only?.length === 1
}
