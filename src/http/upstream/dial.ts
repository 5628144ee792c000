import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { Origin } from './origin.ts'

/**
 * Begins a connection. What comes over it is read into `room`, which all connections share: `onBytes` must be done
 * with it when it returns. Names with several addresses are tried as Node does by itself, each family in its turn.
 */
export function dial(origin: Origin, room: Buffer, onBytes: (length: number) => void): Socket {
  const { hostname: host, port, isSecure } = origin
  const options = {
    host,
    port,
    // Without it a server that is slow to acknowledge delays every second write.
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: KEEP_ALIVE_PROBE_MS,
    onread: {
      buffer: room,
      callback: (length: number) => {
        onBytes(length)
        return true
      },
    },
  }
  if (!isSecure) return connectTcp(options)
  const socket = connectTls({
    ...options,
    // An address is no name that could be asked for; the certificate is checked against it all the same.
    servername: isIP(host) === 0 ? host : '',
    ALPNProtocols: ['http/1.1'],
    ...(origin.session === null ? {} : { session: origin.session }),
  })
  socket.on('session', (session) => {
    origin.session = session
  })
  return socket
}

const KEEP_ALIVE_PROBE_MS = 60_000
