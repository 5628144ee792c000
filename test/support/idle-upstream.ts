import { createServer, type Socket } from 'node:net'

/** A provider that begins every stream at once, says nothing more until it is told to, and then ends all of them. */
export interface IdleUpstream {
  readonly url: string
  /** Streams begun and not ended. */
  readonly open: number
  finish(): void
  close(): Promise<void>
}

const chunk = (fields: object) =>
  `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', model: 'idle', ...fields })}\n\n`
const BEGINNING =
  'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n' +
  chunk({ choices: [{ index: 0, delta: { role: 'assistant', content: 'A' }, finish_reason: null }] })
const ENDING =
  chunk({ choices: [{ index: 0, delta: { content: 'Z' }, finish_reason: 'stop' }] }) +
  chunk({ choices: [], usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 } }) +
  'data: [DONE]\n\n'

/** Plain sockets: thousands of them are to cost the test little. */
export async function startIdleUpstream(): Promise<IdleUpstream> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    socket.on('error', () => sockets.delete(socket))
    socket.on('close', () => sockets.delete(socket))
    let head = ''
    socket.on('data', (piece: Buffer) => {
      head += piece.toString('latin1')
      if (sockets.has(socket) || !head.includes('\r\n\r\n')) return
      sockets.add(socket)
      socket.write(BEGINNING)
    })
  })
  await new Promise<void>((resolve) => server.listen({ port: 0, host: '127.0.0.1', backlog: 4_096 }, resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The upstream has no port.')
  return {
    url: `http://127.0.0.1:${address.port}/v1`,
    get open() {
      return sockets.size
    },
    finish() {
      for (const socket of sockets) socket.end(ENDING)
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
