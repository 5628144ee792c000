import type { JsonObject, JsonValue } from '../../src/core/json.ts'
import { isJsonObject } from '../../src/core/json.ts'
import type { Ask, AskJson, AskTool } from '../ask.ts'
import { Failure } from '../failure.ts'
import { isGiven, listAt, numberAt, objectAt, TextCount, textAt } from './fields.ts'
import type { Call } from './format.ts'
import { missing, outOfRange, wrongType, wrongValue } from './openai-chat-invalid.ts'
import {
  checkCalls,
  checkReasoning,
  imagesIn,
  lastResults,
  lastUserText,
  readItems,
} from './openai-responses-items.ts'

/** Reads and checks a body of `POST /v1/responses`: https://platform.openai.com/docs/api-reference/responses/create */
export function readOpenaiResponses({ body, seed, isSigned }: Call): Ask {
  if (isGiven(body['previous_response_id'])) {
    const id = String(body['previous_response_id'])
    const message = `Previous response with id '${id}' not found.`
    throw new Failure('invalid', message, {
      param: 'previous_response_id',
      code: 'previous_response_not_found',
    })
  }
  const count = new TextCount()
  count.add(textAt(body, 'instructions'))
  const items = readItems(body, count)
  checkCalls(items)
  checkReasoning(items, seed, isSigned)
  checkNumbers(body)
  const tools = readTools(body, count)
  return {
    stream: body['stream'] === true,
    includeUsage: true,
    maxTokens: numberAt(body, 'max_output_tokens'),
    choices: 1,
    stop: [],
    characters: count.characters,
    lastUserText: lastUserText(items),
    prefix: '',
    ...readToolChoice(body, tools),
    parallelTools: body['parallel_tool_calls'] !== false,
    toolResults: lastResults(items),
    images: items.flatMap(imagesIn),
    json: readFormat(body),
    reasons: objectAt(body, 'reasoning')?.['effort'] !== 'none',
  }
}

const RANGES = [
  ['temperature', 0, 2],
  ['top_p', 0, 1],
  ['top_logprobs', 0, 20],
] as const

function checkNumbers(body: JsonObject): void {
  for (const [name, min, max] of RANGES) {
    const value = body[name]
    if (!isGiven(value)) continue
    if (typeof value !== 'number') throw wrongType(name, 'a decimal', value)
    if (value < min) throw outOfRange(name, 'decimal', 'below min', `>= ${min}`, value)
    if (value > max) throw outOfRange(name, 'decimal', 'above max', `<= ${max}`, value)
  }
}

function readTools(body: JsonObject, count: TextCount): readonly AskTool[] {
  return (listAt(body, 'tools') ?? []).flatMap((tool, index): AskTool[] => {
    const path = `tools[${index}]`
    if (!isJsonObject(tool)) throw wrongType(path, 'an object', tool)
    const type = textAt(tool, 'type')
    if (type === null) throw missing(`${path}.type`)
    count.addJson(tool)
    if (type !== 'function') return []
    const name = textAt(tool, 'name')
    if (name === null) throw missing(`${path}.name`)
    return [{ name, schema: objectAt(tool, 'parameters') ?? {} }]
  })
}

function readToolChoice(body: JsonObject, tools: readonly AskTool[]): Pick<Ask, 'tools' | 'toolUse'> {
  const choice = body['tool_choice']
  if (choice === 'none' || choice === 'required') return { tools, toolUse: choice }
  if (!isJsonObject(choice)) return { tools, toolUse: 'auto' }
  const named =
    choice['type'] === 'allowed_tools' ? (listAt(choice, 'tools') ?? []).filter(isJsonObject) : [choice]
  const names = named.map((item) => textAt(item, 'name'))
  const left = tools.filter((tool) => names.includes(tool.name))
  if (left.length === 0) {
    const message = `Tool choice '${names.join(', ')}' not found in 'tools' parameter.`
    throw new Failure('invalid', message, { param: 'tool_choice' })
  }
  return { tools: left, toolUse: choice['mode'] === 'auto' ? 'auto' : 'required' }
}

const FORMATS = ['text', 'json_object', 'json_schema']

function readFormat(body: JsonObject): AskJson | null {
  const format = objectAt(objectAt(body, 'text') ?? {}, 'format')
  const type: JsonValue | undefined = format?.['type']
  if (format === null || type === 'text') return null
  if (type === 'json_object') return { schema: null }
  if (type !== 'json_schema') throw wrongValue('text.format.type', type, FORMATS)
  if (textAt(format, 'name') === null) throw missing('text.format.name')
  return { schema: objectAt(format, 'schema') }
}
