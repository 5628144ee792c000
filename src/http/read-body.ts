import type { IncomingMessage } from 'node:http'
import { GatewayError } from '../core/error.ts'

/** A body that makes no progress for so long is given up. */
const STALL_MS = 30_000
/** And so is one that trickles on for longer than this. */
const WHOLE_MS = 300_000

/**
 * The whole body. Rejects with `request_too_large`, `request_timeout`, or `client_closed_request`. What is left of a
 * refused body is read and thrown away, so that the caller gets to read the refusal; the connection then closes.
 */
export function readBody(request: IncomingMessage, bytesMax: number): Promise<Buffer> {
  const declared = Number(request.headers['content-length'])
  if (declared > bytesMax) {
    request.resume()
    return Promise.reject(tooLarge(bytesMax))
  }
  // He may have left while his key was looked up: then no event comes any more.
  if (request.destroyed) return Promise.reject(gone())
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    const fail = (error: GatewayError) => {
      stop()
      request.on('error', () => {})
      request.resume()
      reject(error)
    }
    const onData = (chunk: Buffer) => {
      stall.refresh()
      bytes += chunk.length
      if (bytes > bytesMax) return fail(tooLarge(bytesMax))
      chunks.push(chunk)
    }
    const onEnd = () => {
      stop()
      const [only] = chunks
      resolve(chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks, bytes))
    }
    const onGone = () => fail(gone())
    const onTimeout = () => fail(new GatewayError('request_timeout', 'The body did not arrive in time.'))
    const stall = setTimeout(onTimeout, STALL_MS)
    const whole = setTimeout(onTimeout, WHOLE_MS)
    const stop = () => {
      clearTimeout(stall)
      clearTimeout(whole)
      request.off('data', onData).off('end', onEnd).off('error', onGone).off('close', onGone)
    }
    request.on('data', onData).on('end', onEnd).on('error', onGone).on('close', onGone)
  })
}

function gone(): GatewayError {
  return new GatewayError('client_closed_request', 'The caller left before its body was whole.')
}

function tooLarge(bytesMax: number): GatewayError {
  const megabytes = Math.floor(bytesMax / 1024 / 1024)
  return new GatewayError(
    'request_too_large',
    `The body is larger than ${megabytes} MB (server.max_body_mb).`,
  )
}
