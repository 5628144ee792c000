import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts'

/** A content block of Converse, or the start of one, as Anthropic's. Null for what is shown to nobody. */
export function readBlock(block: JsonObject): JsonObject | null {
  const { text, toolUse, reasoningContent, citationsContent } = block
  if (typeof text === 'string') return { type: 'text', text }
  if (isJsonObject(toolUse)) {
    const { toolUseId, name, input } = toolUse
    return { type: 'tool_use', id: toolUseId ?? '', name: name ?? '', input: input ?? {} }
  }
  if (isJsonObject(citationsContent)) {
    return {
      type: 'text',
      text: joined(citationsContent.content),
      citations: objectsOf(citationsContent.citations).map(readCitationBlock),
    }
  }
  if (!isJsonObject(reasoningContent)) return null
  const { reasoningText, redactedContent } = reasoningContent
  if (typeof redactedContent === 'string') return readRedacted(redactedContent)
  if (!isJsonObject(reasoningText)) return null
  return { type: 'thinking', thinking: reasoningText.text ?? '', signature: reasoningText.signature ?? '' }
}

/** Base64 around what Anthropic gives as text. */
export function readRedacted(base64: string): JsonObject {
  return { type: 'redacted_thinking', data: Buffer.from(base64, 'base64').toString('latin1') }
}

/** The empty index says that this is nobody's own form, and need not go back as it is. */
export function readCitationBlock({ title, source, sourceContent, location }: JsonObject): JsonObject {
  const web = isJsonObject(location) && isJsonObject(location.web) ? location.web : {}
  return {
    type: 'web_search_result_location',
    encrypted_index: '',
    cited_text: joined(sourceContent),
    url: web.url ?? (typeof source === 'string' && /^https?:/.test(source) ? source : undefined),
    title,
  }
}

function joined(content: JsonValue | undefined): string {
  return objectsOf(content)
    .map(({ text }) => (typeof text === 'string' ? text : ''))
    .join('')
}

function objectsOf(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : []
}
