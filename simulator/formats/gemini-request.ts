import type { JsonObject, JsonValue } from '../../src/core/json.ts'
import { isJsonObject } from '../../src/core/json.ts'
import type { Ask, AskJson, AskTool } from '../ask.ts'
import { isGiven, listAt, TextCount, textAt, textsOf } from './fields.ts'
import type { Call } from './format.ts'
import {
  either,
  imagesIn,
  invalid,
  lastResults,
  lastUserText,
  prefixOf,
  readContents,
} from './gemini-contents.ts'
import { checkSignatures, checkTurnOrder } from './gemini-order.ts'
import { checkSchema } from './gemini-schema.ts'

/** Reads and checks a body of `models.generateContent`: https://ai.google.dev/api/generate-content */
export function readGemini({ body, operation, streamPath, seed, isSigned }: Call): Ask {
  const request = operation === 'count' ? (objectIn(body, 'generateContentRequest') ?? body) : body
  const count = new TextCount()
  const contents = readContents(request, count)
  readSystem(request, count)
  checkTurnOrder(contents)
  checkSignatures(contents, seed, isSigned)
  const config = objectIn(request, 'generationConfig') ?? {}
  checkConfig(config)
  const tools = readTools(request, count)
  const thinking = objectIn(config, 'thinkingConfig') ?? {}
  return {
    stream: streamPath,
    includeUsage: true,
    maxTokens: numberIn(config, 'maxOutputTokens'),
    choices: numberIn(config, 'candidateCount') ?? 1,
    stop: textsOf(either(config, 'stopSequences')),
    characters: count.characters,
    lastUserText: lastUserText(contents),
    prefix: prefixOf(contents),
    ...readToolConfig(request, tools),
    parallelTools: true,
    toolResults: lastResults(contents),
    images: contents.flatMap(imagesIn),
    json: readFormat(config),
    reasons: numberIn(thinking, 'thinkingBudget') !== 0,
  }
}

function objectIn(object: JsonObject, key: string): JsonObject | null {
  const value = either(object, key)
  return isJsonObject(value) ? value : null
}

function numberIn(object: JsonObject, key: string): number | null {
  const value = either(object, key)
  return typeof value === 'number' ? value : null
}

function readSystem(body: JsonObject, count: TextCount): void {
  const system = objectIn(body, 'systemInstruction')
  for (const part of listAt(system ?? {}, 'parts') ?? [])
    if (isJsonObject(part)) count.add(textAt(part, 'text'))
}

const RANGES = [
  ['temperature', 0, 2],
  ['topP', 0, 1],
  ['candidateCount', 1, 8],
  ['maxOutputTokens', 1, Number.MAX_SAFE_INTEGER],
] as const

function checkConfig(config: JsonObject): void {
  for (const [name, min, max] of RANGES) {
    const value = either(config, name)
    if (!isGiven(value)) continue
    if (typeof value !== 'number') throw invalid(`Invalid value at 'generation_config.${name}' (TYPE_NUMBER)`)
    if (value >= min && value <= max) continue
    throw invalid(
      `* GenerateContentRequest.generation_config.${name}: must be in the range [${min}, ${max}], but got ${value}.\n`,
    )
  }
}

const TOOL_NAME = /^[a-zA-Z_][a-zA-Z0-9_.:-]{0,127}$/

function readTools(body: JsonObject, count: TextCount): readonly AskTool[] {
  const tools = listAt(body, 'tools') ?? []
  return tools.filter(isJsonObject).flatMap((tool, index) => {
    const declarations = either(tool, 'functionDeclarations')
    if (!Array.isArray(declarations)) return []
    return declarations.map((declaration: JsonValue, place) => {
      const path = `tools[${index}].function_declarations[${place}]`
      if (!isJsonObject(declaration)) throw invalid(`Invalid value at '${path}'`)
      const name = textAt(declaration, 'name') ?? ''
      if (!TOOL_NAME.test(name)) {
        throw invalid(
          `* GenerateContentRequest.${path}.name: Invalid function name. Must start with a letter or an underscore. ` +
            'Must be alphanumeric (a-z, A-Z, 0-9), underscores (_), dots (.), colons (:), or dashes (-), ' +
            'with a maximum length of 128.\n',
        )
      }
      const subset = objectIn(declaration, 'parameters')
      if (subset !== null) checkSchema(subset, `${path}.parameters`)
      count.add(name)
      count.add(textAt(declaration, 'description'))
      const schema = subset ?? objectIn(declaration, 'parametersJsonSchema') ?? {}
      count.addJson(schema)
      return { name, schema }
    })
  })
}

function readToolConfig(body: JsonObject, tools: readonly AskTool[]): Pick<Ask, 'tools' | 'toolUse'> {
  const calling = objectIn(objectIn(body, 'toolConfig') ?? {}, 'functionCallingConfig') ?? {}
  const allowed = textsOf(either(calling, 'allowedFunctionNames'))
  const left = allowed.length === 0 ? tools : tools.filter((tool) => allowed.includes(tool.name))
  switch (calling['mode']) {
    case 'NONE':
      return { tools, toolUse: 'none' }
    case 'ANY':
      if (tools.length === 0) {
        throw invalid('Function calling config is set without function_declarations.')
      }
      return { tools: left, toolUse: 'required' }
    case 'VALIDATED':
      return { tools: left, toolUse: 'auto' }
    default:
      if (allowed.length === 0) return { tools, toolUse: 'auto' }
      throw invalid(
        'Allowed function names should only be set when function calling mode is ANY or VALIDATED.',
      )
  }
}

function readFormat(config: JsonObject): AskJson | null {
  const subset = objectIn(config, 'responseSchema')
  const schema = subset ?? objectIn(config, 'responseJsonSchema')
  const mediaType = either(config, 'responseMimeType')
  if (schema !== null && mediaType !== 'application/json') {
    throw invalid(
      "* GenerateContentRequest.generation_config.response_schema: only allowed with response_mime_type 'application/json'.\n",
    )
  }
  if (subset !== null) checkSchema(subset, 'generation_config.response_schema')
  return mediaType === 'application/json' ? { schema } : null
}
