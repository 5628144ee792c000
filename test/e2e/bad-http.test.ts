import { connect, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ask } from '../support/ask.ts'
import { startTestGateway } from '../support/test-gateway.ts'
import { until } from '../support/until.ts'

// What no SDK would ever send, written byte by byte. Each gets an answer, or a closed connection, and costs no more.
const gateway = await startTestGateway()
const { secret } = await gateway.makeKey()
afterAll(() => gateway.close())
beforeEach(() => gateway.simulator.reset())
afterEach(async () => {
  const heard = await ask(gateway.url, {
    dialect: 'openai',
    stream: false,
    key: secret,
    model: 'openai/echo',
  })
  expect(heard).toMatchObject({ isWhole: true, text: 'one two three' })
})

const BODY = JSON.stringify({
  ...{ model: 'openai/echo', max_tokens: 9 },
  messages: [{ role: 'user', content: 'Hi there' }],
})
const CHUNKED = 'transfer-encoding: chunked\r\n'
const chunk = (text: string) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`

const DIALECTS = [
  { dialect: 'openai', path: '/v1/chat/completions', type: 'invalid_request_error', more: '' },
  {
    dialect: 'anthropic',
    path: '/v1/messages',
    type: '"type":"error"',
    more: 'anthropic-version: 2023-06-01\r\n',
  },
] as const

describe.each(DIALECTS)('$dialect dialect', ({ path, type, more }) => {
  const head = (lines: string, method = 'POST') =>
    `${method} ${path} HTTP/1.1\r\nhost: gateway\r\nauthorization: Bearer ${secret}\r\n` +
    `content-type: application/json\r\n${more}${lines}\r\n`

  test('no content-length: chunks are read', async () => {
    const reply = await say(head(CHUNKED) + [...BODY].map(chunk).join('') + chunk(''))
    expect(reply).toMatch(/^HTTP\/1\.1 200 /)
    expect(reply).toContain('Hi there')
  })

  test('neither length nor chunks: there is no body', async () => {
    const reply = await say(head(''))
    expect(reply).toMatch(/^HTTP\/1\.1 400 /)
    expect(reply).toContain(type)
  })

  test('more than the length says: the rest is no request', async () => {
    const reply = await say(`${head(`content-length: ${BODY.length}\r\n`)}${BODY} and more\r\n\r\n`)
    // Whether the first is still answered depends on which is seen first; nothing after it ever is.
    expect(reply).toMatch(/HTTP\/1\.1 400 /)
    expect(gateway.simulator.stats().requests).toBeLessThanOrEqual(1)
  })

  test('a length and chunks at once, which proxies disagree about', async () => {
    const reply = await say(head(`content-length: 5\r\n${CHUNKED}`) + chunk(BODY) + chunk(''))
    expect(reply).toMatch(/^HTTP\/1\.1 400 /)
    expect(gateway.simulator.stats().requests).toBe(0)
  })

  test('chunks of more than 64 MB, which no length has announced', async () => {
    const mebibyte = chunk('x'.repeat(1024 * 1024))
    const reply = await say(head(CHUNKED), async (socket) => {
      for (let sent = 0; sent < 100 && !socket.destroyed; sent++) {
        socket.write(mebibyte)
        await until(() => !socket.writableNeedDrain || socket.destroyed)
      }
    })
    expect(reply).toMatch(/^HTTP\/1\.1 413 /)
    expect(reply).toContain(type)
  })

  test.each([
    ['one of 64 KB', `x-large: ${'x'.repeat(64 * 1024)}\r\n`],
    ['64 KB in many', Array.from({ length: 640 }, (_, nth) => `x-${nth}: ${'x'.repeat(100)}\r\n`).join('')],
  ])('headers: %s', async (_, lines) => {
    const reply = await say(head(`${lines}content-length: 0\r\n`))
    expect(reply).toMatch(/^HTTP\/1\.1 431 /)
    expect(reply).toContain(type)
  })

  test('a body that comes a drop at a time, and stops', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const reply = await say(
        `${head(`content-length: ${BODY.length}\r\n`)}${BODY.slice(0, 20)}`,
        async (socket) => {
          await new Promise((resolve) => setImmediate(resolve))
          for (let waits = 0; waits < 20 && !socket.readableEnded && socket.bytesRead === 0; waits++) {
            await new Promise((resolve) => setImmediate(resolve))
            await vi.advanceTimersByTimeAsync(5_000)
            await new Promise((resolve) => process.nextTick(resolve))
          }
        },
      )
      expect(reply).toMatch(/^HTTP\/1\.1 408 /)
      expect(reply).toContain(type === 'invalid_request_error' ? 'request_timeout' : type)
    } finally {
      vi.useRealTimers()
    }
  })

  test('an upload that is broken off', async () => {
    const before = (await gateway.records()).length
    const socket = await open()
    socket.write(`${head(`content-length: ${BODY.length}\r\n`)}${BODY.slice(0, 20)}`)
    await wait(20)
    socket.resetAndDestroy()
    await until(() => gateway.app.gateway.books.openCount === 0)
    expect(gateway.simulator.stats().requests).toBe(0)
    // What was never understood is no exchange.
    expect((await gateway.records()).length).toBe(before)
  })

  test.each(['GET', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'])('method %s', async (method) => {
    const reply = await say(head('content-length: 0\r\n', method))
    expect(reply).toMatch(/^HTTP\/1\.1 405 /)
    expect(reply.toLowerCase()).toContain('\r\nallow: post\r\n')
    if (method !== 'HEAD') expect(reply).toContain(type)
  })
})

test.each([
  ['not HTTP', 'SSH-2.0-OpenSSH_9.7\r\n\r\n'],
  ['a header without a name', 'GET / HTTP/1.1\r\nhost: x\r\n: nothing\r\n\r\n'],
  ['a path with a line break', 'GET /v1/mo\ndels HTTP/1.1\r\nhost: x\r\n\r\n'],
])('%s', async (_, bytes) => {
  expect(await say(bytes)).toMatch(/^HTTP\/1\.1 400 /)
})

test.each(['/v1/nothing', '/', '/v1/messages/..%2f..%2fadmin', '/%00', `/${'x'.repeat(8_000)}`])(
  'an unknown path: %s',
  async (path) => {
    const reply = await say(`POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n`)
    expect(reply).toMatch(/^HTTP\/1\.1 404 /)
    expect(reply.length).toBeLessThan(2_000)
  },
)

async function open(): Promise<Socket> {
  const { hostname, port } = new URL(gateway.url)
  const socket = connect(Number(port), hostname)
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  return socket.on('error', () => {})
}

/** Writes the bytes, and whatever `goOn` adds; gives all that was answered until the other side was done. */
async function say(bytes: string, goOn: (socket: Socket) => Promise<void> = async () => {}): Promise<string> {
  const socket = await open()
  let reply = ''
  let isQuiet = false
  socket.on('data', (piece) => {
    reply += piece.toString()
    isQuiet = false
  })
  socket.write(bytes)
  await goOn(socket)
  await until(async () => {
    if (socket.destroyed || socket.readableEnded) return true
    const wasQuiet = isQuiet && reply !== ''
    isQuiet = true
    await new Promise((resolve) => setImmediate(resolve))
    return wasQuiet
  })
  socket.destroy()
  return reply
}
