import type { JsonObject } from '../../core/json.ts'
import type { ChatRequest, FunctionTool, ToolChoice } from '../../core/request.ts'
import { markFields } from '../../wire/anthropic-cache-control.ts'
import type { ClaudeModel } from './model.ts'
import { strictSchema } from './strict-schema.ts'
import type { ToolNames } from './tool-names.ts'

interface Encoded {
  readonly fields: JsonObject
  readonly dropped: readonly string[]
}

/** https://platform.claude.com/docs/en/agents-and-tools/tool-use/implement-tool-use */
export function encodeTools(
  { tools, toolChoice }: ChatRequest,
  names: ToolNames,
  model: ClaudeModel,
): Encoded {
  const dropped = new Set<string>()
  // Anthropic can force one tool or any, and not narrow the choice. Showing only those tools says the same.
  const isForced = toolChoice?.mode === 'required' && toolChoice.only?.length === 1
  const only = isForced ? undefined : toolChoice?.only
  const encoded = tools.flatMap((tool): JsonObject[] => {
    if (only !== undefined && !only.includes(tool.name)) return []
    if (tool.type === 'function') return [encodeFunction(tool, names, model, dropped)]
    if (tool.type === 'server' && tool.owner === 'anthropic-messages') return [tool.value]
    dropped.add(`tools.${tool.name}`)
    return []
  })
  const choice = toolChoice === undefined ? undefined : encodeChoice(toolChoice, names)
  // Anthropic refuses a choice without tools. Only a forced one would be missed.
  const isMissed = encoded.length === 0 && toolChoice?.mode === 'required'
  return {
    fields: {
      ...(encoded.length === 0 ? {} : { tools: encoded }),
      ...(choice === undefined || encoded.length === 0 ? {} : { tool_choice: choice }),
    },
    dropped: isMissed ? [...dropped, 'toolChoice'] : [...dropped],
  }
}

function encodeFunction(
  tool: FunctionTool,
  names: ToolNames,
  model: ClaudeModel,
  dropped: Set<string>,
): JsonObject {
  const { name, description, parameters, mark, extras } = tool
  const strict = model.takesStrictTools ? tool.strict : undefined
  if (tool.strict === true && strict === undefined) dropped.add('strict')
  const schema = objectSchema(parameters)
  return {
    name: names.name(name),
    ...(description === undefined ? {} : { description }),
    input_schema:
      strict === true ? strictSchema(schema, (keyword) => dropped.add(`tools.${keyword}`)) : schema,
    ...(strict === undefined ? {} : { strict }),
    ...extras?.['anthropic-messages'],
    ...markFields(mark),
  }
}

/** Anthropic insists on an object at the top; other formats leave it out for tools without parameters. */
function objectSchema(parameters: JsonObject | undefined): JsonObject {
  return parameters?.type === undefined ? { ...parameters, type: 'object' } : parameters
}

function encodeChoice({ mode, only, parallel }: ToolChoice, names: ToolNames): JsonObject {
  if (mode === 'none') return { type: 'none' }
  const single = parallel === undefined ? {} : { disable_parallel_tool_use: !parallel }
  if (mode === 'auto') return { type: 'auto', ...single }
  const name = only?.length === 1 ? only[0] : undefined
  return name === undefined ? { type: 'any', ...single } : { type: 'tool', name: names.name(name), ...single }
}
