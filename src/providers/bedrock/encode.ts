import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts'
import type { EncodedRequest, EncodeTarget } from '../../core/provider.ts'
import type { ChatRequest } from '../../core/request.ts'
import { encode as encodeForAnthropic } from '../anthropic/encode.ts'
import { BlockWriter } from './blocks.ts'
import { withMedia } from './media.ts'
import { modelFields } from './model-fields.ts'
import { outputFields } from './output-fields.ts'
import { toolConfig } from './tools.ts'

/**
 * A request to https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html: what Anthropic would
 * be sent, in Converse's words. The model is in the path.
 */
export function encode(
  request: ChatRequest,
  target: EncodeTarget,
  guardrail: JsonObject | null,
): EncodedRequest {
  const { body, dropped, toolNames } = encodeForAnthropic(withMedia(request), target)
  const blocks = new BlockWriter(target.model)
  const messages = objectsOf(body.messages).map(({ role, content }) => ({
    role,
    content: blocks.all(content),
  }))
  const system = blocks.all(body.system)
  const fields = modelFields(request, target, body)
  const names = new Set([
    ...dropped.filter((name) => name !== 'tags' && name !== 'serviceTier'),
    ...Object.keys(request.extras['anthropic-messages'] ?? {}),
  ])
  const tools = toolConfig(body, blocks)
  const output = outputFields(request, body)
  return {
    body: {
      messages: messages.filter(({ content }) => content.length > 0),
      ...(system.length === 0 ? {} : { system }),
      ...inference(request, body),
      ...tools.fields,
      ...fields.body,
      ...output.body,
      ...(guardrail === null ? {} : { guardrailConfig: guardrail }),
    },
    dropped: [
      ...new Set([...names, ...blocks.dropped, ...tools.dropped, ...fields.dropped, ...output.dropped]),
    ],
    ...namesOf(toolNames, blocks.toolNames),
  }
}

/** Unlike Anthropic it needs no limit of tokens, but where thinking has a budget within one. */
function inference({ output }: ChatRequest, body: JsonObject): JsonObject {
  const needsLimit =
    output.maxTokens !== undefined ||
    (isJsonObject(body.thinking) && body.thinking.budget_tokens !== undefined)
  const { temperature, top_p: topP, stop_sequences: stopSequences } = body
  const config = {
    ...(needsLimit ? { maxTokens: body.max_tokens } : {}),
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { topP }),
    ...(stopSequences === undefined ? {} : { stopSequences }),
  }
  return Object.keys(config).length === 0 ? {} : { inferenceConfig: config }
}

/** A name may have been changed twice: for Anthropic's alphabet, and for the length here. */
function namesOf(
  first: ReadonlyMap<string, string> | undefined,
  second: ReadonlyMap<string, string>,
): Pick<EncodedRequest, 'toolNames'> {
  const names = new Map(first ?? [])
  for (const [written, name] of second) names.set(written, first?.get(name) ?? name)
  return names.size === 0 ? {} : { toolNames: names }
}

function objectsOf(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : []
}
