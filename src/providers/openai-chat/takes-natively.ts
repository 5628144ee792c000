import type { EncodeTarget } from '../../core/provider.ts'
import type { ChatRequest } from '../../core/request.ts'
import type { ChatApi } from './api.ts'
import { isPrefilled } from './encode.ts'
import { mustNarrow, takesChoice } from './encode-tools.ts'
import { type Field, type FieldName, FIELDS } from './fields.ts'

/** Whether this API understands all that the request says in OpenAI's words, and answers in them. */
export function takesNatively(request: ChatRequest, target: EncodeTarget, api: ChatApi): boolean {
  if (api.answersOddly === true) return false
  // A caller must not get thoughts as the answer. A model that is known not to think has none.
  if (api.thinkTags === true && target.reasons !== false) return false
  if (request.reasoning !== undefined && typeof api.reasoningRequest === 'function') return false
  if (isPrefilled(request) && api.prefix !== undefined) return false
  if (target.reasons === true && api.refusesInReasoning?.some((name) => isSaid(name, request)) === true)
    return false
  return !hasOtherFields(request, api) && !hasOtherTools(request, api) && !hasOtherParts(request, api)
}

function hasOtherFields(request: ChatRequest, { refuses = [], fieldNames = {}, formats }: ChatApi): boolean {
  const { format } = request.output
  if (formats !== undefined && format.type !== 'text' && !formats.includes(format.type)) return true
  const said = (name: string) => isField(name) && isSaid(name, request)
  return refuses.some(said) || Object.keys(fieldNames).some(said)
}

function isSaid(name: FieldName, request: ChatRequest): boolean {
  const { usual, read }: Field = FIELDS[name]
  const value = read(request)
  return value !== undefined && value !== usual
}

function isField(name: string): name is FieldName {
  return Object.hasOwn(FIELDS, name)
}

function hasOtherTools({ tools, toolChoice }: ChatRequest, api: ChatApi): boolean {
  if (tools.length === 0) return false
  const refuses = (word: 'tools' | 'strictTools' | 'parallelToolCalls') =>
    api.refuses?.includes(word) === true
  if (refuses('tools')) return true
  if (refuses('strictTools') && tools.some((tool) => tool.type === 'function' && tool.strict === true))
    return true
  if (toolChoice === undefined) return false
  if (toolChoice.parallel !== undefined && refuses('parallelToolCalls')) return true
  const isOtherWord = toolChoice.mode === 'required' && api.requiredWord !== undefined
  return isOtherWord || !takesChoice(toolChoice.mode, api) || mustNarrow(toolChoice, api)
}

function hasOtherParts({ messages }: ChatRequest, { refuses = [] }: ChatApi): boolean {
  if (refuses.length === 0) return false
  const words: readonly string[] = refuses
  return messages.some(
    ({ name, parts }) =>
      (name !== undefined && words.includes('name')) || parts.some(({ type }) => words.includes(type)),
  )
}
