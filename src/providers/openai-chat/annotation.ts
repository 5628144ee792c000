import type { JsonObject } from '../../core/json.ts'
import type { Citation } from '../../core/request.ts'
import { defined, objectOf, textOf } from '../../wire/openai-chat.ts'

/** OpenAI's `url_citation`. OpenRouter adds the cited text, and annotations of files. */
export function readAnnotation(annotation: JsonObject): Citation {
  const cited = objectOf(annotation.url_citation) ?? {}
  const start = numberOf(cited.start_index)
  const end = numberOf(cited.end_index)
  const isSpan = start !== undefined && end !== undefined && end > start
  return {
    ...defined({
      text: wordOf(cited.content),
      url: wordOf(cited.url),
      title: wordOf(cited.title) ?? wordOf(objectOf(annotation.file)?.name),
    }),
    ...(isSpan ? { start, end } : {}),
    raw: { owner: 'openai-chat', value: annotation },
  }
}

function wordOf(value: JsonObject[string]): string | undefined {
  return textOf(value) === '' ? undefined : textOf(value)
}

function numberOf(value: JsonObject[string]): number | undefined {
  return typeof value === 'number' ? value : undefined
}
