import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findEncryptionKeys } from './encryption-key.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portolan-encryption-key-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('the environment goes first, and may name several', async () => {
  const file = join(folder, 'encryption.key')
  expect(await findEncryptionKeys('new, old,', file)).toEqual(['new', 'old'])
  await expect(stat(file)).rejects.toThrow()
})

test('else it is made once, for its owner alone, and found again', async () => {
  const file = join(folder, 'data', 'encryption.key')
  const made = await findEncryptionKeys('', file)
  expect(made).toEqual([expect.stringMatching(/^[\w-]{43}$/)])
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(await findEncryptionKeys(undefined, file)).toEqual(made)
})

test('an empty file is not replaced', async () => {
  const file = join(folder, 'encryption.key')
  await writeFile(file, '\n')
  await expect(findEncryptionKeys(undefined, file)).rejects.toThrow('is empty')
})
