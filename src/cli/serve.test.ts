import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { run } from './program.ts'

/** One command line in a folder of its own. `signal` does what `kill` would. */
async function command(
  argv: readonly string[],
  env: Record<string, string> = {},
  files: Record<string, string> = {},
) {
  const cwd = await mkdtemp(join(tmpdir(), 'portolan-cli-'))
  onTestFinished(() => rm(cwd, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) await writeFile(join(cwd, name), text)
  const handlers = new Map<string, () => void>()
  let onOutput = () => {}
  const said = { out: '', err: '' }
  const exit = run(argv, {
    env: { PORTOLAN_MASTER_KEY: 'a-master-key-of-tests', ...env },
    cwd,
    isTerminal: false,
    node: { version: process.versions.node, execPath: process.execPath, platform: 'linux', arch: 'x64' },
    out: (text) => {
      said.out += text
      onOutput()
    },
    err: (text) => {
      said.err += text
    },
    onSignal: (signal, handler) => handlers.set(signal, handler),
    now: () => Date.now(),
    monotonicMs: () => performance.now(),
    random: Math.random,
  })
  const output = new Promise<void>((resolve) => {
    onOutput = resolve
  })
  const hears = async (name: string) => {
    while (!handlers.has(name)) await new Promise(setImmediate)
  }
  return { exit, said, output, hears, signal: (name: string) => handlers.get(name)?.() }
}

test('serve prints its address, serves, and ends with 0 on a signal', async () => {
  const { exit, said, output, signal } = await command(['serve', '--port', '0', '--json'])
  await Promise.race([output, exit])
  const { url } = JSON.parse(said.out) as { url: string } // Its own first line.
  expect((await fetch(`${url}/readyz`)).status).toBe(200)
  const answer = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: 'Bearer a-master-key-of-tests', 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'sim/echo', messages: [{ role: 'user', content: 'Land ho' }] }),
  })
  expect(await answer.text()).toContain('Land ho')
  signal('SIGHUP')
  signal('SIGTERM')
  expect(await exit).toBe(0)
})

test('a signal that comes while it starts is not lost', async () => {
  const { exit, said, signal, hears } = await command(['serve', '--port', '0', '--no-simulator'])
  await hears('SIGTERM')
  expect(said.out).toBe('')
  signal('SIGTERM')
  expect(await exit).toBe(0)
  expect(said.out).toContain('Portolan is ready')
})

test('a port that is taken is an error that says so', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const { exit, said } = await command(['serve', '--port', String(port), '--no-simulator'])
  expect(await exit).toBe(1)
  expect(said.err).toContain('EADDRINUSE')
})

test.each<[string, readonly string[], Record<string, string>, number, string]>([
  [
    'a short key on an open address',
    ['--host', '0.0.0.0', '--no-simulator'],
    { PORTOLAN_MASTER_KEY: 'short' },
    1,
    'fewer than 16',
  ],
  [
    'a port of the environment that is none',
    ['--no-simulator'],
    { PORTOLAN_PORT: '4e3' },
    1,
    'PORTOLAN_PORT',
  ],
  ['a port of a flag that is none', ['--port', '70000'], {}, 2, '65535'],
  ['an empty port', ['--port', ''], {}, 2, '65535'],
  [
    'a store that is not supported',
    ['--no-simulator'],
    { PORTOLAN_STORAGE_URL: 'mysql://x/y' },
    1,
    'sqlite:',
  ],
  ['a file that is not there', ['--config', 'none.yaml', '--no-simulator'], {}, 1, 'none.yaml'],
  ['a flag that nobody knows', ['serve', '--speed'], {}, 2, '--speed'],
  ['a verb that nobody knows', ['sail'], {}, 2, 'sail'],
])('%s ends with its code and a sentence', async (_, argv, env, code, sentence) => {
  const { exit, said } = await command(argv, env)
  expect(await exit).toBe(code)
  expect(said.err).toContain(sentence)
})

test('check tells each error with its place, and says nothing of a file that is right', async () => {
  const wrong = await command(['check', 'a.yaml'], {}, { 'a.yaml': 'server:\n  prt: 1\n' })
  expect(await wrong.exit).toBe(1)
  expect(wrong.said.err).toMatch(/a\.yaml:2:3.*prt/)
  const right = await command(['check', 'a.yaml', '--json'], {}, { 'a.yaml': 'version: 1\n' })
  expect(await right.exit).toBe(0)
  expect(JSON.parse(right.said.out)).toEqual({ valid: true, errors: [] })
})

test('help is no error', async () => {
  const { exit, said } = await command(['--help'])
  expect(await exit).toBe(0)
  expect(said.out).toContain('serve')
})
