import type { Provider } from '../../core/provider.ts'
import type { ChatRequest, Part } from '../../core/request.ts'
import { encodeContents } from './contents.ts'
import { geminiModel } from './model.ts'

/**
 * The path names the model; a body that names another would win or be refused. What another provider has signed
 * earlier in the conversation is in envelopes that Google cannot read: then the conversation is written anew.
 */
export const nativeEdits: Provider['nativeEdits'] = (request, target) => {
  if (!holdsForeign(request)) return { model: undefined }
  return {
    model: undefined,
    contents: encodeContents(request.messages, geminiModel(target.model), new Set()).contents,
  }
}

function holdsForeign({ messages }: ChatRequest): boolean {
  return messages.some(({ role, parts }) => role === 'assistant' && parts.some(isForeign))
}

function isForeign(part: Part): boolean {
  if (part.type === 'opaque') return part.owner !== 'gemini'
  return 'proof' in part && part.proof !== undefined && part.proof.owner !== 'gemini'
}
