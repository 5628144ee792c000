import type { JsonObject } from '../../src/core/json.ts'
import { isJsonObject } from '../../src/core/json.ts'
import type { Ask, AskJson, AskTool } from '../ask.ts'
import { Failure } from '../failure.ts'
import { isGiven, listAt, numberAt, objectAt, TextCount, textAt, textsOf } from './fields.ts'
import type { Call } from './format.ts'
import { missing, outOfRange, wrongType, wrongValue } from './openai-chat-invalid.ts'
import { imagesIn, lastResults, lastUserText, prefixOf, readMessages } from './openai-chat-messages.ts'
import { checkToolOrder } from './openai-chat-order.ts'

/** Reads and checks a body of `POST /v1/chat/completions`: https://platform.openai.com/docs/api-reference/chat/create */
export function readOpenaiChat({ body }: Call): Ask {
  const count = new TextCount()
  const messages = readMessages(body, count)
  checkToolOrder(messages)
  checkNumbers(body)
  const stream = body['stream'] === true
  if (isGiven(body['stream_options']) && !stream) {
    const message = "The 'stream_options' parameter is only allowed when 'stream' is enabled."
    throw new Failure('invalid', message, { param: 'stream_options' })
  }
  const tools = readTools(body, count)
  const choice = readToolChoice(body, tools)
  return {
    stream,
    includeUsage: objectAt(body, 'stream_options')?.['include_usage'] === true,
    maxTokens: numberAt(body, 'max_completion_tokens') ?? numberAt(body, 'max_tokens'),
    choices: numberAt(body, 'n') ?? 1,
    stop: textsOf(body['stop']),
    characters: count.characters,
    lastUserText: lastUserText(messages),
    prefix: prefixOf(messages),
    ...choice,
    parallelTools: body['parallel_tool_calls'] !== false,
    toolResults: lastResults(messages),
    images: messages.flatMap(imagesIn),
    json: readFormat(body, messages),
    reasons: body['reasoning_effort'] !== 'none',
  }
}

const RANGES = [
  ['temperature', 0, 2],
  ['top_p', 0, 1],
  ['presence_penalty', -2, 2],
  ['frequency_penalty', -2, 2],
  ['max_tokens', 1, Number.MAX_SAFE_INTEGER],
  ['max_completion_tokens', 1, Number.MAX_SAFE_INTEGER],
  ['n', 1, 128],
] as const

function checkNumbers(body: JsonObject): void {
  for (const [name, min, max] of RANGES) {
    const value = body[name]
    if (!isGiven(value)) continue
    const kind = max > 2 ? 'integer' : 'decimal'
    if (typeof value !== 'number')
      throw wrongType(name, kind === 'integer' ? 'an integer' : 'a decimal', value)
    if (kind === 'integer' && !Number.isInteger(value)) throw wrongType(name, 'an integer', value)
    if (value < min) throw outOfRange(name, kind, 'below min', `>= ${min}`, value)
    if (value > max) throw outOfRange(name, kind, 'above max', `<= ${max}`, value)
  }
}

function readTools(body: JsonObject, count: TextCount): readonly AskTool[] {
  const tools = listAt(body, 'tools')
  if (tools === null) {
    for (const name of ['tool_choice', 'parallel_tool_calls']) {
      if (!isGiven(body[name]) || body[name] === 'none') continue
      throw new Failure('invalid', `'${name}' is only allowed when 'tools' are specified.`, { param: name })
    }
    return []
  }
  return tools.flatMap((tool, index) => {
    if (!isJsonObject(tool)) throw wrongType(`tools[${index}]`, 'an object', tool)
    count.addJson(tool['function'] ?? tool['custom'])
    if (tool['type'] === 'custom') return []
    if (tool['type'] !== 'function')
      throw wrongValue(`tools[${index}].type`, tool['type'], ['function', 'custom'])
    const path = `tools[${index}].function.name`
    const definition = objectAt(tool, 'function') ?? {}
    const name = textAt(definition, 'name')
    if (name === null) throw missing(path)
    if (!/^[a-zA-Z0-9_-]{1,64}$/.test(name)) {
      const message = `Invalid '${path}': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.`
      throw new Failure('invalid', message, { param: path, code: 'invalid_value' })
    }
    return { name, schema: objectAt(definition, 'parameters') ?? {} }
  })
}

function readToolChoice(body: JsonObject, tools: readonly AskTool[]): Pick<Ask, 'tools' | 'toolUse'> {
  const choice = body['tool_choice']
  if (choice === 'none' || choice === 'required') return { tools, toolUse: choice }
  if (!isJsonObject(choice)) return { tools, toolUse: 'auto' }
  const allowed = objectAt(choice, 'allowed_tools')
  const named = allowed === null ? [choice] : (listAt(allowed, 'tools') ?? []).filter(isJsonObject)
  const names = named.map((item) => textAt(objectAt(item, 'function') ?? {}, 'name'))
  const left = tools.filter((tool) => names.includes(tool.name))
  if (left.length === 0) {
    const message = `Tool choice '${names.join(', ')}' not found in 'tools' parameter.`
    throw new Failure('invalid', message, { param: 'tool_choice' })
  }
  return { tools: left, toolUse: allowed === null || allowed['mode'] === 'required' ? 'required' : 'auto' }
}

function readFormat(body: JsonObject, messages: readonly JsonObject[]): AskJson | null {
  const format = objectAt(body, 'response_format')
  const type = format === null ? 'text' : textAt(format, 'type')
  if (format === null || type === 'text') return null
  if (type === 'json_object') {
    if (/json/i.test(JSON.stringify(messages))) return { schema: null }
    const message =
      "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'."
    throw new Failure('invalid', message, { param: 'messages' })
  }
  if (type !== 'json_schema')
    throw wrongValue('response_format.type', type, ['json_object', 'json_schema', 'text'])
  const definition = objectAt(format, 'json_schema') ?? {}
  if (textAt(definition, 'name') === null) throw missing('response_format.json_schema.name')
  return { schema: objectAt(definition, 'schema') }
}
