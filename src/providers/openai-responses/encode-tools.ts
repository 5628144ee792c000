import type { JsonObject, JsonValue } from '../../core/json.ts'
import type { Tool, ToolChoice } from '../../core/request.ts'
import { defined } from '../../wire/openai-chat.ts'
import { renderToolFormat } from '../../wire/openai-responses.ts'
import { wireName } from '../openai-chat/names.ts'
import type { Encoding } from './encode.ts'

export interface EncodedTools {
  readonly tools: readonly JsonObject[] | undefined
  readonly toolChoice: JsonValue | undefined
  /** Wire name to the caller's own, for those that differ. */
  readonly toolNames: ReadonlyMap<string, string>
}

export function encodeTools(encoding: Encoding): EncodedTools {
  const { request } = encoding
  const tools = request.tools.flatMap((tool) => encodeTool(tool, encoding))
  const renamed = request.tools.filter(({ type, name }) => type !== 'server' && wireName(name) !== name)
  const toolNames = new Map(renamed.map(({ name }) => [wireName(name), name]))
  if (tools.length === 0) return { tools: undefined, toolChoice: undefined, toolNames }
  return { tools, toolChoice: encodeChoice(request.toolChoice, request.tools), toolNames }
}

/** Functions are strict here unless it is said that they are not, and a schema of another format may not be fit. */
function encodeTool(tool: Tool, { dropped }: Encoding): JsonObject[] {
  switch (tool.type) {
    case 'function': {
      const { 'openai-responses': own, ...others } = tool.extras ?? {}
      for (const fields of Object.values(others)) {
        for (const name of Object.keys(fields ?? {})) dropped.add(`tools.${name}`)
      }
      if (tool.mark !== undefined) dropped.add('cacheMarks')
      const { name, description, parameters = NO_PARAMETERS, strict = false } = tool
      return [
        { ...own, type: 'function', ...defined({ name: wireName(name), description, parameters, strict }) },
      ]
    }
    case 'custom': {
      const { name, description, format } = tool
      return [
        {
          type: 'custom',
          ...defined({ name: wireName(name), description, format: renderToolFormat(format) }),
        },
      ]
    }
    case 'server':
      if (tool.owner === 'openai-responses') return [tool.value]
      dropped.add(`tools.${tool.name}`)
      return []
  }
}

const NO_PARAMETERS: JsonObject = { type: 'object', properties: {} }

function encodeChoice(choice: ToolChoice | undefined, tools: readonly Tool[]): JsonValue | undefined {
  if (choice === undefined) return undefined
  const { mode, only } = choice
  if (mode === 'none' || only === undefined) return mode
  const named = only.map((name) => {
    const type = tools.find((tool) => tool.name === name)?.type === 'custom' ? 'custom' : 'function'
    return { type, name: wireName(name) }
  })
  const [first] = named
  if (mode === 'required' && named.length === 1 && first !== undefined) return first
  return { type: 'allowed_tools', mode, tools: named }
}
