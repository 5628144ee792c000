import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { pause, rawServer } from '../sockets.fixture.ts'
import { asking } from './asking.fixture.ts'
import { SocketClient } from './socket-client.ts'

const TEXT = Array.from({ length: 20_000 }, (_, index) => `line ${index}\n`).join('')

/** A provider that answers with this body, packed so, and says how long it is. */
function packing(coding: string, body: Buffer, { cut = false }: { cut?: boolean } = {}) {
  return rawServer((socket) =>
    socket.on('data', () => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-encoding: ${coding}\r\ncontent-length: ${body.length}\r\n\r\n`)
      if (cut) socket.end(body.subarray(0, body.length - 20))
      else socket.write(body)
    }),
  )
}

describe.each([
  ['gzip', gzipSync],
  ['x-gzip', gzipSync],
  ['GZIP', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
  ['zstd', zstdCompressSync],
])('an answer in %s', (coding, pack) => {
  test('is unpacked, and looks as if it had never been packed', async () => {
    const { origin } = await packing(coding, pack(TEXT))
    const client = new SocketClient()
    for (let round = 0; round < 2; round++) {
      const { seen, over } = asking(client, origin)
      await over
      expect(seen).toMatchObject({ text: TEXT, ends: 1, failures: [], headers: {} })
    }
  })

  test('may have no bytes at all', async () => {
    const { origin } = await packing(coding, Buffer.alloc(0))
    const { seen, over } = asking(new SocketClient(), origin)
    await over
    expect(seen).toMatchObject({ status: 200, text: '', ends: 1, failures: [] })
  })

  test('fails where it is cut', async () => {
    const { origin } = await packing(coding, pack(TEXT), { cut: true })
    const { seen, over } = asking(new SocketClient(), origin)
    await over
    expect(seen).toMatchObject({ ends: 0, failures: [{ type: 'network', code: 'RESPONSE_CUT' }] })
  })

  test('fails where its length hides that it is cut, and where it is something else', async () => {
    const packed = pack(TEXT)
    for (const body of [packed.subarray(0, packed.length - 20), Buffer.from('{"error":"busy"}')]) {
      const { origin } = await packing(coding, body)
      const { seen, over } = asking(new SocketClient(), origin)
      await over
      expect([seen.ends, seen.failures.length, seen.failures[0]?.type]).toEqual([0, 1, 'network'])
    }
  })

  test('waits for a caller who pauses, however large it would become', async () => {
    const { origin } = await packing(coding, pack(Buffer.alloc(8 * 1024 * 1024)))
    let bytes = 0
    const asked = asking(new SocketClient(), origin, {
      onData(chunk) {
        bytes += chunk.length
        asked.exchange.pause()
      },
    })
    await pause(80)
    expect(bytes).toBeLessThan(1024 * 1024)
    expect(asked.seen.ends).toBe(0)
    asked.exchange.abort()
    await pause(20)
    expect([asked.seen.ends, asked.seen.failures.length]).toEqual([0, 0])
  })
})

test('a pause and a resume lose nothing of it', async () => {
  const { origin } = await packing('gzip', gzipSync(TEXT))
  const asked = asking(new SocketClient(), origin, {
    onData() {
      asked.exchange.pause()
      setTimeout(() => asked.exchange.resume(), 1)
    },
  })
  await asked.over
  expect(asked.seen).toMatchObject({ text: TEXT, ends: 1 })
})

test('what comes of a stream is unpacked as it comes', async () => {
  const packed = gzipSync('first'.repeat(10))
  const { origin } = await rawServer((socket) =>
    socket.once('data', () => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\n')
      // The last eight bytes are a checksum and the length.
      socket.write(packed.subarray(0, -8))
    }),
  )
  const { seen, exchange } = asking(new SocketClient(), origin)
  await pause(60)
  expect(seen).toMatchObject({ text: 'first'.repeat(10), ends: 0 })
  exchange.abort()
})

test('a coding that nobody knows passes as it is', async () => {
  const { origin } = await packing('rot13', Buffer.from('nopqrs'))
  const { seen, over } = asking(new SocketClient(), origin)
  await over
  expect(seen).toMatchObject({ text: 'nopqrs', headers: { 'content-encoding': 'rot13' }, ends: 1 })
})
