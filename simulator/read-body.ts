import type { IncomingMessage } from 'node:http'

/** Twice what the real APIs take. */
export const BODY_BYTES_MAX = 64 * 1024 * 1024

/** Calls back once with the whole body, or with null where it is larger than allowed; never if the client leaves. */
export function readBody(request: IncomingMessage, done: (text: string | null) => void): void {
  const chunks: Buffer[] = []
  let length = 0
  request.on('data', (chunk: Buffer) => {
    length += chunk.length
    if (length <= BODY_BYTES_MAX) chunks.push(chunk)
    else chunks.length = 0
  })
  request.once('end', () => {
    if (length > BODY_BYTES_MAX) return done(null)
    const [first] = chunks
    done(chunks.length === 1 && first !== undefined ? first.toString() : Buffer.concat(chunks).toString())
  })
}
