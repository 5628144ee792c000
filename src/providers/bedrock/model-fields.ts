import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts'
import type { EncodeTarget } from '../../core/provider.ts'
import type { ChatRequest } from '../../core/request.ts'
import { isClaude, isGptOss, isNova, isNova2 } from './model.ts'

interface Written {
  readonly body: JsonObject
  readonly dropped: readonly string[]
}

/** What each maker's models understand beside the common fields, in that maker's words. */
export function modelFields(request: ChatRequest, { model }: EncodeTarget, body: JsonObject): Written {
  const { thinking, top_k: topK, output_config: config } = body
  const effort = isJsonObject(config) ? config.effort : undefined
  const reasoning = reasoningFields(model, thinking, effort)
  const sampling = topKFields(model, topK)
  const own = { ...reasoning, ...sampling }
  return {
    body: {
      ...(Object.keys(own).length === 0 ? {} : { additionalModelRequestFields: own }),
    },
    dropped: [
      ...(reasoning === null && request.reasoning !== undefined ? ['reasoning'] : []),
      ...(sampling === null ? ['topK'] : []),
    ],
  }
}

/** https://docs.aws.amazon.com/bedrock/latest/userguide/inference-reasoning.html; null where there are no words. */
function reasoningFields(
  model: string,
  thinking: JsonValue | undefined,
  effort: JsonValue | undefined,
): JsonObject | null {
  if (thinking === undefined && effort === undefined) return {}
  if (isClaude(model)) {
    return {
      ...(thinking === undefined ? {} : { thinking }),
      ...(effort === undefined ? {} : { output_config: { effort } }),
    }
  }
  const isOff = isJsonObject(thinking) && thinking.type === 'disabled'
  if (isNova2(model)) {
    return isOff
      ? { reasoningConfig: { type: 'disabled' } }
      : { reasoningConfig: { type: 'enabled', maxReasoningEffort: threeSteps(effort) } }
  }
  return isGptOss(model) && !isOff ? { reasoning_effort: threeSteps(effort) } : null
}

function threeSteps(effort: JsonValue | undefined): string {
  if (effort === 'low' || effort === 'medium') return effort
  return effort === undefined ? 'medium' : 'high'
}

function topKFields(model: string, topK: JsonValue | undefined): JsonObject | null {
  if (topK === undefined) return {}
  if (isClaude(model)) return { top_k: topK }
  return isNova(model) ? { inferenceConfig: { topK } } : null
}
