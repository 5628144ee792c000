import type { FinishReason } from '../../core/event.ts'
import { isJsonObject, type JsonObject } from '../../core/json.ts'
import type { Citation, MediaSource } from '../../core/request.ts'
import { dataUrl } from '../../wire/openai-chat.ts'

/** Pieces of an assistant message that read the same whole and streamed. */

/** `error` is OpenRouter's word: an answer that broke off must not read as a whole one. */
const FINISH_REASONS: Readonly<Record<FinishReason, string>> = {
  stop: 'stop',
  length: 'length',
  'tool-calls': 'tool_calls',
  'content-filter': 'content_filter',
  refusal: 'content_filter',
  pause: 'stop',
  'context-length': 'length',
  error: 'error',
  other: 'stop',
}

export function finishReason(reason: FinishReason): string {
  return FINISH_REASONS[reason]
}

/** OpenAI's own annotation comes back as it was; any other source is told as a `url_citation`. */
export function annotation(citation: Citation): JsonObject {
  const { raw } = citation
  if (raw?.owner === 'openai-chat' && isJsonObject(raw.value)) return raw.value
  return {
    type: 'url_citation',
    url_citation: {
      url: citation.url ?? '',
      title: citation.title ?? '',
      ...(citation.text === undefined ? {} : { content: citation.text }),
      start_index: citation.start ?? 0,
      end_index: citation.end ?? 0,
    },
  }
}

export function image(source: MediaSource, mediaType: string | undefined): JsonObject {
  const url = source.type === 'base64' ? dataUrl(mediaType ?? 'image/png', source.data) : urlOf(source)
  return { type: 'image_url', image_url: { url } }
}

/** OpenAI keeps spoken answers for an hour under their id. Nothing is kept here, so it has expired at once. */
export function audioHead(exchangeId: string, createdMs: number): JsonObject {
  return { id: `audio_${exchangeId}`, expires_at: Math.floor(createdMs / 1000) }
}

export function toolCall(id: string, name: string, isCustom: boolean, text: string): JsonObject {
  return isCustom
    ? { id, type: 'custom', custom: { name, input: text } }
    : { id, type: 'function', function: { name, arguments: text } }
}

function urlOf(source: MediaSource): string {
  return source.type === 'url' ? source.url : ''
}
