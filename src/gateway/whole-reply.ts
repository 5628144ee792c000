import type { ChatEvent } from '../core/event.ts'
import type { Splitter } from '../core/framing.ts'
import { parseJsonObject } from '../core/json.ts'
import type { DecodeContext, FailedReply, Provider } from '../core/provider.ts'
import { readBlock, SseSplitter } from '../wire/sse.ts'
import type { Lane } from './lane.ts'

/** A reply that is there to its last byte, as events. Null where it is neither of the two forms. */
export function readWhole(
  bytes: Buffer,
  isStream: boolean,
  provider: Provider,
  lane: Pick<Lane, 'decode' | 'read'>,
): readonly ChatEvent[] | null {
  if (lane.read !== undefined) return lane.read(bytes)
  if (isStream) return readStream(bytes, provider, lane.decode)
  const body = parseJsonObject(bytes.toString('utf8'))
  return body === null ? null : provider.decodeBody(body, lane.decode)
}

/** Some providers stream whether they were asked to or not, and some do not. */
export function isEventStream(headers: FailedReply['headers'], { framing }: Provider): boolean {
  const type = String(headers['content-type'] ?? '')
  return framing === undefined
    ? /^text\/event-stream\b/i.test(type)
    : type.toLowerCase().startsWith(framing.contentType)
}

export function splitterFor({ framing }: Provider): Splitter {
  return framing?.createSplitter() ?? new SseSplitter()
}

export function typeOf(headers: FailedReply['headers']): string {
  return String(headers['content-type'] ?? 'application/octet-stream')
}

/** Of a stream that is none of events; null for one that is. */
export function bytesTypeOf(headers: FailedReply['headers'], provider: Provider): string | null {
  return isEventStream(headers, provider) ? null : typeOf(headers)
}

/** Most answers come in one piece, which need not be copied. */
export function joined(chunks: readonly Buffer[]): Buffer {
  const [only] = chunks
  return chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks)
}

function readStream(bytes: Buffer, provider: Provider, context: DecodeContext): ChatEvent[] {
  const decoder = provider.createDecoder(context)
  const splitter = splitterFor(provider)
  const blocks = splitter.push(bytes)
  const rest = splitter.end()
  const frames = (rest === null ? blocks : [...blocks, rest])
    .map(provider.framing?.read ?? readBlock)
    .filter((frame) => frame !== null)
  return [...frames.flatMap((frame) => decoder.step(frame)), ...decoder.end()]
}
