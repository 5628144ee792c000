import type { JsonObject } from '../src/core/json.ts'
import { isJsonObject, parseJsonObject } from '../src/core/json.ts'
import type { SseFrame } from '../src/core/provider.ts'
import { SseParser, sseFrame } from '../src/wire/sse.ts'
import { corpusLines, corpusText, hasCorpora } from './corpora.ts'

/** One recorded exchange with a provider. */
export interface Recording {
  /** `file:line#turn`, to find it again. */
  readonly id: string
  readonly provider: string
  /** The path of the request, where it was recorded. */
  readonly path: string | null
  readonly status: number
  readonly stream: boolean
  readonly headers: Readonly<Record<string, string>>
  readonly request: JsonObject | null
  /** The unary answer. */
  readonly body: JsonObject | null
  /** The streamed answer: its events, and the same as bytes on the wire. */
  readonly frames: readonly SseFrame[] | null
  readonly bytes: Buffer | null
  readonly features: readonly string[]
  /** Made up to hold a known bug, not recorded. */
  readonly looksHandmade: boolean
}

interface ManifestRow {
  readonly file: string
  readonly line: number | null
  readonly provider: string
  readonly stream: boolean
  readonly status: number | null
  readonly path: string | null
  readonly features: readonly string[]
  readonly looks_handmade: boolean | null
}

/** The recordings whose manifest row is selected; none where the corpora are absent. */
export function recordings(select: (row: ManifestRow) => boolean): Recording[] {
  if (!hasCorpora) return []
  const files = new Map<string, readonly string[]>()
  return corpusLines('recordings/MANIFEST.jsonl')
    .map((line) => JSON.parse(line) as ManifestRow) // The manifest is ours to trust: it describes the corpus.
    .filter(select)
    .flatMap((row) => read(row, files))
}

/** `files` keeps the lines of cassettes: there are hundreds in one. */
function read(row: ManifestRow, files: Map<string, readonly string[]>): Recording[] {
  const path = `recordings/${row.file}`
  if (row.file.endsWith('.chunks.txt')) {
    return turns(corpusLines(path).map(chunkFrame)).map((frames, turn) => streamed(row, frames, turn))
  }
  if (row.file.endsWith('.sse')) return [fromBytes(row, Buffer.from(corpusText(path)), null, {})]
  if (row.line === null) {
    const body: unknown = JSON.parse(corpusText(path))
    return isJsonObject(body) ? [unary(row, body, null, {})] : []
  }
  const lines = files.get(path) ?? corpusLines(path)
  files.set(path, lines)
  return fromCassette(row, JSON.parse(lines[row.line - 1] ?? '{}') as Cassette)
}

interface Cassette {
  readonly path?: string
  readonly status?: number
  readonly request?: unknown
  readonly response?: unknown
  readonly response_headers?: Record<string, string>
  readonly response_segments?: readonly JsonObject[] | null
}

function fromCassette(row: ManifestRow, cassette: Cassette): Recording[] {
  const headers = cassette.response_headers ?? {}
  const asked: unknown = Array.isArray(cassette.request) ? cassette.request[0] : cassette.request
  const request = isJsonObject(asked) ? asked : null
  const full = {
    ...row,
    path: row.path ?? cassette.path ?? null,
    status: row.status ?? cassette.status ?? null,
  }
  const { response_segments: segments, response } = cassette
  if (Array.isArray(segments) && !row.stream)
    return segments.slice(0, 1).map((body) => unary(full, body, request, headers))
  // Gemini gives a stream that was not asked for as events as one array of the same chunks.
  const chunks = segments ?? (full.path?.includes(':streamGenerateContent') && response)
  if (Array.isArray(chunks)) {
    const frames = chunks.map((data) => ({ event: 'message', data: JSON.stringify(data) }))
    const type = { 'content-type': 'text/event-stream' }
    return [{ ...streamed({ ...full, stream: true }, frames, 0), request, headers: { ...headers, ...type } }]
  }
  if (typeof cassette.response === 'string') {
    return row.stream ? [fromBytes(full, Buffer.from(cassette.response), request, headers)] : []
  }
  return isJsonObject(cassette.response) ? [unary(full, cassette.response, request, headers)] : []
}

function base(row: ManifestRow): Omit<Recording, 'body' | 'frames' | 'bytes' | 'request' | 'headers'> {
  return {
    id: row.line === null ? row.file : `${row.file}:${row.line}`,
    provider: row.provider,
    path: row.path,
    status: row.status ?? 200,
    stream: row.stream,
    features: row.features,
    looksHandmade: row.looks_handmade === true,
  }
}

function unary(
  row: ManifestRow,
  body: JsonObject,
  request: JsonObject | null,
  headers: Record<string, string>,
): Recording {
  return { ...base(row), body, request, headers, frames: null, bytes: null }
}

function streamed(row: ManifestRow, frames: readonly SseFrame[], turn: number): Recording {
  const closing = isOpenAIChat(frames) ? [{ event: 'message', data: '[DONE]' }] : []
  const whole = frames.some(({ data }) => data === '[DONE]') ? frames : [...frames, ...closing]
  const text = whole
    .map(({ event, data }) => sseFrame(data, event === 'message' ? undefined : event))
    .join('')
  const shared = base(row)
  return {
    ...shared,
    id: turn === 0 ? shared.id : `${shared.id}#${turn}`,
    headers: {},
    request: null,
    body: null,
    frames: whole,
    bytes: Buffer.from(text),
  }
}

function fromBytes(
  row: ManifestRow,
  bytes: Buffer,
  request: JsonObject | null,
  headers: Record<string, string>,
): Recording {
  const parser = new SseParser()
  const frames = [...parser.push(bytes), ...parser.end()]
  return { ...base(row), headers, request, body: null, frames, bytes }
}

/** Stored payloads have lost their framing; Anthropic's and the Responses API's events are named for their type. */
function chunkFrame(line: string): SseFrame {
  const value = parseJsonObject(line)
  const type = typeof value?.type === 'string' ? value.type : 'message'
  return { event: type, data: line }
}

/** Some files hold several answers back to back. */
function turns(frames: readonly SseFrame[]): SseFrame[][] {
  const starts = frames.flatMap(({ event }, index) =>
    event === 'message_start' || event === 'response.created' ? [index] : [],
  )
  const ended = (from: number, to: number) =>
    frames.slice(from, to).some(({ event }) => event === 'message_stop' || event === 'response.completed')
  const cuts = starts.filter((start, nth) => nth > 0 && ended(starts[nth - 1] ?? 0, start))
  return [0, ...cuts].map((from, nth) => frames.slice(from, cuts[nth] ?? frames.length))
}

function isOpenAIChat(frames: readonly SseFrame[]): boolean {
  return frames.some(({ data }) => data.includes('"chat.completion.chunk"') || data.includes('"choices"'))
}
