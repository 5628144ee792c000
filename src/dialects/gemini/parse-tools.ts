import type { JsonObject } from '../../core/json.ts'
import type { FunctionTool, Tool, ToolChoice } from '../../core/request.ts'
import { defined } from '../../wire/openai-chat.ts'
import type { Fields } from '../openai-chat/fields.ts'
import { listedFields, nestedFields } from './fields.ts'
import { jsonSchema } from './schema.ts'

/** The caller's own functions, and under any other name the tools that Google runs itself. */
export function parseTools(fields: Fields): readonly Tool[] {
  return listedFields(fields, 'tools').flatMap((tool): Tool[] => {
    const functions = listedFields(tool, 'functionDeclarations').map(parseFunction)
    const own = Object.entries(tool.rest() ?? {}).map(
      ([name, value]): Tool => ({ type: 'server', owner: 'gemini', name, value: { [name]: value } }),
    )
    return [...functions, ...own]
  })
}

function parseFunction(declaration: Fields): FunctionTool {
  const name = declaration.required('name', declaration.string('name'), 'a string')
  const ownSchema = declaration.object('parameters')
  const parameters =
    declaration.object('parametersJsonSchema') ??
    (ownSchema === undefined ? undefined : jsonSchema(ownSchema))
  const described = defined({ description: declaration.string('description'), parameters })
  const rest = declaration.rest()
  return { type: 'function', name, ...described, ...(rest === undefined ? {} : { extras: { gemini: rest } }) }
}

export interface ParsedToolChoice {
  readonly toolChoice: ToolChoice | undefined
  /** What of `toolConfig` the canonical form has no word for. */
  readonly rest: JsonObject | undefined
}

/** https://ai.google.dev/api/caching#FunctionCallingConfig */
export function parseToolChoice(config: Fields): ParsedToolChoice {
  const calling = nestedFields(config, 'functionCallingConfig')
  const toolChoice = readMode(calling)
  const rest = { ...config.rest(), ...defined({ functionCallingConfig: calling.rest() }) }
  return { toolChoice, rest: Object.keys(rest).length === 0 ? undefined : rest }
}

function readMode(calling: Fields): ToolChoice | undefined {
  const only = calling.strings('allowedFunctionNames')
  const narrowed = only === undefined || only.length === 0 ? {} : { only }
  switch (calling.string('mode')?.toUpperCase()) {
    case undefined:
    case 'MODE_UNSPECIFIED':
      return undefined
    case 'AUTO':
      return { mode: 'auto' }
    case 'NONE':
      return { mode: 'none' }
    case 'ANY':
      return { mode: 'required', ...narrowed }
    case 'VALIDATED':
      return { mode: 'auto', ...narrowed }
    default:
      throw calling.refuse('mode', 'one of AUTO, ANY, VALIDATED, NONE')
  }
}
