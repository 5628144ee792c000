import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { pause, rawServer } from '../sockets.fixture.ts'
import { answering, asking, OK } from './asking.fixture.ts'
import { SocketClient } from './socket-client.ts'

describe('what is sent', () => {
  test('is head and body together, and nothing else', async () => {
    const pieces: string[] = []
    const { origin } = await rawServer((socket) =>
      socket.on('data', (bytes) => {
        pieces.push(bytes.toString('latin1'))
        socket.write(OK)
      }),
    )
    const body = Buffer.from('{"a":"é"}')
    await asking(new SocketClient(), origin, { path: '/v1?x', headers: { 'X-Key': 'k' }, body }).over
    expect(pieces).toEqual([
      `POST /v1?x HTTP/1.1\r\nhost: ${new URL(origin).host}\r\ncontent-type: application/json\r\nX-Key: k\r\n` +
        `accept-encoding: identity\r\ncontent-length: 10\r\n\r\n${body.toString('latin1')}`,
    ])
  })

  test.each([0, 1, 64 * 1024, 64 * 1024 + 1, 5_000_000])('is whole with %d bytes of body', async (length) => {
    const body = Buffer.alloc(length, 'abcdefg')
    let received = ''
    const { origin } = await rawServer((socket) =>
      socket.on('data', (bytes) => {
        received += bytes.toString('latin1')
        const start = received.indexOf('\r\n\r\n') + 4
        if (start > 3 && received.length === start + length) socket.write(OK)
      }),
    )
    const { seen, over } = asking(new SocketClient(), origin, { body })
    await over
    expect(seen.text).toBe('ok')
    expect(received.endsWith(`content-length: ${length}\r\n\r\n${body.toString('latin1')}`)).toBe(true)
  })

  test.each(['ftp://127.0.0.1', 'nothing', 'http://'])('is nothing to %s', async (origin) => {
    const { seen, over } = asking(new SocketClient(), origin)
    expect(seen.failures).toEqual([])
    await over
    expect(seen.failures).toEqual([{ type: 'network', code: 'REQUEST_INVALID' }])
  })

  test('goes to whichever address of a name answers', async () => {
    const { origin } = await answering(OK)
    const { seen, over } = asking(new SocketClient(), origin.replace('127.0.0.1', 'localhost'))
    await over
    expect(seen.text).toBe('ok')
  })
})

test('a burst of small chunks comes in far fewer pieces', async () => {
  const { origin } = await answering(
    `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${'3\r\nabc\r\n'.repeat(1_000)}0\r\n\r\n`,
  )
  let pieces = 0
  const { seen, over } = asking(new SocketClient(), origin, { onData: () => pieces++ })
  await over
  expect(seen.text).toBe('abc'.repeat(1_000))
  expect(pieces).toBeLessThan(10)
})

test('a thousand answers at once do not mix', async () => {
  const { origin } = await rawServer((socket) =>
    socket.once('data', (bytes) => {
      const name = /POST \/(\d+) /.exec(bytes.toString())?.[1] ?? ''
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n')
      let events = 0
      const ticking = setInterval(() => {
        socket.write(`${name.length.toString(16)}\r\n${name}\r\n`)
        if (++events < 5) return
        clearInterval(ticking)
        socket.write('0\r\n\r\n')
      }, 10)
    }),
  )
  const client = new SocketClient()
  const asked = Array.from({ length: 1_000 }, (_, index) =>
    asking(client, origin, { path: `/${index}`, connectTimeoutMs: 20_000 }),
  )
  await Promise.all(asked.map(({ over }) => over))
  expect(asked.map(({ seen }) => seen.text)).toEqual(asked.map((_, index) => `${index}`.repeat(5)))
})

test('whatever a server says, each request ends once and the next has its own answer', async () => {
  const answers = new Map<string, Buffer>()
  const { origin } = await rawServer((socket) =>
    socket.on('data', (bytes) => {
      const answer = answers.get(/^POST (\S+) /.exec(bytes.toString('latin1'))?.[1] ?? '')
      if (answer === undefined) socket.write(OK)
      else socket.end(answer)
    }),
  )
  const client = new SocketClient()
  onTestFinished(() => client.close())
  const head = Buffer.from('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n')
  const random = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes))
  const answer = fc.oneof(
    random,
    random.map((bytes) => Buffer.concat([head, bytes])),
    random.map((bytes) => Buffer.concat([Buffer.from(OK), bytes])),
  )
  await fc.assert(
    fc.asyncProperty(answer, async (bytes) => {
      const path = `/${answers.size}`
      answers.set(path, bytes)
      const first = asking(client, origin, { path })
      await first.over
      expect(first.seen.ends + first.seen.failures.length).toBe(1)
      // For the server's closing, which follows whatever it said.
      await pause(5)
      const second = asking(client, origin, { path: '/good' })
      await second.over
      expect(second.seen).toMatchObject({ status: 200, text: 'ok', ends: 1, failures: [] })
    }),
    { numRuns: 200 },
  )
})
