import type { Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import { pause, rawServer } from '../sockets.fixture.ts'
import { asking, noting, OK } from './asking.fixture.ts'
import { SocketClient } from './socket-client.ts'

describe('a connection', () => {
  test('that is warmest is used next', async () => {
    const { ask, requests } = await noting({ '/slow': (socket) => setTimeout(() => socket.write(OK), 60) })
    const slow = ask('/slow')
    await ask('/quick').over
    await slow.over
    await ask('/next').over
    expect(requests.at(-1)?.split(' ')[0]).toBe(requests.find((line) => line.endsWith('slow'))?.split(' ')[0])
    expect(new Set(requests.map((line) => line.split(' ')[0])).size).toBe(2)
  })

  test('can be used again by the time its answer ends', async () => {
    const { ask, requests } = await noting({})
    const over = Promise.withResolvers<void>()
    const chain = (left: number) => {
      const next = ask('/', {})
      void next.over.then(() => (left === 0 ? over.resolve() : chain(left - 1)))
    }
    chain(20)
    await over.promise
    expect(new Set(requests)).toEqual(new Set(['1 /']))
  })

  test.each([
    ['the server says so', 'HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nok'],
    ['the server is old', 'HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\nok'],
    ['more came than was asked for', `${OK}HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nevil`],
    [
      'the server keeps it for too short',
      'HTTP/1.1 200 OK\r\nkeep-alive: timeout=1\r\ncontent-length: 2\r\n\r\nok',
    ],
    ['the answer is malformed', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\nok'],
    ['the answer is cut', (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 20\r\n\r\nok')],
    ['the answer ends with it', (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\n\r\nok')],
  ])('is closed and not used again when %s', async (_, answer) => {
    const { ask, requests, open } = await noting({ '/first': answer })
    await ask('/first').over
    await pause(20)
    expect(open.size).toBe(0)
    const { seen, over } = ask('/second')
    await over
    expect(seen).toMatchObject({ text: 'ok', ends: 1 })
    expect(requests).toEqual(['1 /first', '2 /second'])
  })

  test("is closed when the server speaks unasked, and what it said is nobody's answer", async () => {
    const { ask, requests, open } = await noting({
      '/first': (socket) => {
        socket.write(OK)
        setTimeout(() => socket.write('HTTP/1.1 408 x\r\ncontent-length: 4\r\n\r\nevil'), 20)
      },
    })
    await ask('/first').over
    await pause(60)
    expect(open.size).toBe(0)
    const { seen, over } = ask('/second')
    await over
    expect(seen).toMatchObject({ status: 200, text: 'ok' })
    expect(requests).toEqual(['1 /first', '2 /second'])
  })

  test('that the server closed while it was idle is not used', async () => {
    const { ask, requests } = await noting({
      '/first': (socket) => {
        socket.write(OK)
        setTimeout(() => socket.end(), 10)
      },
    })
    await ask('/first').over
    await pause(40)
    const { seen, over } = ask('/second')
    await over
    expect(seen).toMatchObject({ text: 'ok', failures: [] })
    expect(requests).toEqual(['1 /first', '2 /second'])
  })

  test.each([
    ['closes', (socket: Socket) => socket.end()],
    ['resets', (socket: Socket) => socket.resetAndDestroy()],
  ])(
    'that a server %s on the next request fails it once, and the request is not repeated',
    async (_, close) => {
      const { ask, requests } = await noting({ '/second': close })
      await ask('/first').over
      const { seen, over } = ask('/second')
      await over
      await pause(30)
      expect([seen.ends, seen.failures.length, seen.failures[0]?.type]).toEqual([0, 1, 'network'])
      expect(requests).toEqual(['1 /first', '1 /second'])
    },
  )

  test('is closed a second before the server would, and after it was used beyond that', async () => {
    const answer = 'HTTP/1.1 200 OK\r\nkeep-alive: timeout=2, max=9\r\ncontent-length: 2\r\n\r\nok'
    const { ask, requests, open } = await noting({
      '/a': answer,
      '/slow': (socket) => setTimeout(() => socket.write(answer), 700),
    })
    await ask('/a').over
    await pause(600)
    await ask('/slow').over
    await pause(600)
    // The first pause and the slow answer are over one second, but none of it was idle for one.
    expect(open.size).toBe(1)
    await pause(600)
    expect(open.size).toBe(0)
    await ask('/a').over
    expect(requests).toEqual(['1 /a', '1 /slow', '2 /a'])
  })

  test('in which the server does not answer at all is given up in time', async () => {
    const { origin } = await rawServer((socket) => socket.resume())
    const startedMs = performance.now()
    const { seen, over } = asking(new SocketClient(), origin.replace('http:', 'https:'))
    await over
    expect(seen.failures).toEqual([{ type: 'connect-timeout', code: 'CONNECT_TIMEOUT' }])
    expect(performance.now() - startedMs).toBeGreaterThan(250)
  })
})
