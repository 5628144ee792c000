import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { loadForThisBuild, readConfigSource, simulatorProvider } from './configuration.ts'

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
