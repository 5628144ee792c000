import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { JsonObject } from '../../src/core/json.ts'
import type { Log } from '../../src/core/ports.ts'
import { openStore } from '../../src/storage/thread-store.ts'
import type { Store } from '../../src/storage/store.ts'
import { configText } from './test-config.ts'
import { MASTER_KEY } from './test-gateway.ts'

export interface SpawnOptions {
  /** Kept by whoever made it: a second gateway may go on where the first was killed. */
  readonly directory: string
  readonly simulatorUrl: string
  readonly config?: JsonObject
  /** Beside the path and the master key. */
  readonly env?: Readonly<Record<string, string>>
}

/** A gateway in a process of its own, as an operator runs it. */
export interface SpawnedGateway {
  readonly url: string
  readonly pid: number
  /** What it has logged. */
  log(): string
  /** `kill -9`. Resolves when it is gone. */
  kill(): Promise<void>
  /** SIGTERM. Resolves with the exit code. */
  stop(): Promise<number | null>
}

/** Starts `node src/main.ts serve` on a free port. Rejects with its log when it ends before it listens. */
export async function spawnGateway(options: SpawnOptions): Promise<SpawnedGateway> {
  const { directory, simulatorUrl } = options
  await mkdir(directory, { recursive: true })
  const file = join(directory, 'portolan.yaml')
  await writeFile(file, configText(simulatorUrl, directory, options.config ?? {}))
  const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))
  const child = spawn(process.execPath, [main, 'serve', '--config', file, '--json', '--no-simulator'], {
    cwd: directory,
    env: {
      PATH: process.env.PATH ?? '',
      PORTOLAN_MASTER_KEY: MASTER_KEY,
      PORTOLAN_ENCRYPTION_KEY: 'the same for all gateways of the tests',
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let log = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log += text
  })
  const exited = once(child, 'exit')
  const line = once(createInterface(child.stdout), 'line')
  const first = await Promise.race([line.then(([text]) => String(text)), exited.then(() => null)])
  if (first === null || child.pid === undefined) throw new Error(`The gateway did not start:\n${log}`)
  const { url } = JSON.parse(first) as { url: string } // Its own first line of output.
  return {
    url,
    pid: child.pid,
    log: () => log,
    async kill() {
      await end(child, 'SIGKILL', exited)
    },
    stop: () => end(child, 'SIGTERM', exited),
  }
}

/** The store of a gateway that is not running, or just to be started. Closed when `use` is done. */
export async function withStore<Result>(
  directory: string,
  use: (store: Store) => Promise<Result>,
  url = `sqlite:${join(directory, 'portolan.db')}`,
): Promise<Result> {
  const store = await openStore({
    url,
    journalDirectory: null,
    log: SILENT,
  })
  try {
    return await use(store)
  } finally {
    await store.close()
  }
}

async function end(
  child: ChildProcess,
  signal: NodeJS.Signals,
  exited: Promise<unknown[]>,
): Promise<number | null> {
  child.kill(signal)
  await exited
  return child.exitCode
}

const SILENT: Log = { debug() {}, info() {}, warn() {}, error() {} }
