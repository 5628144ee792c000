import type { Completion } from '../../core/collect.ts'
import type { RenderContext } from '../../core/dialect.ts'
import type { FinishEvent } from '../../core/event.ts'
import { isJsonObject, type JsonObject } from '../../core/json.ts'
import { NO_USAGE, type Usage } from '../../core/usage.ts'
import { writeStopReason } from '../../wire/anthropic-stop-reason.ts'
import { writeUsage } from '../../wire/anthropic-usage.ts'
import { renderPart } from './render-blocks.ts'

/** https://platform.claude.com/docs/en/api/messages: one answer. The format has no room for a second choice. */
export function renderCompletion(completion: Completion, context: RenderContext): JsonObject {
  const choice = completion.choices[0]
  const finish = choice?.finish ?? null
  const { usage: _, ...own } = finishExtras(finish)
  return {
    ...messageHead(completion.id, completion.model, context),
    content: (choice?.parts ?? []).flatMap((part) => renderPart(part, context.excludeReasoning)),
    stop_reason: finish === null ? null : writeStopReason(finish),
    stop_sequence: finish?.stopSequence ?? null,
    ...own,
    usage: renderUsage(completion.usage, finish),
  }
}

export function messageHead(id: string, model: string, context: RenderContext): JsonObject {
  return {
    id: id === '' ? `msg_${context.exchangeId}` : id,
    type: 'message',
    role: 'assistant',
    model: model === '' ? context.requestedModel : model,
  }
}

export function renderUsage(usage: Usage | null, finish: FinishEvent | null): JsonObject {
  const own = finishExtras(finish).usage
  return { ...writeUsage(usage ?? NO_USAGE), ...(isJsonObject(own) ? own : {}) }
}

export function finishExtras(finish: FinishEvent | null): JsonObject {
  return finish?.extras?.['anthropic-messages'] ?? {}
}
