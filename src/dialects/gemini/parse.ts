import type { PathFields } from '../../core/dialect.ts'
import type { JsonObject } from '../../core/json.ts'
import type { ChatRequest } from '../../core/request.ts'
import { defined } from '../../wire/openai-chat.ts'
import { type Fields, invalid } from '../openai-chat/fields.ts'
import { googleFields, nestedFields } from './fields.ts'
import { parseConfig } from './parse-config.ts'
import { parseContents, parseSystem } from './parse-contents.ts'
import { parseToolChoice, parseTools } from './parse-tools.ts'

/** A `GenerateContentRequest`: https://ai.google.dev/api/generate-content#request-body */
export function parse(body: JsonObject, inPath?: PathFields): ChatRequest {
  return parseFields(googleFields(body, ''), inPath)
}

/** A count of `contents` alone, or of a whole request in `generateContentRequest`: https://ai.google.dev/api/tokens */
export function parseTokenCount(body: JsonObject, inPath?: PathFields): ChatRequest {
  const fields = googleFields(body, '')
  const whole = fields.object('generateContentRequest')
  return parseFields(whole === undefined ? fields : nestedFields(fields, 'generateContentRequest'), inPath)
}

function parseFields(fields: Fields, inPath: PathFields | undefined): ChatRequest {
  const model = modelOf(fields, inPath)
  const messages = [...parseSystem(fields), ...parseContents(fields)]
  const config = parseConfig(nestedFields(fields, 'generationConfig'))
  const choice = parseToolChoice(nestedFields(fields, 'toolConfig'))
  const request = {
    model,
    messages,
    tools: parseTools(fields),
    toolChoice: choice.toolChoice,
    sampling: config.sampling,
    output: config.output,
    reasoning: config.reasoning,
    hidesReasoning: config.hidesReasoning,
    cache: {},
    metadata: defined({ serviceTier: fields.string('serviceTier')?.toLowerCase() }),
    stream: inPath?.stream ?? false,
    includeUsage: true,
  }
  const extras = {
    ...fields.rest(),
    ...defined({ generationConfig: config.rest, toolConfig: choice.rest }),
  }
  return { ...request, extras: Object.keys(extras).length === 0 ? {} : { gemini: extras } }
}

/** The path names the model; a body that names another does not count. */
function modelOf(fields: Fields, inPath: PathFields | undefined): string {
  const inBody = fields.string('model')
  const model = (inPath?.model ?? inBody ?? '').replace(/^models\//, '')
  if (model === '') throw invalid('model', 'the name of a model', inBody)
  return model
}
