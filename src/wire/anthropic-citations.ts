import type { JsonObject } from '../core/json.ts'
import type { Citation } from '../core/request.ts'

/** One entry of a text block's `citations`, whatever it points at: a document, a search result, a web page. */
export function readCitation(value: JsonObject): Citation {
  const title = value.title ?? value.document_title
  return {
    ...(typeof value.cited_text === 'string' ? { text: value.cited_text } : {}),
    ...(typeof value.url === 'string' ? { url: value.url } : {}),
    ...(typeof title === 'string' ? { title } : {}),
    ...(isForeign(value) ? {} : { raw: { owner: 'anthropic-messages', value } }),
  }
}

/** Anthropic's own object where it is one; a web citation where another provider named an address; else null. */
export function writeCitation(citation: Citation): JsonObject | null {
  const raw = ownCitation(citation)
  if (raw !== null) return raw
  if (citation.url === undefined) return null
  return {
    type: 'web_search_result_location',
    cited_text: citation.text ?? '',
    url: citation.url,
    title: citation.title ?? null,
    encrypted_index: '',
  }
}

/** What may go back to Anthropic: only what came from there, since it checks its encrypted indexes. */
export function ownCitation({ raw }: Citation): JsonObject | null {
  if (raw?.owner !== 'anthropic-messages') return null
  return raw.value as JsonObject // `readCitation` puts only objects here.
}

/** Anthropic never leaves the index empty: this is `writeCitation`'s translation, coming back. */
function isForeign(value: JsonObject): boolean {
  return value.type === 'web_search_result_location' && value.encrypted_index === ''
}
