import { expect, test } from 'vitest'
import { importsOf } from './imports.ts'

test('every form of import is found, with its line and whether anything of it is left when the code runs', () => {
  const text = [
    "import { readFile } from 'node:fs/promises'",
    "import type { Kysely } from 'kysely/migration'",
    'import {',
    '  type Part,',
    '  partOf,',
    "} from '../core/part.ts'",
    "import '@scope/name/deep'",
    "export { sse } from './sse.ts'",
    "export type * from './types.ts'",
    "const lazy = () => import('../late.ts')",
    "const text = 'import from nowhere'",
    'export const from = 1',
  ].join('\n')
  const found = importsOf({ path: 'src/wire/a.ts', text })
  expect(found.map(({ line, to, isType }) => [line, to, isType])).toEqual([
    [1, 'node:fs/promises', false],
    [2, 'kysely', true],
    [3, 'src/core/part.ts', false],
    [7, '@scope/name', false],
    [8, 'src/wire/sse.ts', false],
    [9, 'src/wire/types.ts', true],
    [10, 'src/late.ts', false],
  ])
})

test('an import after an exported constant is not taken for a part of it', () => {
  const text = "export const name = 'x'\nimport { a } from './a.ts'\n"
  expect(importsOf({ path: 'src/b.ts', text }).map(({ line, to }) => [line, to])).toEqual([[2, 'src/a.ts']])
})
