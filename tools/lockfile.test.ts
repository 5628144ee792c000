import { expect, test } from 'vitest'
import { findLockfileFaults } from './lockfile.ts'

function faults(packages: object): readonly string[] {
  return findLockfileFaults(JSON.stringify({ packages }))
}

test('an address of a registry is found', () => {
  expect(faults({ 'node_modules/zod': { resolved: 'https://registry.example/zod.tgz' } })).toEqual([
    'node_modules/zod is tied to https://registry.example/zod.tgz',
  ])
})

test('an optional package needs an entry, at the root or inside of the package that asks for it', () => {
  const biome = {
    optionalDependencies: { 'cli-linux': '1.0.0', 'cli-darwin': '1.0.0', 'cli-win32': '1.0.0' },
  }
  const packages = {
    'node_modules/biome': biome,
    'node_modules/cli-linux': {},
    'node_modules/biome/node_modules/cli-darwin': {},
  }
  expect(faults(packages)).toEqual(['node_modules/biome may need cli-win32 1.0.0, which has no entry'])
})
