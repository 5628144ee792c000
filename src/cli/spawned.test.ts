import { execFile } from 'node:child_process'
import { copyFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import project from '../../package.json' with { type: 'json' }
import { startTestGateway } from '../../test/support/test-gateway.ts'
import { type Outcome, temporaryFolder } from './run.fixture.ts'

// As it is installed: through the launcher, and so from the build. The first of these makes one, if need be.
const LAUNCHER = fileURLToPath(new URL('../../bin/portolan', import.meta.url))
const BUILD_MS = 120_000

const gateway = await startTestGateway()
afterAll(() => gateway.close())

function portolan(
  argv: readonly string[],
  cwd: string,
  env: Record<string, string> = {},
  input = '',
): Promise<Outcome> {
  return new Promise((resolve) => {
    const options = { cwd, env: { PATH: process.env.PATH ?? '', ...env } }
    const child = execFile(process.execPath, [LAUNCHER, ...argv], options, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err })
    })
    child.stdin?.end(input)
  })
}

test(
  'the version is in the build, and exit codes come through',
  async () => {
    using folder = temporaryFolder()
    expect(await portolan(['--version'], folder.path)).toMatchObject({ code: 0, out: `${project.version}\n` })
    const planned = await portolan(['replay'], folder.path)
    expect(planned).toMatchObject({ code: 2, out: '' })
    expect(planned.err).toContain('not supported yet')
  },
  BUILD_MS,
)

test(
  'a key made into a pipe works, and the catalogue is found beside the build',
  async () => {
    using folder = temporaryFolder()
    const env = { PORTOLAN_URL: gateway.url, PORTOLAN_MASTER_KEY: gateway.masterKey }
    const made = await portolan(['keys', 'create', '--name', 'spawned'], folder.path, env)
    expect(made.out).toMatch(/^sk-ptl-[\w-]+\n$/)
    const headers = { authorization: `Bearer ${made.out.trim()}` }
    expect((await fetch(`${gateway.url}/v1/models`, { headers })).status).toBe(200)
    const listed = await portolan(['models', '--catalogue', '--search', 'claude-sonnet-4.6'], folder.path)
    expect(listed.out).toContain('anthropic/claude-sonnet-4.6')
  },
  BUILD_MS,
)

test(
  'routes are explained and tested without a gateway, and aliases are locked',
  async () => {
    using folder = temporaryFolder()
    const config = fileURLToPath(new URL('../../examples/routes.yaml', import.meta.url))
    const body = JSON.stringify({ model: 'smart', messages: [{ role: 'user', content: 'Hi' }] })
    await writeFile(join(folder.path, 'request.json'), body)
    const explained = await portolan(['explain', 'request.json', '--config', config, '--json'], folder.path)
    expect(JSON.parse(explained.out)).toMatchObject({ target: 'openai/gpt-5.4', error: null })
    expect(explained.code).toBe(0)
    const piped = await portolan(['explain', '-', '--config', config, '--json'], folder.path, {}, body)
    expect(JSON.parse(piped.out)).toMatchObject({ target: 'openai/gpt-5.4' })
    const tests = fileURLToPath(new URL('../../examples/routes.test.yaml', import.meta.url))
    const tested = await portolan(['explain', '--test', tests], folder.path)
    expect(tested).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringContaining('6 tests: 6 ok, 0 failed.'),
    })
    await copyFile(config, join(folder.path, 'portolan.yaml'))
    expect((await portolan(['lock', '--check'], folder.path)).code).toBe(1)
    expect((await portolan(['lock'], folder.path)).code).toBe(0)
    expect((await portolan(['lock', '--check'], folder.path)).code).toBe(0)
    const pinned = await portolan(
      ['explain', '--model', 'smart', '--config', 'portolan.yaml', '--json'],
      folder.path,
    )
    expect(JSON.parse(pinned.out)).toMatchObject({ target: 'openai/gpt-5.4', model: 'gpt-5.4-2026-03-05' })
  },
  BUILD_MS,
)

test(
  'doctor finds a whole installation',
  async () => {
    using folder = temporaryFolder()
    const { code, out } = await portolan(['doctor', '--json'], folder.path, { PORTOLAN_PORT: '0' })
    const failed = (JSON.parse(out) as { level: string }[]).filter(({ level }) => level !== 'ok') // Its own output.
    expect({ code, failed }).toEqual({ code: 0, failed: [] })
  },
  BUILD_MS,
)
