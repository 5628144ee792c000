import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, expect, test } from 'vitest'
import { startTestGateway } from '../../../test/support/test-gateway.ts'
import { runWith, temporaryFolder } from '../run.fixture.ts'
import type { Surroundings } from '../surroundings.ts'
import type { Finding } from './finding.ts'

const servers: Server[] = []

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})

/** A program that listens; returns its address. */
async function listen(
  answer: Parameters<typeof createServer>[1],
): Promise<{ url: string; port: number; server: Server }> {
  const server = createServer({}, answer ?? (() => {}))
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // It listens on a port.
  return { url: `http://127.0.0.1:${port}`, port, server }
}

interface Checkup {
  readonly code: number
  readonly findings: readonly Finding[]
  /** The levels of what was found about something. */
  levels(about: string): readonly string[]
  /** All that was said about something. */
  said(about: string): string
}

async function examine(
  cwd: string,
  config: object | string,
  { flags = [], ...changes }: Partial<Surroundings> & { readonly flags?: readonly string[] } = {},
): Promise<Checkup> {
  writeFileSync(join(cwd, 'portolan.yaml'), typeof config === 'string' ? config : JSON.stringify(config))
  const { code, out } = await runWith(['doctor', '--json', ...flags], { cwd, ...changes })
  const findings = JSON.parse(out) as Finding[] // Its own output.
  const on = (about: string) => findings.filter((finding) => finding.about === about)
  return {
    code,
    findings,
    levels: (about) => on(about).map(({ level }) => level),
    said: (about) =>
      on(about)
        .map(({ message, advice }) => `${message} ${advice}`)
        .join('\n'),
  }
}

const QUIET = { server: { port: 0 } }

test('finds nothing wrong in an empty folder, and leaves nothing behind', async () => {
  using folder = temporaryFolder()
  const { code, findings } = await examine(folder.path, QUIET)
  expect(findings.filter(({ level }) => level !== 'ok')).toEqual([])
  expect(code).toBe(0)
  expect(readdirSync(folder.path)).toEqual(['portolan.yaml'])
})

test('knows its own gateway by the address and by the lock', async () => {
  const gateway = await startTestGateway()
  using folder = temporaryFolder()
  const config = {
    server: { port: Number(new URL(gateway.url).port) },
    storage: { url: `sqlite:${join(gateway.directory, 'portolan.db')}` },
  }
  const running = await examine(folder.path, config)
  await gateway.app.stop()
  expect(running.code).toBe(0)
  expect(running.said('address')).toContain(`a gateway answers at ${gateway.url} and is ready`)
  expect(running.said('database')).toContain('opens')
  expect(running.said('database lock')).toContain('a running gateway is using the database')

  const stopped = await examine(folder.path, config)
  expect(stopped.said('address')).toContain('is free')
  expect(stopped.said('database lock')).toContain('no running gateway is using the database')
  await gateway.simulator.close()
})

test('a port that another program has', async () => {
  const { port } = await listen((_, response) => response.end('<html>'))
  using folder = temporaryFolder()
  const { code, levels, said } = await examine(folder.path, { server: { port } })
  expect({ code, levels: levels('address') }).toEqual({ code: 1, levels: ['fail'] })
  expect(said('address')).toContain(`another program has 127.0.0.1:${port}`)
})

test('each problem of the configuration with its place; what needs one is left out', async () => {
  using folder = temporaryFolder()
  const { code, findings, said } = await examine(folder.path, 'server:\n  prot: 1\n  host: 5\n')
  expect(code).toBe(1)
  expect(said('configuration')).toMatch(/portolan\.yaml:2:3: unknown key prot .*port[\s\S]*portolan\.yaml:3:/)
  expect(findings.map(({ about }) => about)).not.toContain('database')
})

test.each([
  ['PORTOLAN_PORT', 'four', 'PORTOLAN_PORT is not a port'],
  ['PORTOLAN_STORAGE_URL', 'mysql://x', 'must be sqlite:'],
  ['PORTOLAN_CONFIG', '/nowhere.yaml', '/nowhere.yaml cannot be read'],
])('%s=%s', async (name, value, message) => {
  using folder = temporaryFolder()
  const { code, said } = await examine(folder.path, QUIET, { env: { [name]: value } })
  expect(code).toBe(1)
  expect(said('configuration')).toContain(message)
})

test('a master key that others may read, or that is too short for the world', async () => {
  using folder = temporaryFolder()
  const data = join(folder.path, 'data')
  mkdirSync(data, { mode: 0o755 })
  const file = join(data, 'master.key')
  writeFileSync(file, 'sk-short')
  chmodSync(file, 0o644)
  const open = await examine(folder.path, QUIET)
  expect(open.said('master key')).toContain(`chmod 600 '${file}'`)
  expect(open.said('data folder')).toContain(`chmod 700 '${data}'`)
  expect(open.code).toBe(0)
  chmodSync(file, 0o600)
  chmodSync(data, 0o700)
  const closed = await examine(folder.path, QUIET)
  expect([...closed.levels('master key'), ...closed.levels('data folder')]).toEqual(['ok', 'ok'])
  const world = await examine(folder.path, { server: { host: '0.0.0.0', port: 0 } })
  expect(world.levels('master key')).toEqual(['fail'])
})

test('a database that is damaged, or of a newer release', async () => {
  using folder = temporaryFolder()
  const path = join(folder.path, 'portolan.db')
  const config = { ...QUIET, storage: { url: `sqlite:${path}` } }
  const newer = new Sqlite(path)
  newer.exec("CREATE TABLE kysely_migration (name text); INSERT INTO kysely_migration VALUES ('9999-future')")
  newer.close()
  expect((await examine(folder.path, config)).said('database')).toContain('newer Portolan (9999-future)')
  writeFileSync(path, 'this is not a database, whatever its name says'.repeat(100))
  expect((await examine(folder.path, config)).said('database')).toContain('does not open (SQLITE_NOTADB)')
})

test('a Node that is too old, and variables that change what it does', async () => {
  using folder = temporaryFolder()
  const node = { version: '20.1.0', execPath: '/usr/bin/node', platform: 'plan9', arch: 'mips' }
  const env = {
    NODE_OPTIONS: '--inspect=0.0.0.0',
    https_proxy: 'http://proxy',
    NODE_TLS_REJECT_UNAUTHORIZED: '0',
  }
  const { code, levels, said } = await examine(folder.path, QUIET, { node, env })
  expect(code).toBe(1)
  expect(levels('node')).toEqual(['fail'])
  expect(said('bundled node')).toContain('none is installed for plan9-mips')
  expect(levels('environment')).toEqual(['warn', 'fail', 'warn'])
  expect(said('environment')).toMatch(/--inspect=0\.0\.0\.0 Unset it[\s\S]*https_proxy: ignored/)
})

test('an old catalogue', async () => {
  using folder = temporaryFolder()
  const { levels } = await examine(folder.path, QUIET, { now: () => Date.parse('2040-01-01') })
  expect(levels('catalogue')).toEqual(['warn'])
})

test('a provider is reached without a word, and asked only with --probe', async () => {
  const heard: string[] = []
  const upstream = await listen(({ url, headers }, response) => {
    heard.push(`${url} ${headers.authorization}`)
    response.statusCode = headers.authorization === 'Bearer sk-good' ? 200 : 401
    response.end('{"data":[]}')
  })
  let bytes = 0
  upstream.server.on('connection', (socket) => socket.on('data', (chunk) => (bytes += chunk.length)))
  using folder = temporaryFolder()
  const keys = [{ value: 'sk-good' }, { value: 'sk-bad-secret' }]
  const config = { ...QUIET, providers: { own: { kind: 'openai', base_url: `${upstream.url}/v1`, keys } } }

  const silent = await examine(folder.path, config)
  expect(silent.levels('provider own')).toEqual(['ok'])
  expect({ code: silent.code, bytes, heard }).toEqual({ code: 0, bytes: 0, heard: [] })

  const probed = await examine(folder.path, config, { flags: ['--probe'] })
  expect(heard).toEqual(['/v1/models Bearer sk-good', '/v1/models Bearer sk-bad-secret'])
  expect(probed.levels('key 1 of own')).toEqual(['ok'])
  expect(probed.levels('key 2 of own')).toEqual(['fail'])
  expect(probed.code).toBe(1)
  expect(JSON.stringify(probed.findings)).not.toContain('sk-')
})

test('providers that cannot be reached, each with its reason', async () => {
  const plain = await listen((_, response) => response.end())
  using folder = temporaryFolder()
  const provider = (base_url: string) => ({ kind: 'openai-compatible', base_url })
  const providers = {
    refused: provider('http://127.0.0.1:9'),
    unknown: provider('https://no-such-host.invalid/v1'),
    unencrypted: provider(plain.url.replace('http:', 'https:')),
  }
  const { code, said } = await examine(folder.path, { ...QUIET, providers })
  expect(code).toBe(1)
  expect(said('provider refused')).toContain(
    '127.0.0.1:9 cannot be reached (ECONNREFUSED) Nothing listens there',
  )
  expect(said('provider unknown')).toContain('this machine can look names up')
  expect(said('provider unencrypted')).toContain('cannot be reached')
})

test('lines for people, with what to do below; on a terminal it says what it is at', async () => {
  using folder = temporaryFolder()
  writeFileSync(join(folder.path, 'portolan.yaml'), 'servre: {}\n')
  const plain = await runWith(['doctor'], { cwd: folder.path })
  expect(plain.code).toBe(1)
  expect(plain.out).toMatch(/^ok {4}node: 26\.10\.0/)
  expect(plain.out).toMatch(/^fail {2}configuration: .*portolan\.yaml:1:1: .*\n {6}Correct it/m)
  const terminal = await runWith(['doctor'], { cwd: folder.path, isTerminal: true })
  expect(terminal.out).toContain('… the configuration')
  const pieces = terminal.out.split('\r\u001b[K').filter((piece) => !piece.startsWith('…'))
  expect(pieces.join('')).toBe(plain.out)
})
