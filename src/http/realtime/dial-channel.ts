import { WebSocket } from 'ws'
import type { DialOutcome, DialRequest } from '../../core/channel.ts'
import { MESSAGE_BYTES_MAX, WsChannel } from './ws-channel.ts'

const REFUSAL_BYTES_MAX = 64 * 1024

/** Opens a WebSocket to a provider. Never rejects. */
export function dialChannel({ url, headers, timeoutMs }: DialRequest): Promise<DialOutcome> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url, {
      headers,
      handshakeTimeout: timeoutMs,
      maxPayload: MESSAGE_BYTES_MAX,
      perMessageDeflate: false,
    })
    socket.once('open', () => resolve({ type: 'open', channel: new WsChannel(socket) }))
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // The library has no code for this one.
      const isLate = error.message.includes('timed out')
      resolve({ type: 'failed', code: isLate ? 'ETIMEDOUT' : (error.code ?? 'unknown') })
    })
    socket.once('unexpected-response', (request, response) => {
      const pieces: Buffer[] = []
      let bytes = 0
      const end = () => {
        request.destroy()
        const { statusCode: status = 0, headers: said } = response
        resolve({ type: 'refused', status, headers: said, bytes: Buffer.concat(pieces) })
      }
      const timer = setTimeout(end, timeoutMs)
      response.on('data', (piece: Buffer) => {
        bytes += piece.length
        if (bytes > REFUSAL_BYTES_MAX) response.destroy()
        else pieces.push(piece)
      })
      response.on('close', () => {
        clearTimeout(timer)
        end()
      })
    })
  })
}
