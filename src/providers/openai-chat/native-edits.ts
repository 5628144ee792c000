import type { EncodeTarget } from '../../core/provider.ts'
import type { ChatRequest, Message, Part } from '../../core/request.ts'
import type { ChatApi } from './api.ts'
import { encode, isForGateways, ownFields, streamOptions } from './encode.ts'

/**
 * The caller's body passes as it is but for these. A field of its own is not an edit: what a caller says to OpenAI in
 * OpenAI's words is between the two.
 */
export function nativeEdits(
  request: ChatRequest,
  target: EncodeTarget,
  api: ChatApi,
): Readonly<Record<string, unknown>> {
  const edits: Record<string, unknown> = { model: target.model }
  if (request.stream) edits.stream_options = streamOptions(request, api)
  if (api.maxTokensField === 'max_tokens' && request.output.maxTokens !== undefined) {
    edits.max_tokens = request.output.maxTokens
    edits.max_completion_tokens = undefined
  }
  if (api.fields !== undefined) Object.assign(edits, ownFields(request, api))
  for (const name of Object.keys(request.extras['openai-chat'] ?? {})) {
    if (isForGateways(name, api)) edits[name] = undefined
  }
  const { messages, tools, reasoning_effort } = needsRewriting(request, api)
    ? encode(request, target, api).body
    : {}
  if (messages !== undefined) edits.messages = messages
  if (tools !== undefined) edits.tools = tools
  if (api.isStrict === true && request.reasoning !== undefined) {
    // OpenRouter's ways to ask for it.
    edits.reasoning = undefined
    edits.include_reasoning = undefined
    edits.thinking = undefined
    edits.reasoning_effort = reasoning_effort ?? encode(request, target, api).body.reasoning_effort
  }
  if (api.isStrict === true && request.cache.automatic !== undefined) edits.cache_control = undefined
  return edits
}

/** Whether the messages or tools hold what this API would refuse, or what belongs to somebody else. */
function needsRewriting(request: ChatRequest, api: ChatApi): boolean {
  const isStranger = (part: Part) => isForeign(part, api)
  return (
    request.messages.some(
      (message) =>
        message.parts.some(isStranger) || isUnknownRole(message, api) || lacksReasoning(message, api),
    ) ||
    (api.isStrict === true &&
      request.tools.some((tool) => tool.type === 'function' && tool.mark !== undefined))
  )
}

function isForeign(part: Part, api: ChatApi): boolean {
  const isStrict = api.isStrict === true && api.takesCacheMarks !== true
  switch (part.type) {
    case 'text':
    case 'image':
    case 'audio':
    case 'video':
    case 'file':
      return (part.mark !== undefined && isStrict) || isForeignProof(part, api)
    case 'reasoning':
      return hasOtherEcho(api) || isForeignProof(part, api)
    case 'tool-call':
      return isForeignProof(part, api)
    case 'tool-result':
      return part.parts.some((inner) => isForeign(inner, api))
    case 'refusal':
    case 'opaque':
      return false
  }
}

function isForeignProof({ proof }: Pick<Extract<Part, { proof?: unknown }>, 'proof'>, api: ChatApi): boolean {
  if (proof === undefined || api.reasoningEcho === 'reasoning_details') return false
  return !(proof.owner === 'gemini' && api.takesThoughtSignatures === true)
}

function isUnknownRole({ role }: Message, api: ChatApi): boolean {
  return role === 'developer' && api.hasDeveloperRole !== true
}

/** A caller echoes reasoning in the field in which he got it, which need not be this API's. */
function hasOtherEcho({ reasoningEcho }: ChatApi): boolean {
  return reasoningEcho !== undefined && reasoningEcho !== 'reasoning_details'
}

function lacksReasoning({ role, parts }: Message, { wantsReasoningWithCalls }: ChatApi): boolean {
  if (wantsReasoningWithCalls !== true || role !== 'assistant') return false
  return parts.some(({ type }) => type === 'tool-call') && !parts.some(({ type }) => type === 'reasoning')
}
