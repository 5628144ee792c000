import type { Completion } from '../../core/collect.ts'
import type { RenderContext } from '../../core/dialect.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts'
import type { Part } from '../../core/request.ts'
import { objectsOf, textOf } from '../../wire/openai-chat.ts'
import { renderUsage } from '../../wire/openai-usage.ts'
import { finishReason } from '../openai-chat/message.ts'

/** https://platform.openai.com/docs/api-reference/completions/object */
export function renderCompletion(completion: Completion, context: RenderContext): JsonObject {
  return {
    ...completionHead(completion.id, completion.model, context),
    choices: completion.choices.map(({ parts, finish, logprobs }, index) => ({
      text: joined(parts, 'text') + joined(parts, 'refusal'),
      index,
      logprobs: logprobs === null ? null : renderLogprobs(logprobs, 0),
      finish_reason: finish === null ? 'error' : finishReason(finish.reason),
      ...reasoningOf(parts, context.excludeReasoning),
    })),
    ...(completion.usage === null ? {} : { usage: renderUsage(completion.usage) }),
  }
}

export function completionHead(id: string, model: string, context: RenderContext): JsonObject {
  return {
    id: id === '' ? `cmpl-${context.exchangeId}` : id,
    object: 'text_completion',
    created: Math.floor(context.createdMs / 1000),
    model: model === '' ? context.requestedModel : model,
  }
}

/** Chat's entries as four lists, of one item for each token. Offsets count from the answer's first character. */
export function renderLogprobs(content: readonly JsonValue[], offset: number): JsonObject {
  const entries = content.filter(isJsonObject)
  let at = offset
  const offsets = entries.map(({ token }) => {
    const start = at
    at += textOf(token).length
    return start
  })
  return {
    tokens: entries.map(({ token }) => token ?? ''),
    token_logprobs: entries.map(({ logprob }) => logprob ?? null),
    top_logprobs: entries.map(({ top_logprobs }) =>
      Object.fromEntries(objectsOf(top_logprobs).map(({ token, logprob }) => [textOf(token), logprob])),
    ),
    text_offset: offsets,
  }
}

/** OpenRouter's field: https://openrouter.ai/docs/api/api-reference/completions */
function reasoningOf(parts: readonly Part[], isExcluded: boolean): JsonObject {
  const reasoning = isExcluded ? '' : joined(parts, 'reasoning')
  return reasoning === '' ? {} : { reasoning }
}

function joined(parts: readonly Part[], type: 'text' | 'refusal' | 'reasoning'): string {
  return parts.flatMap((part) => (part.type === type ? [part.text] : [])).join('')
}
