import type { JsonObject } from '../../core/json.ts'
import type { EncodedRequest, EncodeTarget } from '../../core/provider.ts'
import type { ChatRequest } from '../../core/request.ts'
import { objectOf } from '../../wire/gemini.ts'
import { encodeContents } from './contents.ts'
import { generationConfig } from './generation-config.ts'
import { geminiModel } from './model.ts'
import { excuseMissingSignatures } from './signatures.ts'
import { changedToolNames } from './tool-names.ts'
import { encodeToolConfig, encodeTools } from './tools.ts'

/** A canonical request as a `GenerateContentRequest`. https://ai.google.dev/api/generate-content */
export function encode(request: ChatRequest, target: EncodeTarget): EncodedRequest {
  const dropped = new Set<string>()
  noteLosses(request, dropped)
  const model = geminiModel(target.model)
  const { system, contents } = encodeContents(request.messages, model, dropped)
  const tools = encodeTools(request.tools, dropped)
  const extras = request.extras.gemini ?? {}
  const body = defined({
    ...extras,
    systemInstruction: system.length > 0 ? { parts: system } : undefined,
    contents: model.generation >= 3 ? excuseMissingSignatures(contents) : contents,
    tools: tools.length > 0 ? tools : undefined,
    toolConfig: merged(extras.toolConfig, encodeToolConfig(request, dropped)),
    generationConfig: merged(extras.generationConfig, generationConfig(request, target, dropped)),
    serviceTier: serviceTier(request, dropped) ?? extras.serviceTier,
  })
  const toolNames = changedToolNames(request.tools.map(({ name }) => name))
  return { body, dropped: [...dropped], ...(toolNames.size > 0 ? { toolNames } : {}) }
}

function noteLosses({ cache, metadata, extras }: ChatRequest, dropped: Set<string>): void {
  if (cache.key !== undefined) dropped.add('cacheKey')
  if (cache.retention !== undefined) dropped.add('cacheRetention')
  if (cache.automatic !== undefined) dropped.add('cacheMarks')
  if (metadata.user !== undefined) dropped.add('user')
  if (metadata.store !== undefined) dropped.add('store')
  if (metadata.tags !== undefined) dropped.add('tags')
  for (const [wire, fields] of Object.entries(extras))
    if (wire !== 'gemini') for (const name of Object.keys(fields)) dropped.add(name)
}

/** https://ai.google.dev/gemini-api/docs/priority-inference */
function serviceTier({ metadata }: ChatRequest, dropped: Set<string>): string | undefined {
  switch (metadata.serviceTier) {
    case undefined:
    case 'auto':
      return undefined
    case 'default':
    case 'standard':
      return 'standard'
    case 'flex':
      return 'flex'
    case 'fast':
    case 'priority':
      return 'priority'
    default:
      dropped.add('serviceTier')
      return undefined
  }
}

/** What the caller's own Gemini fields hold beside those that the canonical form has words for. */
function merged(extra: JsonObject[string], ours: JsonObject | undefined): JsonObject | undefined {
  const whole = { ...objectOf(extra), ...defined(ours ?? {}) }
  return Object.keys(whole).length > 0 ? whole : undefined
}

function defined(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined))
}
