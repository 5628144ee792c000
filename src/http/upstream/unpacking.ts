import {
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createZstdDecompress,
} from 'node:zlib'
import type { ResponseHead } from './response-head.ts'

/** Who is told what comes out. */
export interface UnpackingSink {
  onUnpacked(bytes: Buffer): void
  onUnpackedEnd(): void
  onUnpackedError(code: string): void
  /** There is room again, after a `write` that returned false. */
  onUnpackedDrain(): void
}

/**
 * A body that is compressed although nobody has asked for that. It grows while it is read and no faster: what comes out
 * is bounded by whoever reads, who can pause and abort.
 */
export interface Unpacking {
  /** It waits for its drain, and should get no more before. */
  readonly writableNeedDrain: boolean
  /** False: wait for the drain. */
  write(bytes: Buffer): boolean
  end(): void
  pause(): unknown
  resume(): unknown
  destroy(): unknown
}

/** Null where nothing is packed, and for a coding we do not know: that body passes as it is. */
export function unpackingOf({ headers, body }: ResponseHead, sink: UnpackingSink): Unpacking | null {
  const coding = headers['content-encoding']
  const create = coding === undefined ? undefined : UNPACKERS.get(String(coding).toLowerCase())
  // No body at all is not the same as one that was packed.
  if (create === undefined || body === 0) return null
  return create()
    .on('data', (bytes: Buffer) => sink.onUnpacked(bytes))
    .on('end', () => sink.onUnpackedEnd())
    .on('drain', () => sink.onUnpackedDrain())
    .on('error', (error: NodeJS.ErrnoException) => sink.onUnpackedError(error.code ?? 'unknown'))
}

/** The headers of what comes out. */
export function unpackedHeaders({ headers }: ResponseHead): ResponseHead['headers'] {
  const { 'content-encoding': _coding, 'content-length': _length, ...rest } = headers
  return rest
}

/** RFC 9659: no more than 8 MB of memory for an answer over HTTP. */
const ZSTD_WINDOW_LOG_MAX = 23

const UNPACKERS = new Map([
  ['gzip', () => createGunzip()],
  ['x-gzip', () => createGunzip()],
  ['deflate', () => createInflate()],
  ['br', () => createBrotliDecompress()],
  ['zstd', () => createZstdDecompress({ params: { [constants.ZSTD_d_windowLogMax]: ZSTD_WINDOW_LOG_MAX } })],
])
