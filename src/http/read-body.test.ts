import type { IncomingMessage, ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import { GatewayError } from '../core/error.ts'
import { readBody } from './read-body.ts'
import { lineTo, listening, pause } from './sockets.fixture.ts'

interface Outcome {
  readonly bytes: Buffer | null
  readonly code: string | null
}

/** Reads each request's body up to 1000 bytes and answers with what came of it. */
async function reading(before: () => Promise<void> = async () => {}) {
  const outcomes: Promise<Outcome>[] = []
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<Outcome> => {
    await before()
    const outcome = await readBody(request, 1_000).then(
      (bytes): Outcome => ({ bytes, code: null }),
      (error: unknown): Outcome => ({ bytes: null, code: GatewayError.from(error).code }),
    )
    response.end(outcome.code ?? `read ${outcome.bytes?.length}`)
    return outcome
  }
  const { port } = await listening((request, response) => outcomes.push(answer(request, response)))
  return { port, outcomes }
}

test('a body is whole however it is cut', async () => {
  const { port, outcomes } = await reading()
  const body = JSON.stringify({ text: 'ä€😀' })
  const line = await lineTo(port)
  line.socket.write(`POST / HTTP/1.1\r\nhost: x\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`)
  for (const byte of Buffer.from(body)) {
    line.socket.write(Buffer.of(byte))
    await pause(1)
  }
  await line.has('read')
  expect((await outcomes[0])?.bytes?.toString()).toBe(body)
})

test('no body is an empty one', async () => {
  const { port } = await reading()
  const line = await lineTo(port)
  line.socket.write('POST / HTTP/1.1\r\nhost: x\r\n\r\n')
  await line.has('read 0')
})

test.each([
  ['said so', 'content-length: 1001\r\n\r\n'],
  ['did not say so', 'transfer-encoding: chunked\r\n\r\n'],
])('a caller whose body is too large, and who %s, gets to read the refusal', async (_, head) => {
  const { port } = await reading()
  const line = await lineTo(port)
  line.socket.write(`POST / HTTP/1.1\r\nhost: x\r\n${head}`)
  line.socket.write(head.startsWith('t') ? `3e9\r\n${'x'.repeat(1_001)}\r\n` : 'x'.repeat(500))
  await line.has('request_too_large')
})

test('exactly as much as is allowed is not too large', async () => {
  const { port } = await reading()
  const line = await lineTo(port)
  line.socket.write(`POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n${'x'.repeat(1_000)}`)
  await line.has('read 1000')
})

test.each([
  ['before the first byte', ''],
  ['in the middle', 'abc'],
])('a caller who leaves %s is gone at once', async (_, part) => {
  const { port, outcomes } = await reading()
  const line = await lineTo(port)
  line.socket.write(`POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n${part}`)
  await pause(20)
  line.socket.destroy()
  expect((await outcomes[0])?.code).toBe('client_closed_request')
})

test('a caller who has left before his body is asked for is not waited for', async () => {
  const { port, outcomes } = await reading(() => pause(50))
  const line = await lineTo(port)
  line.socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nabc')
  await pause(20)
  line.socket.destroy()
  const startedAtMs = performance.now()
  expect((await outcomes[0])?.code).toBe('client_closed_request')
  expect(performance.now() - startedAtMs).toBeLessThan(5_000)
})

test('chunks that are none end in a refusal and not in a wait', async () => {
  const { port, outcomes } = await reading()
  const line = await lineTo(port)
  line.socket.write('POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n')
  await line.closed()
  expect((await outcomes[0])?.code).toBe('client_closed_request')
})
