import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { ProviderConfig } from '../config/config.ts'
import { formatProblems } from '../config/problem.ts'
import { loadForThisBuild } from './configuration.ts'
import { parseLock, printLock, readLockText, withPins } from './lock-file.ts'
import { temporaryFolder } from './run.fixture.ts'

const LOCK = { catalogue: 'v', models: { 'xai/grok-4-latest': 'grok-4-0709', 'openai/o3': 'o3-2025-04-16' } }

test('a lock is printed in one order, and read back as it was', () => {
  const text = `{
  "version": 1,
  "catalogue": "v",
  "models": {
    "openai/o3": "o3-2025-04-16",
    "xai/grok-4-latest": "grok-4-0709"
  }
}
`
  expect(printLock(LOCK)).toBe(text)
  expect(parseLock(text)).toEqual({ ok: true, lock: { version: 1, ...LOCK } })
})

test.each([
  ['', 'portolan.lock:1:1: the file must hold a mapping'],
  ['{', 'portolan.lock:1:'],
  [
    '{"version":2,"catalogue":"v","models":{}}',
    'portolan.lock:1:12: version must be 1, the only version so far',
  ],
  ['{"version":1,"models":{}}', 'portolan.lock:1:1: catalogue is required'],
  ['{"version":1,"catalogue":"v","modles":{}}', 'unknown key modles (did you mean models?)'],
  ['{"version":1,"catalogue":"v","models":{"o3":"x"}}', 'o3 cannot be used as a name here'],
  ['{"version":1,"catalogue":"v","models":{"openai/o3":{}}}', 'openai/o3 must be text'],
  ['{"version":1,"catalogue":"v","models":{"openai/o3":"a b"}}', 'must be a model name without spaces'],
  ['{"version":1,"catalogue":"v","models":{"openai/o3":"a","openai/o3":"b"}}', 'is set twice'],
])('%s is no lock', (text, message) => {
  const reading = parseLock(text)
  expect(reading.ok ? '' : formatProblems(reading.problems, 'portolan.lock')).toContain(message)
})

test('no lock is no lock, and one that cannot be read is an error', () => {
  using folder = temporaryFolder()
  expect(parseLock(readLockText(join(folder.path, 'portolan.lock')))).toEqual({ ok: true, lock: null })
  mkdirSync(join(folder.path, 'portolan.lock'))
  expect(() => readLockText(join(folder.path, 'portolan.lock'))).toThrow('cannot be read')
})

test('each provider gets the pins of its kind, whatever its name, and nothing is inherited', () => {
  const loaded = loadForThisBuild(
    'providers: { one: { kind: openai }, two: { kind: openai }, c: { kind: anthropic } }',
    {},
    {},
  )
  if (!loaded.ok) throw new Error('The configuration is not valid.')
  const { one, two, c } = withPins(loaded.config, LOCK).providers as Record<
    string,
    ProviderConfig | undefined
  >
  expect({ ...one?.pins }).toEqual({ o3: 'o3-2025-04-16' })
  expect(two?.pins).toEqual(one?.pins)
  expect(one?.pins?.['constructor']).toBeUndefined()
  expect(c).toEqual(loaded.config.providers.c)
})
