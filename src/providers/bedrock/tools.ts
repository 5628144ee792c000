import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts'
import type { BlockWriter } from './blocks.ts'

interface Written {
  readonly fields: JsonObject
  readonly dropped: readonly string[]
}

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ToolConfiguration.html */
export function toolConfig(
  { tools, tool_choice: choice, messages }: JsonObject,
  blocks: BlockWriter,
): Written {
  const dropped: string[] = []
  const written = objectsOf(tools).flatMap((tool): JsonObject[] => {
    if (tool.input_schema !== undefined) return [toolSpec(tool, blocks), ...blocks.mark(tool.cache_control)]
    dropped.push(`tools.${String(tool.name)}`)
    return []
  })
  const { type, name, disable_parallel_tool_use: isSingle } = isJsonObject(choice) ? choice : {}
  if (isSingle === true) dropped.push('parallelToolCalls')
  if (written.length === 0) return { fields: {}, dropped }
  if (type === 'none') {
    // Calls that were made must keep their tools, and then nothing can forbid another.
    if (!hasCalls(messages)) return { fields: {}, dropped }
    return { fields: { toolConfig: { tools: written } }, dropped: [...dropped, 'toolChoice'] }
  }
  const toolChoice =
    type === 'tool' ? { tool: { name: blocks.name(name) } } : type === 'any' ? { any: {} } : null
  return {
    fields: { toolConfig: { tools: written, ...(toolChoice === null ? {} : { toolChoice }) } },
    dropped,
  }
}

function toolSpec(
  { name, description, input_schema: json, strict }: JsonObject,
  blocks: BlockWriter,
): JsonObject {
  return {
    toolSpec: {
      name: blocks.name(name),
      ...(typeof description === 'string' && description !== '' ? { description } : {}),
      inputSchema: { json },
      ...(strict === true ? { strict } : {}),
    },
  }
}

function hasCalls(messages: JsonValue | undefined): boolean {
  return objectsOf(messages).some(({ content }) =>
    objectsOf(content).some(({ type }) => type === 'tool_use' || type === 'tool_result'),
  )
}

function objectsOf(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : []
}
