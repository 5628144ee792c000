import { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, onTestFinished, test } from 'vitest'
import { startEchoServer } from '../support/echo-server.ts'
import { upstream } from '../support/test-config.ts'
import { MASTER_KEY, startTestGateway } from '../support/test-gateway.ts'

const MEGABYTE = 1024 * 1024
const PIECE = Buffer.alloc(64 * 1024, 'x')
const PIECES = 1_600 // 100 MB.
const BREAK_MS = 500

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void // So says the flag.

test('100 MB up to a slow provider and down to a slow caller are never held: less than 64 MB are', async () => {
  const held: number[] = []
  const server = await startEchoServer((request, response) => {
    void slowly(request, held).then((bytes) => {
      response.writeHead(200, { 'x-got': String(bytes), 'content-type': 'application/octet-stream' })
      large().pipe(response)
    })
    return true
  })
  onTestFinished(() => server.close())
  const providers = { echo: upstream('echo', 'openai-compatible', server.url) }
  const gateway = await startTestGateway({ config: { providers } })
  onTestFinished(() => gateway.close())
  const before = memory()

  const response = await fetch(`${gateway.url}/proxy/echo/files`, {
    method: 'POST',
    headers: { authorization: `Bearer ${MASTER_KEY}`, 'content-type': 'application/octet-stream' },
    body: Readable.toWeb(large()),
    duplex: 'half',
  })
  expect(response.headers.get('x-got')).toBe(String(PIECES * PIECE.length))
  const down = Readable.fromWeb(response.body ?? new ReadableStream())
  expect(await slowly(down, held)).toBe(PIECES * PIECE.length)

  expect(held.length).toBe(4)
  // Caller, gateway and provider together: they share this process.
  for (const bytes of held) expect((bytes - before) / MEGABYTE).toBeLessThan(64)
}, 60_000)

/** As fast as it is taken. */
function large(): Readable {
  let left = PIECES
  return new Readable({
    read() {
      this.push(left-- > 0 ? PIECE.subarray() : null)
    },
  })
}

/** Reads it with two breaks, in which whoever does not wait has time to pile up all that is to come. */
async function slowly(stream: Readable, held: number[]): Promise<number> {
  const breaks = [MEGABYTE, 8 * MEGABYTE]
  let bytes = 0
  for await (const piece of stream) {
    bytes += (piece as Buffer).length // Without an encoding that is what comes.
    if (bytes < (breaks[0] ?? Number.POSITIVE_INFINITY)) continue
    breaks.shift()
    await pause(BREAK_MS)
    held.push(memory())
  }
  return bytes
}

/** What is in use, without what is only waiting to be collected. */
function memory(): number {
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
