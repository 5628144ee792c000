import type { CompletedChoice, Completion } from '../../core/collect.ts'
import type { RenderContext } from '../../core/dialect.ts'
import type { JsonObject } from '../../core/json.ts'
import type { MediaPart, Part, Proof, ToolCallPart } from '../../core/request.ts'
import { thoughtSignature } from '../../wire/openai-chat.ts'
import { renderCallProof, renderReasoningDetail } from '../../wire/openai-reasoning.ts'
import { renderUsage } from '../../wire/openai-usage.ts'
import { annotation, audioHead, finishReason, image, toolCall } from './message.ts'

/** https://platform.openai.com/docs/api-reference/chat/object */
export function renderCompletion(completion: Completion, context: RenderContext): JsonObject {
  return {
    id: completion.id === '' ? `chatcmpl-${context.exchangeId}` : completion.id,
    object: 'chat.completion',
    created: Math.floor(context.createdMs / 1000),
    model: completion.model === '' ? context.requestedModel : completion.model,
    choices: completion.choices.map((choice, index) => renderChoice(choice, index, context)),
    ...(completion.usage === null ? {} : { usage: renderUsage(completion.usage) }),
  }
}

function renderChoice(choice: CompletedChoice, index: number, context: RenderContext): JsonObject {
  const { finish, logprobs } = choice
  return {
    index,
    message: renderMessage(choice.parts, context),
    logprobs: logprobs === null ? null : { content: logprobs, refusal: null },
    finish_reason: finish === null ? 'error' : finishReason(finish.reason),
    native_finish_reason: finish?.raw ?? null,
  }
}

function renderMessage(parts: readonly Part[], context: RenderContext): JsonObject {
  const texts = parts.filter((part) => part.type === 'text')
  const calls = parts.filter((part) => part.type === 'tool-call')
  const images = parts.filter((part): part is MediaPart => part.type === 'image')
  const audio = parts.find((part): part is MediaPart => part.type === 'audio')
  const annotations = texts.flatMap(({ citations }) => citations ?? []).map(annotation)
  return {
    role: 'assistant',
    content: texts.length === 0 ? null : joined(texts),
    refusal: joined(parts.filter((part) => part.type === 'refusal')) || null,
    ...renderReasoning(parts, context.excludeReasoning),
    ...(annotations.length === 0 ? {} : { annotations }),
    ...(images.length === 0
      ? {}
      : { images: images.map(({ source, mediaType }) => image(source, mediaType)) }),
    ...(audio === undefined ? {} : { audio: renderAudio(audio, context) }),
    ...(calls.length === 0 ? {} : { tool_calls: calls.map(renderCall) }),
  }
}

/** The text in both fields that clients look for, and every proof in `reasoning_details`. */
function renderReasoning(parts: readonly Part[], isExcluded: boolean): JsonObject {
  const details: JsonObject[] = []
  let text = ''
  for (const part of parts) {
    const index = details.length
    if (part.type === 'reasoning') {
      if (!isExcluded) text += part.text
      if (!isExcluded) details.push(renderReasoningDetail(index, part))
      else if (part.proof !== undefined) details.push(renderReasoningDetail(index, { ...part, text: '' }))
    }
    if (part.type === 'text' && part.proof !== undefined)
      details.push(renderReasoningDetail(index, { proof: part.proof }))
    if (part.type === 'tool-call' && part.proof !== undefined)
      details.push(renderCallProof(index, part.proof, part.id))
  }
  return {
    ...(text === '' ? {} : { reasoning: text, reasoning_content: text }),
    ...(details.length === 0 ? {} : { reasoning_details: details }),
  }
}

function renderCall(call: ToolCallPart): JsonObject {
  return {
    ...toolCall(call.id, call.name, call.custom === true, call.arguments),
    ...signatureField(call.proof),
  }
}

export function signatureField(proof: Proof | undefined): JsonObject {
  return proof?.owner === 'gemini' ? { extra_content: thoughtSignature(proof.value) } : {}
}

function renderAudio({ source, transcript }: MediaPart, context: RenderContext): JsonObject {
  return {
    ...audioHead(context.exchangeId, context.createdMs),
    data: source.type === 'base64' ? source.data : '',
    transcript: transcript ?? '',
  }
}

function joined(parts: readonly { readonly text: string }[]): string {
  return parts.map(({ text }) => text).join('')
}
