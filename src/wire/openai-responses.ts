import { isJsonObject, type JsonObject, type JsonValue } from '../core/json.ts'
import type { Citation, Extras, Proof } from '../core/request.ts'
import { tokenCount, type Usage, usageOf } from '../core/usage.ts'
import { defined, objectOf, objectsOf, textOf } from './openai-chat.ts'

/**
 * Words of the Responses format that both its callers' side and its providers' side read and write:
 * https://platform.openai.com/docs/api-reference/responses
 */

/** `input_tokens` includes cached input and `output_tokens` includes reasoning. Null where nothing is counted. */
export function readUsage(value: JsonValue | undefined): Usage | null {
  const usage = objectOf(value) ?? {}
  const inputTokens = tokenCount(usage.input_tokens)
  const outputTokens = tokenCount(usage.output_tokens)
  if (inputTokens === 0 && outputTokens === 0) return null
  const input = objectOf(usage.input_tokens_details) ?? {}
  const output = objectOf(usage.output_tokens_details) ?? {}
  const cacheReadTokens = Math.min(tokenCount(input.cached_tokens), inputTokens)
  return usageOf({
    inputTokens,
    outputTokens,
    cacheReadTokens,
    cacheWriteTokens: Math.min(tokenCount(input.cache_write_tokens), inputTokens - cacheReadTokens),
    reasoningTokens: Math.min(tokenCount(output.reasoning_tokens), outputTokens),
  })
}

export function renderUsage(usage: Usage): JsonObject {
  return {
    input_tokens: usage.inputTokens,
    input_tokens_details: {
      cached_tokens: usage.cacheReadTokens,
      cache_write_tokens: usage.cacheWriteTokens + usage.cacheWrite1hTokens,
    },
    output_tokens: usage.outputTokens,
    output_tokens_details: { reasoning_tokens: usage.reasoningTokens },
    total_tokens: usage.inputTokens + usage.outputTokens,
  }
}

/** An annotation of a text, whatever it points at: a page, a file, a container. */
export function readAnnotation(annotation: JsonObject): Citation {
  const { start_index: start, end_index: end } = annotation
  const isSpan = typeof start === 'number' && typeof end === 'number' && end > start
  const url = textOf(annotation.url)
  const title = textOf(annotation.title) || textOf(annotation.filename)
  return {
    ...defined({ url: url === '' ? undefined : url, title: title === '' ? undefined : title }),
    ...(isSpan ? { start, end } : {}),
    raw: { owner: 'openai-responses', value: annotation },
  }
}

/** OpenAI's own comes back as it was; any other source that has an address is told as a `url_citation`. */
export function renderAnnotation(citation: Citation): JsonObject | null {
  const { raw, url, title, start, end } = citation
  if (raw?.owner === 'openai-responses' && isJsonObject(raw.value)) return raw.value
  if (url === undefined) return null
  return { type: 'url_citation', url, title: title ?? '', start_index: start ?? 0, end_index: end ?? 0 }
}

/** A reasoning item whose text is encrypted is its own proof, whole: what signs it signs all of it. */
export function itemProof(item: JsonObject): Proof | undefined {
  if (textOf(item.encrypted_content) === '') return undefined
  const { status: _, ...rest } = item
  return { owner: 'openai-responses', value: JSON.stringify(rest) }
}

/** The text of a reasoning item, and whether it is only a summary. */
export function itemReasoning(item: JsonObject): { readonly text: string; readonly isSummary: boolean } {
  const content = joinedTexts(item.content)
  if (content !== '') return { text: content, isSummary: false }
  const summary = joinedTexts(item.summary)
  return { text: summary, isSummary: summary !== '' }
}

/** Between the parts of a summary, which OpenAI gives a heading each. */
export const PARAGRAPH = '\n\n'

function joinedTexts(value: JsonValue | undefined): string {
  const parts = Array.isArray(value) ? value.filter(isJsonObject) : []
  return parts.map(({ text }) => textOf(text)).join(PARAGRAPH)
}

/** Fields of an item or a part that the canonical form has no word for. */
export function ownExtras(rest: JsonObject | undefined): { readonly extras?: Extras } {
  return rest === undefined || Object.keys(rest).length === 0 ? {} : { extras: { 'openai-responses': rest } }
}

/**
 * The shape of a custom tool's grammar: `{ type, syntax, definition }` here, and one level deeper in Chat Completions,
 * which is how it is kept.
 */
export function readToolFormat(format: JsonValue | undefined): JsonValue | undefined {
  if (!isJsonObject(format) || format.type !== 'grammar') return format
  const { type, ...grammar } = format
  return { type, grammar }
}

export function renderToolFormat(format: JsonValue | undefined): JsonValue | undefined {
  if (!isJsonObject(format) || !isJsonObject(format.grammar)) return format
  return { type: 'grammar', ...format.grammar }
}

/** The gateway's own, whoever answers: it is by this one that the answer is found again. */
export function responseId(exchangeId: string): string {
  return `resp_${suffixOf(exchangeId)}`
}

/** What this gateway has made up is told apart by `_ptl` from what OpenAI may have kept. */
export function itemId(prefix: string, exchangeId: string, place: number | string): string {
  return `${prefix}_ptl${suffixOf(exchangeId)}_${place}`
}

export function isOwnItemId(id: JsonValue | undefined): boolean {
  return typeof id === 'string' && /^[a-z]+_ptl[0-9a-z]+_/.test(id)
}

function suffixOf(exchangeId: string): string {
  return exchangeId.slice(exchangeId.indexOf('_') + 1)
}

/** The input of a request as items: text alone is one message of the user's. */
export function inputItems(input: JsonValue | undefined): readonly JsonObject[] {
  if (typeof input !== 'string') return objectsOf(input)
  return [{ type: 'message', role: 'user', content: [{ type: 'input_text', text: input }] }]
}
