import { collect } from '../../core/collect.ts'
import type { Dialect } from '../../core/dialect.ts'
import { type JsonObject, parseJsonObject } from '../../core/json.ts'
import type { Provider } from '../../core/provider.ts'
import type { ExchangeRecord } from '../../core/record.ts'
import { SseParser } from '../../wire/sse.ts'

export interface Readers {
  readonly dialects: readonly Dialect[]
  readonly providers: readonly Provider[]
}

/**
 * A recorded answer as JSON. A streamed one is kept as the events its caller got, in his dialect, which is also some
 * provider's own: that provider's decoder reads them, and the dialect writes the whole answer they amount to. What
 * cannot be read so is given as `{ sse }`.
 */
export function recordedAnswer(bytes: Uint8Array, record: ExchangeRecord, readers: Readers): JsonObject {
  const text = new TextDecoder().decode(bytes)
  // Refusals are plain JSON, also of a request for a stream.
  return parseJsonObject(text) ?? folded(bytes, record, readers) ?? { sse: text }
}

function folded(bytes: Uint8Array, record: ExchangeRecord, readers: Readers): JsonObject | null {
  const dialect = readers.dialects.find(({ wire }) => wire === record.dialect)
  const provider = readers.providers.find(({ wire }) => wire === record.dialect)
  if (dialect === undefined || provider === undefined) return null
  let ids = 0
  const decoder = provider.createDecoder({ newId: (prefix) => `${prefix}_${++ids}` })
  const parser = new SseParser()
  const frames = [...parser.push(bytes), ...parser.end()]
  const completion = collect([...frames.flatMap((frame) => decoder.step(frame)), ...decoder.end()])
  if (completion.choices.length === 0) return null
  // A caller who did not ask for a usage report got none; the books have it.
  const whole = { ...completion, usage: completion.usage ?? record.usage }
  return dialect.renderCompletion(whole, {
    exchangeId: record.id,
    createdMs: record.timeMs,
    requestedModel: record.requestedModel,
    choices: completion.choices.length,
    includeUsage: true,
    excludeReasoning: false,
  })
}
