import type { Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import type { UpstreamExchange, UpstreamFailure, UpstreamHandler } from '../core/upstream.ts'
import { pause, rawServer } from './sockets.fixture.ts'
import { UndiciClient } from './undici-client.ts'

interface Seen {
  status: number
  headers: Readonly<Record<string, string | string[] | undefined>>
  text: string
  ends: number
  failures: UpstreamFailure[]
}

/** One request, and what its handler was told. `over` resolves at the end or the failure. */
function asking(
  origin: string,
  more: Partial<UpstreamHandler> & {
    body?: Buffer
    path?: string
    headers?: Record<string, string>
    client?: UndiciClient
  } = {},
) {
  const client = more.client ?? new UndiciClient()
  onTestFinished(() => client.close())
  const seen: Seen = { status: 0, headers: {}, text: '', ends: 0, failures: [] }
  let finish = () => {}
  const over = new Promise<void>((resolve) => {
    finish = resolve
  })
  const exchange: UpstreamExchange = client.send(
    {
      origin,
      path: more.path ?? '/v1/chat/completions',
      headers: { 'content-type': 'application/json', ...more.headers },
      body: more.body ?? Buffer.from('{}'),
      connectTimeoutMs: 300,
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
  return { exchange, seen, over, client }
}

/** A provider that writes this as soon as anything has come. */
function answering(text: string, then: (socket: Socket) => void = () => {}) {
  return rawServer((socket) =>
    socket.once('data', () => {
      socket.write(text)
      then(socket)
    }),
  )
}

test('an answer comes in pieces and ends once', async () => {
  const { origin } = await answering(
    'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n',
  )
  const { seen, over } = asking(origin)
  await over
  expect(seen).toMatchObject({ status: 200, text: 'abcde', ends: 1, failures: [] })
  expect(seen.headers['content-type']).toBe('text/event-stream')
})

test('early hints and continues are not the answer', async () => {
  const { origin } = await answering(
    'HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\nHTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok',
  )
  const { seen, over } = asking(origin)
  await over
  expect(seen).toMatchObject({ status: 200, text: 'ok', ends: 1 })
})

test.each([204, 301, 304])('status %d without a body ends', async (status) => {
  const { origin } = await answering(`HTTP/1.1 ${status} x\r\ncontent-length: 0\r\nlocation: /else\r\n\r\n`)
  const { seen, over } = asking(origin)
  await over
  expect(seen).toMatchObject({ status, text: '', ends: 1, failures: [] })
})

test('an answer that comes before the request was sent whole is the answer', async () => {
  const { origin } = await rawServer((socket) => {
    socket.write('HTTP/1.1 429 x\r\ncontent-length: 4\r\nconnection: close\r\n\r\nbusy')
    setTimeout(() => socket.resume(), 100)
    socket.pause()
  })
  const { seen, over } = asking(origin, { body: Buffer.alloc(8 * 1024 * 1024, 'x') })
  await over
  expect(seen).toMatchObject({ status: 429, text: 'busy' })
  expect(seen.ends + seen.failures.length).toBe(1)
})

test.each([
  ['before the head', ''],
  ['in the head', 'HTTP/1.1 200 OK\r\ncont'],
  ['in the body', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nabc'],
  ['between chunks', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n'],
])('a connection that closes %s is a failure, once, and never an end', async (_, text) => {
  const { origin } = await answering(text, (socket) => socket.end())
  const { seen, over } = asking(origin)
  await over
  await pause(20)
  expect([seen.ends, seen.failures.length, seen.failures[0]?.type]).toEqual([0, 1, 'network'])
})

test('what is not HTTP is a failure', async () => {
  const { origin } = await answering('+OK POP3 ready\r\n')
  const { seen, over } = asking(origin)
  await over
  expect(seen.failures).toMatchObject([{ type: 'network' }])
})

test('a port where nobody listens is a failure with a code of the system', async () => {
  const refused = asking('http://127.0.0.1:1')
  await refused.over
  expect(refused.seen.failures).toEqual([{ type: 'network', code: 'ECONNREFUSED' }])
})

test.each([
  ['a path with a space', { path: '/a b' }],
  ['a header with a line break', { headers: { 'x-a': 'b\r\nc: d' } }],
])('%s is refused before it is sent, as a failure', async (_, wrong) => {
  const { origin } = await answering('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n')
  const { seen, over } = asking(origin, wrong)
  await over
  expect([seen.status, seen.failures.length]).toEqual([0, 1])
})

test.each(['onHeaders', 'onData'] as const)('after an abort in %s nothing more comes', async (where) => {
  const { origin } = await answering('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nabc', (socket) =>
    setTimeout(() => socket.write('def'), 20),
  )
  const asked = asking(origin, { [where]: () => asked.exchange.abort() })
  await pause(80)
  expect([asked.seen.ends, asked.seen.failures.length]).toEqual([0, 0])
  expect(asked.seen.text).toBe(where === 'onData' ? 'abc' : '')
})

test('an abort closes the connection, and one before there is any is kept in mind', async () => {
  let closes = 0
  const { origin } = await rawServer((socket) => {
    socket.on('close', () => closes++)
    socket.resume()
  })
  const early = asking(origin)
  early.exchange.abort()
  early.exchange.abort()
  const late = asking(origin)
  await pause(50)
  late.exchange.abort()
  await pause(50)
  expect(closes).toBeGreaterThanOrEqual(1)
  for (const { seen } of [early, late]) expect([seen.ends, seen.failures.length]).toEqual([0, 0])
})

test('a paused answer does not come, and a resumed one comes whole', async () => {
  const body = 'x'.repeat(2_000_000)
  const { origin } = await answering(`HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`)
  let isPaused = false
  const asked = asking(origin, {
    onData() {
      if (isPaused) return
      isPaused = true
      asked.exchange.pause()
    },
  })
  await pause(150)
  const before = asked.seen.text.length
  expect(before).toBeLessThan(body.length)
  await pause(50)
  expect(asked.seen.text.length).toBe(before)
  asked.exchange.resume()
  await asked.over
  expect(asked.seen.text.length).toBe(body.length)
  asked.exchange.pause()
  asked.exchange.resume()
  asked.exchange.abort()
})

test('a slow answer holds nobody else up, and a connection that is free is used again', async () => {
  let connections = 0
  const { origin } = await rawServer((socket) => {
    connections++
    socket.on('data', (bytes) => {
      if (!bytes.toString().includes('/slow')) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok')
    })
  })
  const client = new UndiciClient()
  const slow = asking(origin, { client, path: '/slow' })
  for (let request = 0; request < 3; request++) {
    const quick = asking(origin, { client, path: '/quick' })
    await quick.over
    await pause(5) // The connection is free again only after the answer's last callback.
    expect(quick.seen.text).toBe('ok')
  }
  expect(slow.seen.status).toBe(0)
  expect(connections).toBe(2)
})

test('when the client closes, what is open fails once', async () => {
  const { origin } = await rawServer((socket) => socket.resume())
  const { seen, over, client } = asking(origin)
  await pause(30)
  await client.close()
  await over
  expect(seen.failures.length).toBe(1)
  const after = asking(origin, { client })
  await after.over
  expect(after.seen.failures.length).toBe(1)
})
