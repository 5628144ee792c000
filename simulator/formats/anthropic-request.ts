import type { JsonObject, JsonValue } from '../../src/core/json.ts'
import { isJsonObject } from '../../src/core/json.ts'
import type { Ask, AskJson, AskTool } from '../ask.ts'
import { Failure } from '../failure.ts'
import { imagesIn, lastResults, lastUserText, prefixOf, readMessages } from './anthropic-messages.ts'
import { checkThinkingReturned, checkToolOrder } from './anthropic-order.ts'
import { isGiven, listAt, numberAt, objectAt, TextCount, textAt, textsOf } from './fields.ts'
import type { Call } from './format.ts'

/** Reads and checks a body of `POST /v1/messages`, or of `/count_tokens`, which needs no `max_tokens`. */
export function readAnthropic({ body, headers, operation, seed, isSigned }: Call): Ask {
  if (headers['anthropic-version'] === undefined) throw invalid('anthropic-version: header is required')
  const maxTokens = readMaxTokens(body, operation)
  const count = new TextCount()
  const messages = readMessages(body, count, seed)
  readSystem(body, count)
  checkToolOrder(messages)
  const reasons = readThinking(body, maxTokens)
  if (isSigned && reasons) checkThinkingReturned(messages)
  checkNumbers(body)
  const tools = readTools(body, count)
  const choice = readToolChoice(body, tools)
  return {
    stream: body['stream'] === true,
    includeUsage: true,
    maxTokens,
    choices: 1,
    stop: textsOf(body['stop_sequences']),
    characters: count.characters,
    lastUserText: lastUserText(messages),
    prefix: prefixOf(messages),
    ...choice,
    parallelTools: objectAt(body, 'tool_choice')?.['disable_parallel_tool_use'] !== true,
    toolResults: lastResults(messages),
    images: messages.flatMap(imagesIn),
    json: readFormat(body),
    reasons,
  }
}

function invalid(message: string): Failure {
  return new Failure('invalid', message)
}

function readMaxTokens(body: JsonObject, operation: Call['operation']): number | null {
  const maxTokens = body['max_tokens']
  if (operation === 'count') return null
  if (!isGiven(maxTokens)) throw invalid('max_tokens: Field required')
  if (typeof maxTokens !== 'number' || !Number.isInteger(maxTokens)) {
    throw invalid('max_tokens: Input should be a valid integer')
  }
  if (maxTokens < 1) throw invalid('max_tokens: Input should be greater than or equal to 1')
  return maxTokens
}

function readSystem(body: JsonObject, count: TextCount): void {
  const system = body['system']
  if (!isGiven(system)) return
  if (typeof system === 'string') return count.add(system)
  if (!Array.isArray(system)) throw invalid('system: Input should be a valid list')
  system.forEach((block: JsonValue, index) => {
    const text = isJsonObject(block) && block['type'] === 'text' ? textAt(block, 'text') : null
    if (text === null) throw invalid(`system.${index}.type: Input should be 'text'`)
    if (text === '') throw invalid('system: text content blocks must be non-empty')
    count.add(text)
  })
}

function checkNumbers(body: JsonObject): void {
  for (const name of ['temperature', 'top_p']) {
    const value = body[name]
    if (!isGiven(value)) continue
    if (typeof value !== 'number') throw invalid(`${name}: Input should be a valid number`)
    if (value < 0 || value > 1) throw invalid(`${name}: range: 0..1`)
  }
}

/** Whether the model may think. Asked for or not makes no difference to a model that always does. */
function readThinking(body: JsonObject, maxTokens: number | null): boolean {
  const thinking = objectAt(body, 'thinking')
  if (thinking === null) return true
  const type = textAt(thinking, 'type')
  if (type === 'disabled') return false
  if (type !== 'enabled' && type !== 'adaptive') {
    throw invalid("thinking.type: Input should be 'enabled', 'disabled' or 'adaptive'")
  }
  const temperature = numberAt(body, 'temperature')
  if (temperature !== null && temperature !== 1) {
    throw invalid('`temperature` may only be set to 1 when thinking is enabled.')
  }
  if (type === 'adaptive') return true
  const choice = textAt(objectAt(body, 'tool_choice') ?? {}, 'type')
  if (choice === 'any' || choice === 'tool') {
    throw invalid('Thinking may not be enabled when tool_choice forces tool use.')
  }
  const budget = numberAt(thinking, 'budget_tokens')
  if (budget === null) throw invalid('thinking.enabled.budget_tokens: Field required')
  if (budget < 1024) {
    throw invalid('thinking.enabled.budget_tokens: Input should be greater than or equal to 1024')
  }
  if (maxTokens !== null && maxTokens <= budget) {
    throw invalid('`max_tokens` must be greater than `thinking.budget_tokens`.')
  }
  return true
}

/** Tools with a `type` of their own, such as web search, run at the provider; they are not called here. */
function readTools(body: JsonObject, count: TextCount): readonly AskTool[] {
  return (listAt(body, 'tools') ?? []).flatMap((tool, index) => {
    if (!isJsonObject(tool)) throw invalid(`tools.${index}: Input should be a valid dictionary`)
    const type = textAt(tool, 'type') ?? 'custom'
    if (type !== 'custom') return []
    const place = `tools.${index}.custom`
    const name = textAt(tool, 'name')
    if (name === null) throw invalid(`${place}.name: Field required`)
    if (!/^[a-zA-Z0-9_-]{1,128}$/.test(name)) {
      throw invalid(`${place}.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'`)
    }
    const schema = objectAt(tool, 'input_schema')
    if (schema === null) throw invalid(`${place}.input_schema: Field required`)
    if (schema['type'] !== 'object') throw invalid(`${place}.input_schema.type: Input should be 'object'`)
    count.add(name)
    count.add(textAt(tool, 'description'))
    count.addJson(schema)
    return { name, schema }
  })
}

function readToolChoice(body: JsonObject, tools: readonly AskTool[]): Pick<Ask, 'tools' | 'toolUse'> {
  const choice = objectAt(body, 'tool_choice')
  if (choice === null) return { tools, toolUse: 'auto' }
  if (listAt(body, 'tools') === null) {
    throw invalid('tool_choice: may only be specified while providing tools')
  }
  switch (choice['type']) {
    case 'auto':
    case 'none':
      return { tools, toolUse: choice['type'] }
    case 'any':
      return { tools, toolUse: 'required' }
    case 'tool': {
      const left = tools.filter((tool) => tool.name === choice['name'])
      if (left.length > 0) return { tools: left, toolUse: 'required' }
      throw invalid(`Tool '${String(choice['name'])}' not found in provided tools`)
    }
    default:
      throw invalid("tool_choice.type: Input should be 'auto', 'any', 'tool' or 'none'")
  }
}

/** `output_config.format`; formerly `output_format`. */
function readFormat(body: JsonObject): AskJson | null {
  const format = objectAt(objectAt(body, 'output_config') ?? {}, 'format') ?? objectAt(body, 'output_format')
  if (format === null) return null
  if (format['type'] !== 'json_schema')
    throw invalid("output_config.format.type: Input should be 'json_schema'")
  const schema = objectAt(format, 'schema')
  if (schema === null) throw invalid('output_config.format.schema: Field required')
  return { schema }
}
