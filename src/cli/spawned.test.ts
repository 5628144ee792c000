import { execFile } from 'node:child_process'
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

function portolan(argv: readonly string[], cwd: string, env: Record<string, string> = {}): Promise<Outcome> {
  return new Promise((resolve) => {
    const options = { cwd, env: { PATH: process.env.PATH ?? '', ...env } }
    execFile(process.execPath, [LAUNCHER, ...argv], options, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err })
    })
  })
}

test(
  'the version is in the build, and exit codes come through',
  async () => {
    using folder = temporaryFolder()
    expect(await portolan(['--version'], folder.path)).toMatchObject({ code: 0, out: `${project.version}\n` })
    const planned = await portolan(['explain'], folder.path)
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
  'doctor finds a whole installation',
  async () => {
    using folder = temporaryFolder()
    const { code, out } = await portolan(['doctor', '--json'], folder.path, { PORTOLAN_PORT: '0' })
    const failed = (JSON.parse(out) as { level: string }[]).filter(({ level }) => level !== 'ok') // Its own output.
    expect({ code, failed }).toEqual({ code: 0, failed: [] })
  },
  BUILD_MS,
)
