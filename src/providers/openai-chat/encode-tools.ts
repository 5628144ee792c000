import type { JsonObject, JsonValue } from '../../core/json.ts'
import type { CustomTool, FunctionTool, Tool, ToolChoice } from '../../core/request.ts'
import { defined, objectOf } from '../../wire/openai-chat.ts'
import type { ChatApi } from './api.ts'
import type { Encoding } from './encode.ts'
import { wireName } from './names.ts'

export interface EncodedTools {
  readonly tools: readonly JsonObject[] | undefined
  readonly toolChoice: JsonValue | undefined
  /** Wire name to the caller's own, for those that differ. */
  readonly toolNames: ReadonlyMap<string, string>
}

export function encodeTools(encoding: Encoding): EncodedTools {
  const { request, api, dropped } = encoding
  const choice = request.toolChoice
  const only = choice?.only
  const isNarrowed = choice !== undefined && only !== undefined && mustNarrow(choice, api)
  const isWithout = choice?.mode === 'none' && !takesChoice('none', api)
  if (request.tools.length > 0 && api.refuses?.includes('tools') === true) dropped.add('tools')
  if (isWithout || api.refuses?.includes('tools') === true) return NO_TOOLS
  const sent = isNarrowed ? request.tools.filter(({ name }) => only.includes(name)) : request.tools
  const tools = sent.flatMap((tool) => encodeTool(tool, encoding))
  const renamed = request.tools.filter(({ type, name }) => type !== 'server' && wireName(name) !== name)
  const toolNames = new Map(renamed.map(({ name }) => [wireName(name), name]))
  if (tools.length === 0) return { tools: undefined, toolChoice: undefined, toolNames }
  return { tools, toolChoice: encodeChoice(encoding, isNarrowed), toolNames }
}

const NO_TOOLS: EncodedTools = { tools: undefined, toolChoice: undefined, toolNames: new Map() }

/** Whether only the tools that may be called are sent, since the choice among all of them cannot be said. */
export function mustNarrow(choice: ToolChoice, api: ChatApi): boolean {
  if (choice.only === undefined) return false
  return isOneForced(choice) ? !takesChoice('named', api) : api.hasAllowedTools !== true
}

export function takesChoice(word: 'auto' | 'none' | 'required' | 'named', { toolChoices }: ChatApi): boolean {
  return toolChoices === undefined || toolChoices.includes(word)
}

function encodeTool(tool: Tool, { api, dropped }: Encoding): JsonObject[] {
  switch (tool.type) {
    case 'function':
      return [encodeFunction(tool, api, dropped)]
    case 'custom':
      return [{ type: 'custom', custom: encodeCustom(tool) }]
    case 'server':
      if (tool.owner === 'openai-chat') return [tool.value]
      dropped.add(`tools.${tool.name}`)
      return []
  }
}

function encodeFunction(tool: FunctionTool, api: ChatApi, dropped: Set<string>): JsonObject {
  const takesMarks = api.takesCacheMarks === true
  const takesStrict = api.refuses?.includes('strictTools') !== true
  const { 'openai-chat': own, ...others } = tool.extras ?? {}
  for (const fields of Object.values(others)) {
    for (const name of Object.keys(fields ?? {})) dropped.add(`tools.${name}`)
  }
  if (tool.mark !== undefined && !takesMarks) dropped.add('cacheMarks')
  if (tool.strict === true && !takesStrict) dropped.add('strictTools')
  const { name, description, parameters, mark } = tool
  const strict = takesStrict ? tool.strict : undefined
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

function encodeChoice({ api, request, dropped }: Encoding, isNarrowed: boolean): JsonValue | undefined {
  const { toolChoice: choice, tools } = request
  if (choice === undefined) return undefined
  const { mode, only } = choice
  if (mode === 'none' || only === undefined || isNarrowed) {
    if (takesChoice(mode, api)) return mode === 'required' ? (api.requiredWord ?? mode) : mode
    if (mode !== 'auto') dropped.add('toolChoice')
    return undefined
  }
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
