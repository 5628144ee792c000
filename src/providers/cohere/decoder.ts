import type { ChatEvent } from '../../core/event.ts'
import { type JsonObject, parseJsonObject } from '../../core/json.ts'
import type { DecodeContext, SseFrame, StreamDecoder } from '../../core/provider.ts'
import { objectOf, objectsOf, textOf } from '../../wire/openai-chat.ts'
import type { ChatApi } from '../openai-chat/api.ts'
import { ChatDecoder } from '../openai-chat/decoder.ts'
import { readCitation } from './citation.ts'

/**
 * https://docs.cohere.com/v2/docs/streaming
 *
 *   message-start (content-start content-delta* content-end | tool-plan-delta | citation-start … |
 *                  tool-call-start tool-call-delta* tool-call-end)* message-end
 *
 * Each event becomes the chunk of Chat Completions that says the same, and the family's decoder does the rest.
 */
export class CohereDecoder implements StreamDecoder {
  readonly #inner: ChatDecoder

  constructor(context: DecodeContext, api: ChatApi) {
    this.#inner = new ChatDecoder(context, api)
  }

  step(frame: SseFrame): readonly ChatEvent[] {
    const event = parseJsonObject(frame.data)
    if (event === null || event.type === undefined) return this.#inner.step({ ...frame, event: 'message' })
    const chunk = chunkOf(event)
    return chunk === null ? [] : this.#inner.chunk(chunk)
  }

  end(): readonly ChatEvent[] {
    return this.#inner.end()
  }

  decodeBody(body: JsonObject): readonly ChatEvent[] {
    const message = objectOf(body.message)
    if (message === null) return this.#inner.decodeBody(body)
    return this.#inner.decodeBody({
      id: body.id,
      choices: [{ index: 0, message: messageOf(message), ...finishOf(body) }],
      usage: usageOf(body.usage),
    })
  }
}

function chunkOf(event: JsonObject): JsonObject | null {
  const delta = objectOf(event.delta)
  const message = objectOf(delta?.message) ?? {}
  switch (event.type) {
    case 'message-start':
      return { id: event.id, choices: [{ index: 0, delta: {} }] }
    case 'content-start':
    case 'content-delta': {
      const content = objectOf(message.content) ?? {}
      return said({ content: textOf(content.text), reasoning_content: textOf(content.thinking) })
    }
    case 'tool-plan-delta':
      return said({ reasoning_content: textOf(message.tool_plan) })
    case 'tool-call-start':
    case 'tool-call-delta':
      return said({ tool_calls: [{ ...objectOf(message.tool_calls), index: event.index ?? 0 }] })
    case 'citation-start':
      return said({ annotations: [readCitation(objectOf(message.citations) ?? {})] })
    case 'message-end':
      return { choices: [{ index: 0, delta: {}, ...finishOf(delta ?? {}) }], usage: usageOf(delta?.usage) }
    default:
      return null
  }
}

function said(delta: JsonObject): JsonObject {
  return { choices: [{ index: 0, delta }] }
}

/** A plan is thought before calls, and is for nobody but the model. */
function messageOf({ content, tool_calls, tool_plan, citations }: JsonObject): JsonObject {
  return {
    content,
    reasoning_content: tool_plan,
    tool_calls,
    annotations: objectsOf(citations).map(readCitation),
  }
}

const FINISHES: Readonly<Record<string, string>> = {
  COMPLETE: 'stop',
  STOP_SEQUENCE: 'stop',
  MAX_TOKENS: 'length',
  TOOL_CALL: 'tool_calls',
  ERROR: 'error',
  TIMEOUT: 'error',
  ERROR_TOXIC: 'content_filter',
  ERROR_LIMIT: 'model_context_window_exceeded',
}

function finishOf({ finish_reason }: JsonObject): JsonObject {
  const raw = textOf(finish_reason)
  return { finish_reason: FINISHES[raw] ?? raw, native_finish_reason: raw }
}

/** What it bills for. Its count of all tokens takes in the template around the conversation, which is free. */
function usageOf(usage: JsonObject[string]): JsonObject | undefined {
  const counts = objectOf(objectOf(usage)?.billed_units) ?? objectOf(objectOf(usage)?.tokens)
  if (counts === null) return undefined
  return { prompt_tokens: counts.input_tokens, completion_tokens: counts.output_tokens }
}
