import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { publicKeyText } from '../audit/checkpoint.ts'
import { findAuditKey } from './audit-key.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portolan-audit-key-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('it is made once, for its owner alone, and found again', async () => {
  const file = join(folder, 'data', 'audit.key')
  const made = await findAuditKey(file)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(publicKeyText(await findAuditKey(file))).toBe(publicKeyText(made))
})

test.each([
  ['damaged', 'no key at all'],
  [
    'of another kind',
    generateKeyPairSync('x25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
  ],
])('one that is %s is not replaced', async (_, text) => {
  const file = join(folder, 'audit.key')
  await writeFile(file, text)
  await expect(findAuditKey(file)).rejects.toThrow('does not hold an Ed25519 key')
})
