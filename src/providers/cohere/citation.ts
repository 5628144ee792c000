import type { JsonObject } from '../../core/json.ts'
import { defined, objectOf, objectsOf, textOf } from '../../wire/openai-chat.ts'

/** A citation as the annotation that says the same: https://docs.cohere.com/docs/rag-citations */
export function readCitation({ start, end, text, sources }: JsonObject): JsonObject {
  const [source] = objectsOf(sources)
  const document = objectOf(source?.document)
  return {
    type: 'url_citation',
    url_citation: defined({
      content: text,
      url: filled(document?.url) ?? filled(source?.id),
      title: filled(document?.title),
      start_index: start,
      end_index: end,
    }),
  }
}

function filled(value: JsonObject[string]): string | undefined {
  return textOf(value) === '' ? undefined : textOf(value)
}
