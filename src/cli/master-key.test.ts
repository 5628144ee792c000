import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { findMasterKey, isLoopback } from './master-key.ts'

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'portolan-key-'))
  onTestFinished(() => rm(path, { recursive: true, force: true }))
  return path
}

test('a key is made once, shown once, and kept for its owner alone', async () => {
  const file = join(await folder(), 'data', 'master.key')
  const first = await findMasterKey(undefined, file, '0.0.0.0')
  expect(first).toMatchObject({ file, isNew: true })
  expect(first.value).toMatch(/^sk-ptl-master-[\w-]{32}$/)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(await readFile(file, 'utf8')).toBe(`${first.value}\n`)
  expect(await findMasterKey('', file, '0.0.0.0')).toEqual({ ...first, isNew: false })
})

test('the environment’s key beats the file’s, and makes none', async () => {
  const file = join(await folder(), 'master.key')
  expect(await findMasterKey('from-the-environment', file, '0.0.0.0')).toEqual({
    value: 'from-the-environment',
    file: null,
    isNew: false,
  })
  await expect(stat(file)).rejects.toThrow('ENOENT')
})

test('a file that a crash has left empty is filled', async () => {
  const file = join(await folder(), 'master.key')
  await writeFile(file, '\n')
  const { value, isNew } = await findMasterKey(undefined, file, '127.0.0.1')
  expect([value.length > 16, isNew]).toEqual([true, true])
})

test('a file that cannot be read is an error, and is not replaced by another key', async () => {
  const path = await folder()
  await expect(findMasterKey(undefined, path, '127.0.0.1')).rejects.toThrow('EISDIR')
  await chmod(path, 0o700)
})

test('a short key is for loopback alone, wherever it comes from', async () => {
  const file = join(await folder(), 'master.key')
  await expect(findMasterKey('fifteen-letters', file, '0.0.0.0')).rejects.toThrow('fewer than 16')
  expect((await findMasterKey('fifteen-letters', file, '::1')).value).toBe('fifteen-letters')
  await writeFile(file, 'short')
  await expect(findMasterKey(undefined, file, '192.168.1.2')).rejects.toThrow('fewer than 16')
})

test.each([
  ['127.0.0.1', true],
  ['127.9.8.7', true],
  ['::1', true],
  ['localhost', true],
  ['0.0.0.0', false],
  ['::', false],
  ['', false],
  ['127.0.0.1.example.com', false],
  ['localhost.example.com', false],
])('%j is loopback: %s', (host, expected) => {
  expect(isLoopback(host)).toBe(expected)
})
