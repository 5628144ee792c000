import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { loadForThisBuild, readConfigSource, readForThisBuild, simulatorProvider } from './configuration.ts'

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'portolan-config-'))
  onTestFinished(() => rm(path, { recursive: true, force: true }))
  return path
}

test('the named file beats the variable’s, that one the usual, and none is none', async () => {
  const cwd = await folder()
  const none = { file: null, text: '' }
  expect(await readConfigSource(undefined, { cwd, env: {} })).toEqual(none)
  expect(await readConfigSource(undefined, { cwd, env: { PORTOLAN_CONFIG: '' } })).toEqual(none)
  for (const name of ['portolan.yaml', 'variable.yaml', 'named.yaml']) await writeFile(join(cwd, name), name)
  const env = { PORTOLAN_CONFIG: 'variable.yaml' }
  expect((await readConfigSource(undefined, { cwd, env: {} })).text).toBe('portolan.yaml')
  expect((await readConfigSource(undefined, { cwd, env })).text).toBe('variable.yaml')
  expect((await readConfigSource('named.yaml', { cwd, env })).text).toBe('named.yaml')
})

test('a file that was named and is not there is an error, and so is the usual one that cannot be read', async () => {
  const cwd = await folder()
  await expect(readConfigSource('none.yaml', { cwd, env: {} })).rejects.toThrow('none.yaml cannot be read')
  await expect(readConfigSource(undefined, { cwd, env: { PORTOLAN_CONFIG: 'none.yaml' } })).rejects.toThrow(
    'read',
  )
  await mkdir(join(cwd, 'portolan.yaml'))
  await expect(readConfigSource(undefined, { cwd, env: {} })).rejects.toThrow('cannot be read')
})

test('an empty file is a gateway with the simulator, and a provider of the file beats it', () => {
  const builtIn = simulatorProvider('http://127.0.0.1:5')
  const empty = loadForThisBuild('', {}, builtIn)
  expect(empty.ok && empty.config.providers.sim).toEqual(builtIn.sim)
  const own = loadForThisBuild(
    'providers: { sim: { kind: openai-compatible, base_url: "http://127.0.0.1:6" } }',
    {},
    builtIn,
  )
  expect(own.ok && own.config.providers.sim?.baseUrl).toBe('http://127.0.0.1:6')
  expect(simulatorProvider(null)).toEqual({})
})

test('a route may lead to the simulator, but only while there is one', () => {
  const text = 'models: { smart: { targets: [ { provider: sim, model: echo } ] } }'
  expect(loadForThisBuild(text, {}, simulatorProvider('http://127.0.0.1:5')).ok).toBe(true)
  expect(loadForThisBuild(text, {}, simulatorProvider(null)).ok).toBe(false)
})

test('a provider’s usual variable turns it on', () => {
  const loaded = loadForThisBuild('', { OPENAI_API_KEY: 'sk-abcdefgh' }, {})
  expect(loaded.ok && Object.keys(loaded.config.providers)).toEqual(['openai'])
})

test('the lock beside the file takes part in the revision, and in nothing where there is none', async () => {
  const cwd = await folder()
  const file = join(cwd, 'portolan.yaml')
  const world = { env: {}, builtIn: simulatorProvider('http://127.0.0.1:5') }
  const text = 'providers: { main: { kind: openai } }'
  const read = () => {
    const reading = readForThisBuild(text, file, world)
    if (!reading.ok) throw new Error(JSON.stringify(reading.problems))
    return reading
  }
  const lock = (dated: string) =>
    writeFile(
      join(cwd, 'portolan.lock'),
      JSON.stringify({ version: 1, catalogue: 'v', models: { 'openai/o3': dated } }),
    )
  const without = read()
  expect(without.config.providers.main).not.toHaveProperty('pins')
  await lock('o3-2025-04-16')
  const first = read()
  expect({ ...first.config.providers.main?.pins }).toEqual({ o3: 'o3-2025-04-16' })
  await lock('o3-2026-01-01')
  const second = read()
  expect(new Set([without.revision, first.revision, second.revision]).size).toBe(3)
  await lock('o3-2025-04-16')
  expect(read().revision).toBe(first.revision)
  const elsewhere = { env: {}, builtIn: simulatorProvider('http://127.0.0.1:6') }
  expect(readForThisBuild(text, file, elsewhere)).toMatchObject({ revision: first.revision })
})

test('a lock that is none is a problem of its own place, and so is one that cannot be read', async () => {
  const cwd = await folder()
  const world = { env: {}, builtIn: {} }
  await writeFile(join(cwd, 'portolan.lock'), '{\n "version": 9 }')
  const reading = readForThisBuild('', join(cwd, 'portolan.yaml'), world)
  const messages = reading.ok ? [] : reading.problems.map(({ message }) => message)
  expect(messages).toContain('portolan.lock:2:13: version must be 1, the only version so far')
  expect(messages).toHaveLength(3)
  await rm(join(cwd, 'portolan.lock'))
  await mkdir(join(cwd, 'portolan.lock'))
  expect(readForThisBuild('', join(cwd, 'portolan.yaml'), world)).toMatchObject({
    ok: false,
    problems: [{ message: expect.stringContaining('cannot be read') }],
  })
})
