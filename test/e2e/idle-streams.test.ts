import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startIdleUpstream } from '../support/idle-upstream.ts'
import { spawnGateway, withStore } from '../support/spawned-gateway.ts'
import { createKey } from '../support/test-key.ts'
import { until } from '../support/until.ts'

const STREAMS = 10_000
/** The gateway, and this process too, have two sockets for each stream; some more are for other things. */
const SOCKETS_SPARE = 400
/** So many are dialled at once, which is less than any backlog on the way. */
const DIALLING = 200
const BYTES_PER_STREAM_MAX = 64 * 1024

test.skipIf(process.platform !== 'linux')(
  'S28 ten thousand streams that say nothing: the gateway lives, answers others, and ends each of them whole',
  async () => {
    const streams = Math.min(STREAMS, Math.floor((openFilesMax() - SOCKETS_SPARE) / 2))
    if (streams < STREAMS)
      console.info(`S28: this system lets a process have ${streams} streams, not ${STREAMS}.`)
    const directory = await mkdtemp(join(tmpdir(), 'portolan-e2e-'))
    const upstream = await startIdleUpstream()
    const { secret } = await withStore(directory, (store) => createKey(store))
    const gateway = await spawnGateway({
      directory,
      simulatorUrl: upstream.url,
      config: {
        providers: { idle: { kind: 'openai-compatible', base_url: upstream.url } },
        models: {
          idle: { targets: [{ provider: 'idle', model: 'idle' }], timeouts: { idle: '10m', total: '1h' } },
        },
      },
    })
    const callers: Caller[] = []
    const before = residentBytes(gateway.pid)
    while (callers.length < streams) {
      const more = Math.min(DIALLING, streams - callers.length)
      for (let count = 0; count < more; count++) callers.push(new Caller(gateway.url, secret))
      await until(() => upstream.open === callers.length, 30_000)
    }
    await until(() => callers.every(({ text }) => text.includes('"A"')), 30_000)

    const perStream = (residentBytes(gateway.pid) - before) / streams
    console.info(`S28: ${streams} idle streams hold ${Math.round(perStream / 1024)} KiB each in the gateway.`)
    expect(perStream).toBeLessThan(BYTES_PER_STREAM_MAX)
    const askedAt = performance.now()
    expect(
      (await fetch(`${gateway.url}/v1/models`, { headers: { authorization: `Bearer ${secret}` } })).status,
    ).toBe(200)
    expect(performance.now() - askedAt).toBeLessThan(2_000)

    upstream.finish()
    await until(() => callers.every(({ isOver }) => isOver), 60_000)
    for (const { text } of callers) expect(text).toContain('data: [DONE]')
    await until(() => upstream.open === 0, 10_000)
    expect(await gateway.stop()).toBe(0)
    const usage = await withStore(directory, (store) => store.usage({ groupBy: [] }))
    expect(usage).toMatchObject([{ requests: streams, errors: 0, outputTokens: 2 * streams }])
    await upstream.close()
    await rm(directory, { recursive: true })
  },
  180_000,
)

/** Asks for a stream over a socket of his own and reads what comes. */
class Caller {
  readonly #socket: Socket
  text = ''
  isOver = false

  constructor(url: string, secret: string) {
    const { hostname, port } = new URL(url)
    const body = JSON.stringify({ model: 'idle', stream: true, messages: [{ role: 'user', content: 'x' }] })
    this.#socket = connect(Number(port), hostname)
    this.#socket.on('data', (piece: Buffer) => {
      this.text += piece.toString()
    })
    this.#socket.on('error', () => this.#end())
    this.#socket.on('end', () => this.#end())
    this.#socket.write(
      `POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Bearer ${secret}\r\n` +
        `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    )
  }

  #end(): void {
    this.isOver = true
    this.#socket.destroy()
  }
}

function openFilesMax(): number {
  const limit = execFileSync('sh', ['-c', 'ulimit -n'], { encoding: 'utf8' }).trim()
  return limit === 'unlimited' ? Number.POSITIVE_INFINITY : Number(limit)
}

function residentBytes(pid: number): number {
  const [, kibibytes] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kibibytes) * 1024
}
