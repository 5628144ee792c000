import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { startEchoServer } from '../support/echo-server.ts'
import { spawnGateway } from '../support/spawned-gateway.ts'
import { upstream } from '../support/test-config.ts'
import { MASTER_KEY } from '../support/test-gateway.ts'

const MEGABYTE = 1024 * 1024
const PIECE = Buffer.alloc(64 * 1024, 'x')
const PIECES = 1_600 // 100 MB.

/** A hundred megabytes, as fast as they are taken. */
function large(): Readable {
  let left = PIECES
  return new Readable({
    read() {
      this.push(left-- > 0 ? PIECE : null)
    },
  })
}

test('100 MB up to a slow provider and down to a slow caller take less than 64 MB of memory', async () => {
  const server = await startEchoServer((request, response) => {
    void slowly(request).then((bytes) => {
      response.writeHead(200, { 'x-got': String(bytes), 'content-type': 'application/octet-stream' })
      large().pipe(response)
    })
    return true
  })
  onTestFinished(() => server.close())
  const directory = await mkdtemp(join(tmpdir(), 'portolan-pass-'))
  onTestFinished(() => rm(directory, { recursive: true, force: true }))
  const providers = { echo: upstream('echo', 'openai-compatible', server.url) }
  const gateway = await spawnGateway({ directory, simulatorUrl: server.url, config: { providers } })
  onTestFinished(() => gateway.kill())
  const url = `${gateway.url}/proxy/echo/files`
  const headers = { authorization: `Bearer ${MASTER_KEY}`, 'content-type': 'application/octet-stream' }
  // What it needs for the first request of any size is not what this is about.
  const small = await fetch(url, { method: 'POST', headers, body: PIECE })
  await small.body?.cancel()
  const before = await memoryOf(gateway.pid)

  const body = Readable.toWeb(large())
  const response = await fetch(url, { method: 'POST', headers, body, duplex: 'half' })
  expect(response.headers.get('x-got')).toBe(String(PIECES * PIECE.length))
  expect(await slowly(Readable.fromWeb(response.body ?? new ReadableStream()))).toBe(PIECES * PIECE.length)

  const { most } = await memoryOf(gateway.pid)
  expect((most - before.most) / MEGABYTE).toBeLessThan(64)
}, 60_000)

/** Reads it with breaks, in which whoever does not wait for it piles up what is to come. */
async function slowly(stream: Readable): Promise<number> {
  let bytes = 0
  let breakAt = 8 * MEGABYTE
  for await (const piece of stream) {
    bytes += (piece as Buffer).length // Without an encoding that is what comes.
    if (bytes < breakAt) continue
    breakAt += 8 * MEGABYTE
    await pause(50)
  }
  return bytes
}

/** The most that the process has ever had in memory, in bytes. */
async function memoryOf(pid: number): Promise<{ readonly most: number }> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(status) ?? []
  return { most: Number(kilobytes) * 1024 }
}
