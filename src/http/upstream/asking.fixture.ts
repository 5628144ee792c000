import type { Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import type {
  Upload,
  UpstreamClient,
  UpstreamExchange,
  UpstreamFailure,
  UpstreamHandler,
} from '../../core/upstream.ts'
import { rawServer } from '../sockets.fixture.ts'
import { SocketClient } from './socket-client.ts'

/** A whole answer. */
export const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'

export interface Seen {
  status: number
  headers: Readonly<Record<string, string | string[] | undefined>>
  text: string
  ends: number
  failures: UpstreamFailure[]
}

/** One request, and what its handler was told. `over` resolves at the end or the failure. */
export function asking(
  client: UpstreamClient,
  origin: string,
  more: Partial<UpstreamHandler> & {
    body?: Buffer
    method?: string
    upload?: Upload
    path?: string
    headers?: Record<string, string>
    connectTimeoutMs?: number
  } = {},
) {
  onTestFinished(() => client.close())
  const seen: Seen = { status: 0, headers: {}, text: '', ends: 0, failures: [] }
  let finish = () => {}
  const over = new Promise<void>((resolve) => {
    finish = resolve
  })
  const exchange: UpstreamExchange = client.send(
    {
      origin,
      ...(more.method === undefined ? {} : { method: more.method }),
      ...(more.upload === undefined ? {} : { upload: more.upload }),
      path: more.path ?? '/v1/chat/completions',
      headers: { 'content-type': 'application/json', ...more.headers },
      body: more.body ?? Buffer.from('{}'),
      connectTimeoutMs: more.connectTimeoutMs ?? 300,
    },
    {
      onHeaders(status, headers) {
        seen.status = status
        seen.headers = headers
        more.onHeaders?.(status, headers)
      },
      onData(chunk) {
        seen.text += chunk.toString()
        more.onData?.(chunk)
      },
      onEnd() {
        seen.ends++
        finish()
      },
      onFailure(failure) {
        seen.failures.push(failure)
        finish()
      },
    },
  )
  return { exchange, seen, over }
}

/** A provider that writes this as soon as anything has come. */
export function answering(text: string, then: (socket: Socket) => void = () => {}) {
  return rawServer((socket) =>
    socket.once('data', () => {
      socket.write(text)
      then(socket)
    }),
  )
}

/** A provider that notes each request, by the number of its connection, and answers it by its path. */
export async function noting(answers: Readonly<Record<string, string | ((socket: Socket) => void)>>) {
  const requests: string[] = []
  const open = new Set<number>()
  const sockets: Socket[] = []
  let connections = 0
  const { origin } = await rawServer((socket) => {
    const id = ++connections
    open.add(id)
    sockets.push(socket)
    socket.on('close', () => open.delete(id))
    socket.on('data', (bytes) => {
      const path = /^POST (\S+) /.exec(bytes.toString('latin1'))?.[1]
      if (path === undefined) return
      requests.push(`${id} ${path}`)
      const answer = answers[path] ?? OK
      if (typeof answer === 'string') socket.write(answer, 'latin1')
      else answer(socket)
    })
  })
  const client = new SocketClient()
  const ask = (path: string, more: Parameters<typeof asking>[2] = {}) =>
    asking(client, origin, { ...more, path })
  return { origin, client, requests, open, sockets, ask }
}
