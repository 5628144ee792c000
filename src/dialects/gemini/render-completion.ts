import type { CompletedChoice, Completion } from '../../core/collect.ts'
import type { RenderContext } from '../../core/dialect.ts'
import type { FinishEvent } from '../../core/event.ts'
import type { JsonObject, JsonValue } from '../../core/json.ts'
import type { Part } from '../../core/request.ts'
import { writeGeminiGrounding } from '../../wire/gemini-citations.ts'
import { writeGeminiFinish } from '../../wire/gemini-finish.ts'
import { writeGeminiLogprobs } from '../../wire/gemini-logprobs.ts'
import { writeGeminiUsage } from '../../wire/gemini-usage.ts'
import { metadataOf, renderPart } from './render-part.ts'

/** A `GenerateContentResponse`: https://ai.google.dev/api/generate-content#v1beta.GenerateContentResponse */
export function renderCompletion(completion: Completion, context: RenderContext): JsonObject {
  return {
    candidates: completion.choices.map((choice, index) => renderCandidate(choice, index, context)),
    ...(completion.usage === null ? {} : { usageMetadata: writeGeminiUsage(completion.usage) }),
    ...identity(completion.id, completion.model, context),
  }
}

export function identity(id: string, model: string, context: RenderContext): JsonObject {
  return {
    modelVersion: model === '' ? context.requestedModel : model,
    responseId: id === '' ? context.exchangeId : id,
  }
}

function renderCandidate(choice: CompletedChoice, index: number, context: RenderContext): JsonObject {
  const parts = choice.parts.flatMap((part) => renderPart(part, context.excludeReasoning))
  return {
    // Google's clients take an answer without parts for none.
    content: { parts: parts.length === 0 ? [{ text: '' }] : parts, role: 'model' },
    ...ending(choice.finish),
    index,
    ...candidateMetadata(choice.parts, choice.logprobs),
  }
}

export function ending(finish: FinishEvent | null): JsonObject {
  return finish === null ? {} : { finishReason: writeGeminiFinish(finish) }
}

/** Sources and log probabilities, in Gemini's own words where they came in these. */
export function candidateMetadata(parts: readonly Part[], logprobs: readonly JsonValue[] | null): JsonObject {
  const texts = parts.flatMap((part, index) => (part.type === 'text' ? [{ ...part, index }] : []))
  const citations = texts.flatMap(({ index, citations }) =>
    (citations ?? []).map((citation) => ({ index, citation })),
  )
  const groundingMetadata = writeGeminiGrounding(citations, texts)
  const own = parts.map(metadataOf).filter((metadata) => metadata !== null)
  return Object.assign(
    {},
    groundingMetadata === null ? {} : { groundingMetadata },
    ...own,
    logprobs === null ? {} : { logprobsResult: writeGeminiLogprobs(logprobs) },
  ) as JsonObject // `Object.assign` of more than four is typed `any`.
}
