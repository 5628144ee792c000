import type { Socket } from 'node:net'
import { PassThrough, Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { pause, rawServer } from '../sockets.fixture.ts'
import { uploadOf } from '../upload-of.ts'
import { answering, asking, OK } from './asking.fixture.ts'
import { SocketClient } from './socket-client.ts'

const EMPTY = Buffer.alloc(0)

/** A server that keeps what it gets, and answers when that ends with `end`. */
async function hearing(end: string, then: (socket: Socket) => void = () => {}) {
  const heard = { text: '', connections: 0, closes: 0 }
  const { origin } = await rawServer((socket) => {
    heard.connections++
    socket.on('close', () => heard.closes++)
    socket.on('data', (bytes) => {
      heard.text += bytes.toString('latin1')
      if (!heard.text.endsWith(end)) return
      socket.write(OK)
      then(socket)
    })
  })
  return { origin, heard }
}

test('a body whose length is known goes with that length, by any method', async () => {
  const { origin, heard } = await hearing('def')
  const source = Readable.from([Buffer.from('abc'), Buffer.from('def')])
  const { seen, over } = asking(new SocketClient(), origin, {
    method: 'PUT',
    upload: uploadOf(source, 6),
    body: EMPTY,
  })
  await over
  expect(heard.text).toMatch(
    /^PUT \/v1\/chat\/completions HTTP\/1.1\r\n[^]*\r\ncontent-length: 6\r\n\r\nabcdef$/,
  )
  expect(seen).toMatchObject({ status: 200, text: 'ok', ends: 1 })
})

test('one of unknown length goes in chunks, and its connection is used again', async () => {
  const { origin, heard } = await hearing('0\r\n\r\n')
  const client = new SocketClient()
  for (let round = 0; round < 2; round++) {
    const source = Readable.from([Buffer.from('abc'), EMPTY, Buffer.from('x'.repeat(16))])
    await asking(client, origin, { upload: uploadOf(source, null), body: EMPTY }).over
    await pause(5) // The connection is free again only after the answer's last callback.
  }
  expect(heard.text.split('transfer-encoding: chunked\r\n\r\n').length).toBe(3)
  expect(heard.text).toContain(`\r\n\r\n3\r\nabc\r\n10\r\n${'x'.repeat(16)}\r\n0\r\n\r\n`)
  expect(heard.connections).toBe(1)
})

test('what the server does not read is not read here either', async () => {
  const { origin } = await rawServer((socket) => socket.pause())
  let given = 0
  const source = new Readable({
    read() {
      given += 64 * 1024
      this.push(Buffer.alloc(64 * 1024))
    },
  })
  const { exchange } = asking(new SocketClient(), origin, { upload: uploadOf(source, null), body: EMPTY })
  await pause(150)
  const before = given
  await pause(100)
  expect(given).toBe(before)
  expect(given).toBeLessThan(16 * 1024 * 1024)
  exchange.abort()
})

test.each([
  ['too short', Readable.from([Buffer.from('abc')])],
  ['too long', Readable.from([Buffer.from('abcdefgh')])],
])('a body that is %s fails, and its connection ends', async (_, source) => {
  const { origin, heard } = await hearing('never')
  const { seen, over } = asking(new SocketClient(), origin, { upload: uploadOf(source, 6), body: EMPTY })
  await over
  await pause(20)
  expect(seen.failures).toEqual([{ type: 'network', code: 'UPLOAD_BROKEN' }])
  expect(heard).toMatchObject({ connections: 1, closes: 1 })
})

test.each(['before', 'while'])('a source that breaks %s it is sent is a failure', async (when) => {
  const { origin } = await hearing('never')
  const source = new PassThrough()
  source.on('error', () => {})
  if (when === 'before') source.destroy()
  const { seen, over } = asking(new SocketClient(), origin, { upload: uploadOf(source, null), body: EMPTY })
  source.write('abc')
  setTimeout(() => source.destroy(), 30)
  await over
  expect(seen.failures).toEqual([{ type: 'network', code: 'UPLOAD_BROKEN' }])
})

test('an answer that comes before the body is whole is the answer, and the connection is not used again', async () => {
  const { origin, heard } = await hearing('abc\r\n')
  const client = new SocketClient()
  const source = new PassThrough()
  source.write('abc')
  const { seen, over } = asking(client, origin, { upload: uploadOf(source, null), body: EMPTY })
  await over
  await pause(20)
  expect(seen).toMatchObject({ status: 200, text: 'ok', ends: 1 })
  expect(heard.closes).toBe(1)
})

test('the answer to HEAD has no body, and another request may follow', async () => {
  const { origin } = await answering('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n', (socket) =>
    socket.on('data', () => socket.write(OK)),
  )
  const client = new SocketClient()
  const head = asking(client, origin, { method: 'HEAD', body: EMPTY })
  await head.over
  await pause(5)
  const next = asking(client, origin)
  await next.over
  expect(head.seen).toMatchObject({ status: 200, text: '', ends: 1, headers: { 'content-length': '100' } })
  expect(next.seen).toMatchObject({ status: 200, text: 'ok', ends: 1 })
})

test.each(['CONNECT', 'get', 'A B'])('the method %s is refused before it is sent', async (method) => {
  const { seen, over } = asking(new SocketClient(), 'http://127.0.0.1:1', { method })
  await over
  expect(seen.failures).toEqual([{ type: 'network', code: 'REQUEST_INVALID' }])
})
