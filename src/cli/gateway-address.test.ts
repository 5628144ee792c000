import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findGateway } from './gateway-address.ts'
import { temporaryFolder } from './run.fixture.ts'

const KEY = 'sk-ptl-master-0123456789'

function folderWithKey() {
  const folder = temporaryFolder()
  mkdirSync(join(folder.path, 'data'))
  writeFileSync(join(folder.path, 'data', 'master.key'), `${KEY}\n`)
  return folder
}

test('without a word it is the gateway of this folder, with the key that it has made', async () => {
  using folder = folderWithKey()
  const found = (env: Record<string, string>) => findGateway({}, { env, cwd: folder.path })
  const keySource = join(folder.path, 'data', 'master.key')
  expect(await found({})).toEqual({ url: 'http://127.0.0.1:4000', key: KEY, keySource })
  expect((await found({ PORTOLAN_HOST: '0.0.0.0', PORTOLAN_PORT: '8080' })).url).toBe('http://127.0.0.1:8080')
  expect((await found({ PORTOLAN_HOST: '::1', PORTOLAN_PORT: '' })).url).toBe('http://[::1]:4000')
  const elsewhere = findGateway({}, { env: { PORTOLAN_STORAGE_URL: 'sqlite:./data/x.db' }, cwd: folder.path })
  expect((await elsewhere).keySource).toBe(keySource)
})

test('flags beat variables, and variables the folder', async () => {
  using folder = folderWithKey()
  writeFileSync(join(folder.path, 'other.key'), 'sk-other')
  const env = { PORTOLAN_URL: 'https://gate.example/portolan/', PORTOLAN_MASTER_KEY: 'sk-from-env' }
  const found = (flags: object, variables: object = env) =>
    findGateway(flags, { env: { ...variables }, cwd: folder.path })
  expect(await found({})).toEqual({
    url: 'https://gate.example/portolan',
    key: 'sk-from-env',
    keySource: 'PORTOLAN_MASTER_KEY',
  })
  const named = await found({ url: 'http://localhost:5000', adminKeyFile: 'other.key' })
  expect(named).toEqual({ url: 'http://localhost:5000', key: 'sk-other', keySource: 'other.key' })
  expect((await found({ url: 'http://[::1]:5000' }, {})).key).toBe(KEY)
})

test('the key of this folder goes to no other machine', async () => {
  using folder = folderWithKey()
  const elsewhere = findGateway({ url: 'https://gate.example' }, { env: {}, cwd: folder.path })
  await expect(elsewhere).rejects.toThrow('Name the key for https://gate.example with --admin-key-file')
})

test('says what is missing', async () => {
  using folder = temporaryFolder()
  const refuses = (message: string, flags: object, env: Record<string, string> = {}) =>
    expect(findGateway(flags, { env, cwd: folder.path })).rejects.toThrow(message)
  await refuses('There is no admin key', {})
  await refuses('no.key is missing or empty', { adminKeyFile: 'no.key' })
  await refuses('cannot be read', { adminKeyFile: '.' })
  await refuses('does not hold a key', {}, { PORTOLAN_MASTER_KEY: 'two words' })
  await refuses('is not the address of a gateway', { url: '127.0.0.1:4000' })
  await refuses('PORTOLAN_PORT is not a port', {}, { PORTOLAN_PORT: 'x' })
})
