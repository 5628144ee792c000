import type { ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import { listen } from './listener.ts'
import { lineTo, listening, pause } from './sockets.fixture.ts'

const GET = 'GET / HTTP/1.1\r\nhost: x\r\n\r\n'

test('the query is no part of the path', async () => {
  const paths: string[] = []
  const { port } = await listening((_, response, path) => {
    paths.push(path)
    response.end('done')
  })
  const line = await lineTo(port)
  line.socket.write('GET /v1/models?limit=1?x HTTP/1.1\r\nhost: x\r\n\r\n')
  await line.has('done')
  expect(paths).toEqual(['/v1/models'])
})

test('an address that is taken is an error', async () => {
  const { port } = await listening((_, response) => response.end())
  await expect(listen({ host: '127.0.0.1', port }, () => {})).rejects.toMatchObject({ code: 'EADDRINUSE' })
})

test.each([
  ['what is not HTTP', 'HELLO\r\n\r\n', '400 Bad Request', 'invalid_request'],
  ['a head that never ends', `GET / HTTP/1.1\r\nx: ${'y'.repeat(300_000)}`, '431 ', 'headers_too_large'],
])('%s is told so and cut off, though it stays', async (_, bytes, status, code) => {
  const { port } = await listening((_request, response) => response.end())
  const line = await lineTo(port)
  line.socket.write(bytes)
  await line.has(code)
  expect(line.text()).toContain(status)
  await line.closed()
})

test('nothing is written into the middle of an answer, whatever comes on its connection', async () => {
  const { port } = await listening((_, response) => {
    response.writeHead(200)
    response.write('half an answer')
  })
  const line = await lineTo(port)
  line.socket.write(GET)
  await line.has('half an answer')
  line.socket.write('garbage\r\n\r\n')
  await line.closed()
  expect(line.text()).not.toContain('400')
})

test('garbage while an answer is under way ends that answer alone', async () => {
  const held: ServerResponse[] = []
  const { port } = await listening((_, response) => held.push(response))
  const line = await lineTo(port)
  line.socket.write(GET)
  await pause(20)
  line.socket.write('garbage\r\n\r\n')
  await line.has('invalid_request')
  const [response] = held
  response?.writeHead(200)
  response?.write('late')
  response?.end('too late')
  await line.closed()
  const other = await lineTo(port)
  other.socket.write(GET)
  await pause(20)
  held[1]?.end('well')
  await other.has('well')
})

test('a drain waits for an open answer, and then not for its kept-alive connection', async () => {
  const held: ServerResponse[] = []
  const { port, drain } = await listening((_, response) => held.push(response))
  const idle = await lineTo(port)
  const open = await lineTo(port)
  open.socket.write(GET)
  await pause(20)
  held[0]?.writeHead(200, { 'content-type': 'text/plain' })
  held[0]?.write('first')
  await open.has('first')

  const startedAtMs = performance.now()
  let isDrained = false
  const draining = drain(10_000).then((cut) => {
    isDrained = true
    return cut
  })
  await idle.closed()
  await pause(100)
  expect(isDrained).toBe(false)
  held[0]?.end('last')
  expect(await draining).toBe(0)
  expect(open.text()).toContain('last')
  expect(performance.now() - startedAtMs).toBeLessThan(3_000)
})

test('what is still open when the time is over is cut, and counted', async () => {
  const { port, drain } = await listening((_, response) => {
    response.writeHead(200)
    response.write('for ever')
  })
  const lines = [await lineTo(port), await lineTo(port)]
  for (const line of lines) line.socket.write(GET)
  for (const line of lines) await line.has('for ever')
  expect(await drain(50)).toBe(2)
  for (const line of lines) await line.closed()
})

test('no new connection is taken while it drains', async () => {
  const { port, drain } = await listening((_, response) => response.end())
  await drain(1_000)
  await expect(lineTo(port)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})
