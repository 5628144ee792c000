import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer, getCACertificates, setDefaultCACertificates, type TLSSocket } from 'node:tls'
import { afterEach, expect, onTestFinished, test } from 'vitest'
import { pause } from '../sockets.fixture.ts'
import { asking, OK } from './asking.fixture.ts'
import { CERTIFICATE, PRIVATE_KEY } from './certificate.fixture.ts'
import { SocketClient } from './socket-client.ts'

const TRUSTED = getCACertificates('default')

afterEach(() => setDefaultCACertificates(TRUSTED))

/** A provider for `localhost`, with what each connection agreed on and all that was said to it. */
async function secureServer(answer: (socket: TLSSocket) => void) {
  const connections: { name: unknown; protocol: unknown; isResumed: boolean }[] = []
  const sockets = new Set<TLSSocket>()
  let received = ''
  const options = { cert: CERTIFICATE, key: PRIVATE_KEY, ALPNProtocols: ['h2', 'http/1.1'] }
  const server = createServer(options, (socket) => {
    sockets.add(socket)
    connections.push({
      name: socket.servername,
      protocol: socket.alpnProtocol,
      isResumed: socket.isSessionReused(),
    })
    socket
      .on('error', () => {})
      .on('data', (bytes) => {
        received += bytes.toString('latin1')
        answer(socket)
      })
  })
  server.on('tlsClientError', () => {})
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const { port } = server.address() as AddressInfo // It listens on a port.
  return { port, connections, received: () => received }
}

/** The handshake has to fit in it. */
const patience = { connectTimeoutMs: 10_000 }

test('a connection asks for its host by name and for HTTP/1.1, and is used again', async () => {
  setDefaultCACertificates([CERTIFICATE])
  const { port, connections } = await secureServer((socket) => socket.write(OK))
  const client = new SocketClient()
  for (let round = 0; round < 3; round++) {
    const { seen, over } = asking(client, `https://localhost:${port}`, patience)
    await over
    expect(seen).toMatchObject({ status: 200, text: 'ok', ends: 1, failures: [] })
  }
  expect(connections).toEqual([{ name: 'localhost', protocol: 'http/1.1', isResumed: false }])
})

test('the next connection goes on with the session of the last', async () => {
  setDefaultCACertificates([CERTIFICATE])
  const { port, connections } = await secureServer((socket) =>
    socket.write('HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nok'),
  )
  const client = new SocketClient()
  for (let round = 0; round < 2; round++) {
    const { seen, over } = asking(client, `https://localhost:${port}`, patience)
    await over
    expect(seen.text).toBe('ok')
  }
  expect(connections.map(({ isResumed }) => isResumed)).toEqual([false, true])
})

test('a certificate that nobody vouches for gets nothing of the request', async () => {
  const { port, received } = await secureServer((socket) => socket.write(OK))
  const { seen, over } = asking(new SocketClient(), `https://localhost:${port}`, patience)
  await over
  await pause(30)
  expect(seen.failures).toEqual([{ type: 'network', code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }])
  expect(received()).toBe('')
})

test('a certificate for another name gets nothing of the request', async () => {
  setDefaultCACertificates([CERTIFICATE])
  const { port, received } = await secureServer((socket) => socket.write(OK))
  const { seen, over } = asking(new SocketClient(), `https://127.0.0.1:${port}`, patience)
  await over
  await pause(30)
  expect(seen.failures).toEqual([{ type: 'network', code: 'ERR_TLS_CERT_ALTNAME_INVALID' }])
  expect(received()).toBe('')
})

test('a paused answer waits, and comes whole', async () => {
  setDefaultCACertificates([CERTIFICATE])
  const body = Array.from({ length: 200_000 }, (_, index) => `${index} `).join('')
  const { port } = await secureServer((socket) =>
    socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`),
  )
  let pieces = 0
  const asked = asking(new SocketClient(), `https://localhost:${port}`, {
    ...patience,
    onData() {
      if (++pieces % 5 !== 1) return
      asked.exchange.pause()
      const before = pieces
      setTimeout(() => {
        expect(pieces).toBe(before)
        asked.exchange.resume()
      }, 10)
    },
  })
  await asked.over
  expect(asked.seen.text === body).toBe(true)
  expect(asked.seen.ends).toBe(1)
})

test('a large request goes out whole', async () => {
  setDefaultCACertificates([CERTIFICATE])
  const body = Buffer.alloc(3_000_000, 'abcdefg')
  let bytes = 0
  const { port, received } = await secureServer((socket) => {
    bytes = received().length
    if (received().endsWith(body.toString())) socket.write(OK)
  })
  const { seen, over } = asking(new SocketClient(), `https://localhost:${port}`, { ...patience, body })
  await over
  expect(seen.text).toBe('ok')
  expect(bytes).toBeGreaterThan(body.length)
})
