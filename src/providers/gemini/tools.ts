import type { JsonObject } from '../../core/json.ts'
import type { ChatRequest, FunctionTool, Tool, ToolChoice } from '../../core/request.ts'
import { wireToolName } from './tool-names.ts'

/**
 * All functions in one `functionDeclarations`, then Google's own tools as the caller sent them.
 * https://ai.google.dev/gemini-api/docs/function-calling
 */
export function encodeTools(tools: readonly Tool[], dropped: Set<string>): readonly JsonObject[] {
  const functions = tools.filter((tool) => tool.type === 'function')
  const own = tools.filter((tool) => tool.type === 'server' && tool.owner === 'gemini')
  for (const tool of tools) {
    if (tool.type === 'custom' || (tool.type === 'server' && tool.owner !== 'gemini'))
      dropped.add(`tools.${tool.name}`)
    if (tool.type === 'function') noteLosses(tool, dropped)
  }
  return [
    ...(functions.length > 0 ? [{ functionDeclarations: functions.map(declaration) }] : []),
    ...own.map((tool) => (tool.type === 'server' ? tool.value : {})),
  ]
}

export function encodeToolConfig(request: ChatRequest, dropped: Set<string>): JsonObject | undefined {
  const { toolChoice, tools } = request
  if (toolChoice?.parallel === false) dropped.add('toolChoice.parallel')
  if (toolChoice === undefined || !tools.some((tool) => tool.type === 'function')) return undefined
  const mode = modeOf(toolChoice)
  if (mode === null) return undefined
  const allowedFunctionNames = mode === 'NONE' ? undefined : toolChoice.only?.map(wireToolName)
  return { functionCallingConfig: { mode, allowedFunctionNames } }
}

/** Names may be narrowed only under `ANY` and `VALIDATED`; the latter also leaves the model free to answer in text. */
function modeOf({ mode, only }: ToolChoice): string | null {
  switch (mode) {
    case 'none':
      return 'NONE'
    case 'required':
      return 'ANY'
    case 'auto':
      return only === undefined ? null : 'VALIDATED'
  }
}

/** `parametersJsonSchema` takes JSON Schema with `$ref`, `anyOf` and the rest; `parameters` only OpenAPI's subset. */
function declaration({ name, description, parameters, extras }: FunctionTool): JsonObject {
  return { ...extras?.gemini, name: wireToolName(name), description, parametersJsonSchema: parameters }
}

function noteLosses({ mark, strict, extras }: FunctionTool, dropped: Set<string>): void {
  if (mark !== undefined) dropped.add('cacheMarks')
  if (strict === true) dropped.add('strict')
  for (const [wire, fields] of Object.entries(extras ?? {}))
    if (wire !== 'gemini') for (const name of Object.keys(fields ?? {})) dropped.add(name)
}
