import { expect, test } from 'vitest'
import { loadForThisBuild } from './configuration.ts'
import { overridesOf, portNumber, withOverrides } from './overrides.ts'

function defaults() {
  const loaded = loadForThisBuild('', {}, {})
  if (loaded.ok) return loaded.config
  throw new Error('The empty file is valid.')
}

test('a flag beats its variable, and an empty variable is one that is not set', () => {
  const env = { PORTOLAN_HOST: '::1', PORTOLAN_PORT: '5', PORTOLAN_STORAGE_URL: 'sqlite:e' }
  expect(overridesOf({}, env)).toEqual({ host: '::1', port: 5, storageUrl: 'sqlite:e' })
  expect(overridesOf({ host: 'a', port: 0 }, env)).toEqual({ host: 'a', port: 0, storageUrl: 'sqlite:e' })
  const empty = { PORTOLAN_HOST: '', PORTOLAN_PORT: '', PORTOLAN_STORAGE_URL: '' }
  expect(overridesOf({}, empty)).toEqual({ host: undefined, port: undefined, storageUrl: undefined })
})

test('overrides replace what they name and nothing else; the database has a path of its own', () => {
  const config = defaults()
  const same = withOverrides(config, {}, '/srv')
  expect(same).toEqual({ ...config, storage: { ...config.storage, url: 'sqlite:/srv/data/portolan.db' } })
  const changed = withOverrides(config, { host: '::', port: 0, storageUrl: 'sqlite:/x' }, '/srv')
  expect(changed.server).toEqual({ ...config.server, host: '::', port: 0 })
  expect(changed.storage).toEqual({ ...config.storage, url: 'sqlite:/x' })
})

test.each(['mysql://x/y', 'postgres:', 'sqlite:', 'x'])('%j names no database', (storageUrl) => {
  expect(() => withOverrides(defaults(), { storageUrl }, '/srv')).toThrow('sqlite:')
})

test.each(['', ' ', '-1', '4e3', '0x10', '65536', '1.5', '123456'])('%j is no port', (text) => {
  expect(() => portNumber(text)).toThrow('0 to 65535')
  if (text !== '') expect(() => overridesOf({}, { PORTOLAN_PORT: text })).toThrow('PORTOLAN_PORT')
})
