import type { JsonObject, JsonValue } from '../core/json.ts'
import type { Citation } from '../core/request.ts'
import { type GeminiCandidate, objectOf, objectsOf, stringOf } from './gemini.ts'

/** A text part of the answer so far. */
export interface CitedText {
  readonly index: number
  readonly text: string
}

export interface PlacedCitation {
  /** The text part that it belongs to. */
  readonly index: number
  readonly citation: Citation
}

/**
 * A candidate's sources: one for each segment and each source of `groundingMetadata`, and those of
 * `citationMetadata`. Gemini counts bytes of UTF-8; the spans given here are UTF-16 units.
 * https://ai.google.dev/api/generate-content#GroundingMetadata
 */
export function readGeminiCitations(
  candidate: GeminiCandidate,
  texts: readonly CitedText[],
): readonly PlacedCitation[] {
  const last = texts.at(-1)
  if (last === undefined) return []
  const grounded = groundings(candidate.groundingMetadata ?? {}).map(({ segment, chunk, raw }) => {
    const span = locate(segment, texts)
    return {
      index: span?.index ?? last.index,
      citation: { ...source(chunk), ...offsets(span), raw: own(raw) },
    }
  })
  const metadata = candidate.citationMetadata ?? {}
  const quoted = objectsOf(metadata.citationSources ?? metadata.citations).map((raw) => {
    const span = locate(raw, [last])
    return { index: last.index, citation: { ...named(raw), ...offsets(span), raw: own(raw) } }
  })
  return [...grounded, ...quoted]
}

function groundings(metadata: JsonObject): { segment: JsonObject; chunk: JsonObject; raw: JsonObject }[] {
  const chunks = objectsOf(metadata.groundingChunks)
  return objectsOf(metadata.groundingSupports).flatMap((support) => {
    const segment = objectOf(support.segment) ?? {}
    const indices = Array.isArray(support.groundingChunkIndices) ? support.groundingChunkIndices : []
    return indices.flatMap((index) => {
      const chunk = typeof index === 'number' ? chunks[index] : undefined
      return chunk === undefined ? [] : [{ segment, chunk, raw: { segment, groundingChunk: chunk } }]
    })
  })
}

/** A chunk is one object under the name of its kind: `web`, `retrievedContext`, `maps`, `image`. */
function source(chunk: JsonObject): Citation {
  const kind = Object.values(chunk).find((value) => objectOf(value) !== null)
  const body = objectOf(kind) ?? {}
  const text = stringOf(body.text)
  return { ...(text === null ? {} : { text }), ...named(body) }
}

function named(body: JsonObject): Citation {
  const url = stringOf(body.uri) ?? stringOf(body.sourceUri)
  const title = stringOf(body.title)
  return { ...(url === null ? {} : { url }), ...(title === null ? {} : { title }) }
}

/**
 * Sources of another provider's answer as `groundingMetadata`. What Google itself cited is in the candidate's own
 * metadata already, and left out here.
 */
export function writeGeminiGrounding(
  citations: readonly PlacedCitation[],
  texts: readonly CitedText[],
): JsonObject | null {
  const foreign = citations.filter(({ citation }) => citation.raw?.owner !== 'gemini')
  if (foreign.length === 0) return null
  return {
    groundingChunks: foreign.map(({ citation: { url, title, text } }) =>
      url === undefined
        ? {
            retrievedContext: {
              ...(title === undefined ? {} : { title }),
              ...(text === undefined ? {} : { text }),
            },
          }
        : { web: { uri: url, ...(title === undefined ? {} : { title }) } },
    ),
    groundingSupports: foreign.map(({ index, citation }, chunk) => ({
      segment: segmentOf(citation, texts.find((cited) => cited.index === index)?.text ?? ''),
      groundingChunkIndices: [chunk],
    })),
  }
}

/** The whole text where the source does not say which part of it. In bytes, as Gemini counts. */
function segmentOf({ start = 0, end }: Citation, text: string): JsonObject {
  const inside = text.slice(start, end)
  const startIndex = Buffer.byteLength(text.slice(0, start))
  return { startIndex, endIndex: startIndex + Buffer.byteLength(inside), text: inside }
}

interface Span {
  readonly index: number
  readonly start: number
  readonly end: number
}

function offsets(span: Span | null): Pick<Span, 'start' | 'end'> | Record<string, never> {
  return span === null ? {} : { start: span.start, end: span.end }
}

/**
 * `partIndex` is missing even where the text is not the first part, so the segment's own text decides: the span must
 * spell it, in the last text part first. Where it does not, it is looked for; where it is not found, there is no span.
 */
function locate(segment: JsonObject, texts: readonly CitedText[]): Span | null {
  const spelled = stringOf(segment.text)
  const start = typeof segment.startIndex === 'number' ? segment.startIndex : 0
  const end = typeof segment.endIndex === 'number' ? segment.endIndex : 0
  const spans = texts.toReversed().map(({ index, text }) => {
    const bytes = Buffer.from(text)
    const before = bytes.toString('utf8', 0, start).length
    const inside = bytes.toString('utf8', start, end)
    return { index, text, inside, span: { index, start: before, end: before + inside.length } }
  })
  if (spelled === null) return end > start ? (spans[0]?.span ?? null) : null
  const exact = spans.find(({ inside }) => inside === spelled)
  if (exact !== undefined) return exact.span
  const holder = spans.find(({ text }) => text.includes(spelled))
  if (holder === undefined) return null
  const found = holder.text.indexOf(spelled)
  return { index: holder.index, start: found, end: found + spelled.length }
}

function own(value: JsonValue): NonNullable<Citation['raw']> {
  return { owner: 'gemini', value }
}
