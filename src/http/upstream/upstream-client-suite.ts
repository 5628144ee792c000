import { describe, expect, test } from 'vitest'
import type { UpstreamClient } from '../../core/upstream.ts'
import { pause, rawServer } from '../sockets.fixture.ts'
import { answering, asking } from './asking.fixture.ts'

/** What the port promises, of any client behind it. */
export function upstreamClientSuite(name: string, create: () => UpstreamClient): void {
  describe(name, () => {
    test('an answer comes in pieces and ends once', async () => {
      const { origin } = await answering(
        'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n',
      )
      const { seen, over } = asking(create(), origin)
      await over
      expect(seen).toMatchObject({ status: 200, text: 'abcde', ends: 1, failures: [] })
      expect(seen.headers['content-type']).toBe('text/event-stream')
    })

    test('early hints and continues are not the answer', async () => {
      const { origin } = await answering(
        'HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\nHTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok',
      )
      const { seen, over } = asking(create(), origin)
      await over
      expect(seen).toMatchObject({ status: 200, text: 'ok', ends: 1 })
    })

    test.each([204, 301, 304])('status %d without a body ends', async (status) => {
      const { origin } = await answering(
        `HTTP/1.1 ${status} x\r\ncontent-length: 0\r\nlocation: /else\r\n\r\n`,
      )
      const { seen, over } = asking(create(), origin)
      await over
      expect(seen).toMatchObject({ status, text: '', ends: 1, failures: [] })
    })

    test('an answer that comes before the request was sent whole is the answer', async () => {
      const { origin } = await rawServer((socket) => {
        socket.write('HTTP/1.1 429 x\r\ncontent-length: 4\r\nconnection: close\r\n\r\nbusy')
        setTimeout(() => socket.resume(), 100)
        socket.pause()
      })
      const { seen, over } = asking(create(), origin, { body: Buffer.alloc(8 * 1024 * 1024, 'x') })
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
      const { seen, over } = asking(create(), origin)
      await over
      await pause(20)
      expect([seen.ends, seen.failures.length, seen.failures[0]?.type]).toEqual([0, 1, 'network'])
    })

    test('what is not HTTP is a failure', async () => {
      const { origin } = await answering('+OK POP3 ready\r\n')
      const { seen, over } = asking(create(), origin)
      await over
      expect(seen.failures).toMatchObject([{ type: 'network' }])
    })

    test('a port where nobody listens is a failure with a code of the system', async () => {
      const refused = asking(create(), 'http://127.0.0.1:1')
      await refused.over
      expect(refused.seen.failures).toEqual([{ type: 'network', code: 'ECONNREFUSED' }])
    })

    test.each([
      ['a path with a space', { path: '/a b' }],
      ['a header with a line break', { headers: { 'x-a': 'b\r\nc: d' } }],
    ])('%s is refused before it is sent, as a failure', async (_, wrong) => {
      const { origin } = await answering('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n')
      const { seen, over } = asking(create(), origin, wrong)
      await over
      expect([seen.status, seen.failures.length]).toEqual([0, 1])
    })

    test.each(['onHeaders', 'onData'] as const)('after an abort in %s nothing more comes', async (where) => {
      const { origin } = await answering('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nabc', (socket) =>
        setTimeout(() => socket.write('def'), 20),
      )
      const asked = asking(create(), origin, { [where]: () => asked.exchange.abort() })
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
      const early = asking(create(), origin)
      early.exchange.abort()
      early.exchange.abort()
      const late = asking(create(), origin)
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
      const asked = asking(create(), origin, {
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
          if (!bytes.toString().includes('/slow'))
            socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok')
        })
      })
      const client = create()
      const slow = asking(client, origin, { path: '/slow' })
      for (let request = 0; request < 3; request++) {
        const quick = asking(client, origin, { path: '/quick' })
        await quick.over
        await pause(5) // The connection is free again only after the answer's last callback.
        expect(quick.seen.text).toBe('ok')
      }
      expect(slow.seen.status).toBe(0)
      expect(connections).toBe(2)
    })

    test('when the client closes, what is open fails once', async () => {
      const { origin } = await rawServer((socket) => socket.resume())
      const client = create()
      const { seen, over } = asking(client, origin)
      await pause(30)
      await client.close()
      await over
      expect(seen.failures.length).toBe(1)
      const after = asking(client, origin)
      await after.over
      expect(after.seen.failures.length).toBe(1)
    })
  })
}
