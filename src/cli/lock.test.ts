import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type Outcome, runWith, temporaryFolder } from './run.fixture.ts'

const CONFIG = `
providers: { main: { kind: openai, api_key: sk-abcdefgh }, claude: { kind: anthropic } }
models:
  smart: { targets: [ { provider: main, model: o3 }, { provider: claude, model: claude-sonnet-4.5 } ] }
  again: { targets: [ { provider: main, model: o3 }, { provider: main, model: o3-2025-04-16 } ] }
`
const UNSURE = `
providers: { main: { kind: openai }, g: { kind: gemini } }
models: { it: { targets: [ { provider: main, model: gpt-4o }, { provider: g, model: gemini-flash-latest } ] } }
`

/** A folder with a configuration in it, and what can be done there. */
function workshop(config: string) {
  const folder = temporaryFolder()
  onTestFinished(() => folder[Symbol.dispose]())
  const lockFile = join(folder.path, 'portolan.lock')
  const write = (text: string) => writeFileSync(join(folder.path, 'portolan.yaml'), text)
  write(config)
  return {
    lock: (...argv: string[]): Promise<Outcome> => runWith(['lock', ...argv], { cwd: folder.path }),
    write,
    writeLock: (text: string) => writeFileSync(lockFile, text),
    hasLock: () => existsSync(lockFile),
    text: () => readFileSync(lockFile, 'utf8'),
    models: () => (JSON.parse(readFileSync(lockFile, 'utf8')) as { models: object }).models, // Its own output.
  }
}

test('every alias among the targets is pinned once, and dated models are not', async () => {
  const { lock, models } = workshop(CONFIG)
  const { code, out, err } = await lock()
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toContain('openai/o3                    not pinned -> o3-2025-04-16')
  expect(models()).toEqual({
    'anthropic/claude-sonnet-4.5': 'claude-sonnet-4-5-20250929',
    'openai/o3': 'o3-2025-04-16',
  })
})

test('--check writes nothing, and is 1 until the lock is what it should be', async () => {
  const { lock, hasLock, write, models } = workshop(CONFIG)
  expect(await lock('--check')).toMatchObject({ code: 1, out: expect.stringContaining('out of date') })
  expect(hasLock()).toBe(false)
  await lock()
  expect(await lock('--check')).toEqual({ code: 0, out: 'portolan.lock is up to date.\n', err: '' })
  write(CONFIG.replace('claude-sonnet-4.5', 'claude-opus-4-5'))
  const { code, out } = await lock('--check', '--json')
  expect(code).toBe(1)
  expect(JSON.parse(out)).toMatchObject({
    up_to_date: false,
    changes: [
      { name: 'anthropic/claude-opus-4-5', from: null, to: 'claude-opus-4-5-20251101' },
      { name: 'anthropic/claude-sonnet-4.5', from: 'claude-sonnet-4-5-20250929', to: null },
    ],
  })
  await lock()
  expect(models()).toHaveProperty(['anthropic/claude-opus-4-5'])
})

test('another catalogue that changes no pin leaves the file alone', async () => {
  const { lock, text, writeLock } = workshop(CONFIG)
  await lock()
  const older = text().replace(/"catalogue": "[^"]+"/, '"catalogue": "of-old"')
  writeLock(older)
  expect(await lock('--check')).toMatchObject({ code: 0 })
  await lock()
  expect(text()).toBe(older)
})

test('what the catalogue cannot decide is left to the operator, whose choice stays', async () => {
  const { lock, models, writeLock } = workshop(UNSURE)
  const { code, out } = await lock()
  expect(code).toBe(0)
  expect(models()).toEqual({})
  expect(out).toContain('openai/gpt-4o is not pinned: it may be gpt-4o-2024-08-06 or gpt-4o-2024-11-20.')
  expect(out).toContain('gemini/gemini-flash-latest is not pinned: the catalogue knows no dated name of it.')
  const chosen = { 'gemini/gemini-flash-latest': 'gemini-3.8-flash', 'openai/gpt-4o': 'gpt-4o-2024-11-20' }
  writeLock(JSON.stringify({ version: 1, catalogue: 'v', models: chosen }))
  expect(await lock('--check')).toEqual({ code: 0, out: 'portolan.lock is up to date.\n', err: '' })
  writeLock(JSON.stringify({ version: 1, catalogue: 'v', models: { ...chosen, 'openai/gpt-4o': 'gpt-4' } }))
  expect((await lock('--check')).out).toContain('openai/gpt-4o  gpt-4 -> gone')
})

test('everything that is wrong is said, and nothing written', async () => {
  const { lock, writeLock, text } = workshop('models: { it: { tragets: [] } }')
  writeLock('{"version": 3}')
  const { code, out, err } = await lock()
  expect({ code, out }).toEqual({ code: 1, out: '' })
  expect(err).toMatch(/portolan\.yaml:1:17: unknown key tragets/)
  expect(err).toMatch(/^portolan\.lock:1:13: version must be 1/m)
  expect(text()).toBe('{"version": 3}')
})

test('without a configuration there is nothing to lock', async () => {
  using folder = temporaryFolder()
  const { code, err } = await runWith(['lock'], { cwd: folder.path })
  expect(code).toBe(1)
  expect(err).toContain('no configuration to lock')
})
