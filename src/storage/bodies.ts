import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { BodyEncoding } from './schema.ts'

/**
 * A body up to this is stored as it is: to set up the compressor costs more time than everything else about a record
 * together, whatever the size, and saves a few kilobytes.
 */
const COMPRESS_ABOVE_BYTES = 4096

export interface PackedBody {
  readonly bytes: Uint8Array | null
  readonly encoding: BodyEncoding
}

/** A body as it is stored: compressed where that makes it smaller, which sound or pictures do not get. */
export function packBody(body: Uint8Array | null): PackedBody {
  if (body === null || body.byteLength <= COMPRESS_ABOVE_BYTES) return { bytes: body, encoding: null }
  const compressed = zstdCompressSync(body)
  return compressed.byteLength < body.byteLength
    ? { bytes: compressed, encoding: 'zstd' }
    : { bytes: body, encoding: null }
}

export function unpackBody(bytes: Uint8Array | null, encoding: BodyEncoding): Uint8Array | null {
  return bytes !== null && encoding === 'zstd' ? zstdDecompressSync(bytes) : bytes
}
