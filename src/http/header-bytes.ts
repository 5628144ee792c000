import { GatewayError } from '../core/error.ts'

/** More than this in all is refused, though the parser would take it: see `listener.ts`. */
export const HEADER_BYTES_MAX = 32 * 1024

export function headerBytes(rawHeaders: readonly string[]): number {
  let bytes = 0
  for (const text of rawHeaders) bytes += text.length
  return bytes
}

export function headersTooLarge(): GatewayError {
  return new GatewayError(
    'headers_too_large',
    `The headers are larger than ${HEADER_BYTES_MAX} bytes in all.`,
  )
}
