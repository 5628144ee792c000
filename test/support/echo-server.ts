import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One request as it reached the server. */
export interface Heard {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A provider of which nothing is known but that it speaks HTTP. */
export interface EchoServer {
  readonly url: string
  readonly heard: Heard[]
  /** How often somebody has left before his answer was whole. */
  left(): number
  close(): Promise<void>
}

/** `answer` may answer by itself; what it leaves alone is kept, and answered with `{}`. */
export async function startEchoServer(
  answer: (request: IncomingMessage, response: ServerResponse) => boolean = () => false,
): Promise<EchoServer> {
  const heard: Heard[] = []
  let left = 0
  const server = createServer((request, response) => {
    response.once('close', () => {
      if (!response.writableFinished) left++
    })
    if (answer(request, response)) return
    const pieces: Buffer[] = []
    request
      .on('data', (piece: Buffer) => pieces.push(piece))
      .once('end', () => {
        const { method = '', url = '', headers } = request
        heard.push({ method, url, headers, body: Buffer.concat(pieces).toString() })
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
      })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // It listens on TCP.
  return {
    url: `http://127.0.0.1:${port}`,
    heard,
    left: () => left,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
