import { once } from 'node:events'
import {
  createServer as createTcpServer,
  connect,
  type AddressInfo,
  type Server,
  type Socket,
} from 'node:net'
import { onTestFinished } from 'vitest'
import { type Handler, listen, type Listener } from './listener.ts'

/** Real sockets for the tests of this folder, closed when the test is over. */

export async function listening(handler: Handler): Promise<Listener & { readonly port: number }> {
  const listener = await listen({ host: '127.0.0.1', port: 0 }, handler)
  onTestFinished(async () => {
    await listener.drain(0)
  })
  return { ...listener, port: Number(new URL(listener.url).port) }
}

/** A connection, and all that came over it. */
export interface Line {
  readonly socket: Socket
  text(): string
  /** Resolves when the text holds `part`. */
  has(part: string): Promise<void>
  closed(): Promise<void>
}

export async function lineTo(port: number): Promise<Line> {
  const socket = connect({ port, host: '127.0.0.1' })
  onTestFinished(() => {
    socket.destroy()
  })
  let text = ''
  let onText = () => {}
  socket.setEncoding('utf8').on('data', (piece: string) => {
    text += piece
    onText()
  })
  socket.on('error', () => {})
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  await once(socket, 'connect')
  return {
    socket,
    text: () => text,
    has: (part) =>
      new Promise((resolve) => {
        onText = () => {
          if (text.includes(part)) resolve()
        }
        onText()
      }),
    closed: () => closed,
  }
}

/** A provider that speaks raw bytes: `talk` gets each connection. */
export async function rawServer(talk: (socket: Socket) => void): Promise<{ origin: string; server: Server }> {
  const sockets = new Set<Socket>()
  const server = createTcpServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    talk(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const { port } = server.address() as AddressInfo // It listens on a port.
  return { origin: `http://127.0.0.1:${port}`, server }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
