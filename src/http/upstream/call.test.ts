import { describe, expect, test } from 'vitest'
import { pause, rawServer } from '../sockets.fixture.ts'
import { asking, noting, OK } from './asking.fixture.ts'
import { SocketClient } from './socket-client.ts'

describe('a caller', () => {
  test.each(['before the answer', 'in the answer'])(
    'who leaves %s is seen to leave at once',
    async (when) => {
      let leftAtMs = 0
      const { origin } = await rawServer((socket) => {
        if (when === 'in the answer') socket.write('HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nabc')
        socket.resume().on('close', () => {
          leftAtMs = performance.now()
        })
      })
      const { seen, exchange } = asking(new SocketClient(), origin)
      await pause(50)
      const abortedAtMs = performance.now()
      exchange.abort()
      await pause(100)
      expect(leftAtMs - abortedAtMs).toBeGreaterThan(0)
      expect(leftAtMs - abortedAtMs).toBeLessThan(100)
      expect([seen.ends, seen.failures.length]).toEqual([0, 0])
    },
  )

  test('who pauses at the head gets the body only later, and all of it', async () => {
    const { ask } = await noting({})
    const asked = ask('/', { onHeaders: () => asked.exchange.pause() })
    await pause(40)
    expect(asked.seen).toMatchObject({ status: 200, text: '', ends: 0 })
    asked.exchange.resume()
    expect(asked.seen.text).toBe('')
    await asked.over
    expect(asked.seen).toMatchObject({ text: 'ok', ends: 1 })
  })

  test('who pauses in the last piece leaves no sleeping connection behind', async () => {
    const { ask, requests } = await noting({})
    const first = ask('/first', { onData: () => first.exchange.pause() })
    await pause(30)
    const second = ask('/second')
    await second.over
    expect(second.seen).toMatchObject({ text: 'ok', ends: 1 })
    expect(requests).toEqual(['1 /first', '1 /second'])
    first.exchange.resume()
    await first.over
    expect(first.seen).toMatchObject({ text: 'ok', ends: 1 })
  })

  test('who pauses before there is a connection waits for the answer', async () => {
    const { ask } = await noting({})
    const asked = ask('/')
    asked.exchange.pause()
    await pause(40)
    expect(asked.seen.status).toBe(0)
    asked.exchange.resume()
    await asked.over
    expect(asked.seen.text).toBe('ok')
  })

  test('who holds the exchange of an answer that is over cannot touch the next', async () => {
    const { ask, requests } = await noting({ '/next': (socket) => setTimeout(() => socket.write(OK), 40) })
    const first = ask('/first')
    await first.over
    const next = ask('/next')
    first.exchange.pause()
    first.exchange.abort()
    await next.over
    expect(next.seen).toMatchObject({ text: 'ok', ends: 1 })
    expect(requests).toEqual(['1 /first', '1 /next'])
  })

  test.each(['onHeaders', 'onData'] as const)('who throws in %s fails, and nobody else', async (where) => {
    const { ask, open } = await noting({ '/first': 'HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nabc' })
    const first = ask('/first', {
      [where]: () => {
        throw new Error('thrown by the test')
      },
    })
    await first.over
    expect(first.seen).toMatchObject({ ends: 0, failures: [{ type: 'network', code: 'HANDLER_THREW' }] })
    await pause(20)
    expect(open.size).toBe(0)
    const second = ask('/second')
    await second.over
    expect(second.seen.text).toBe('ok')
  })
})
