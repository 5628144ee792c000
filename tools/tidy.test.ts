import { expect, test } from 'vitest'
import { findUntidy } from './tidy.ts'

test.each([
  [
    'a name that says nothing',
    'src/wire/utils.ts',
    '',
    'src/wire/utils.ts:1 utils.ts says nothing; name the file for its main export',
  ],
  [
    'a folder of that name',
    'src/helpers/a.ts',
    '',
    'src/helpers/a.ts:1 helpers says nothing; name the file for its main export',
  ],
  ['capitals in a name', 'src/wire/sseParser.ts', '', 'src/wire/sseParser.ts:1 is not in kebab-case'],
  ['a long line', 'src/a.ts', `\n// ${'x'.repeat(118)}`, 'src/a.ts:2 has 121 columns, above 120'],
  ['a long file', 'src/a.ts', '\n'.repeat(300) + 'x', 'src/a.ts:301 has 301 lines, above 300'],
  [
    'state of a module',
    'src/a.ts',
    'export let count = 0',
    'src/a.ts:1 export let count = 0 is state of the whole module; hand it in',
  ],
  [
    'a clock of its own',
    'src/a.ts',
    'const t = Date.now()',
    'src/a.ts:1 Date.now is for src/main.ts alone; take it as a parameter',
  ],
  [
    'the environment',
    'src/a.ts',
    'process.env.HOME',
    'src/a.ts:1 process.env is for src/main.ts alone; take it as a parameter',
  ],
  [
    'a note to do it later',
    'docs/a.md',
    'x\nTODO: y',
    'docs/a.md:2 TODO is unfinished work; finish it or leave it out',
  ],
  [
    'a path of one machine',
    'README.md',
    'see /home/me/portolan',
    'README.md:1 /home/me is a path of one machine',
  ],
  [
    'a range of versions',
    'package.json',
    '"zod": "^4.0.0"',
    'package.json:1 "zod": "^4.0.0" is not an exact version',
  ],
])('%s is found', (_, path, text, line) => {
  expect(findUntidy([{ path, text }])).toEqual([line])
})

test.each([
  ['the last column and the last line that fit', 'src/a.ts', `// ${'x'.repeat(117)}\n`.repeat(300)],
  ['a long literal', 'src/a.ts', `const text = '${'x'.repeat(120)}'`],
  ['an address that cannot be broken', 'src/a.ts', `// https://example.com/${'x'.repeat(120)}`],
  ['a variable that tests set up before each', 'src/a.test.ts', 'let folder: string'],
  ['a variable inside a function', 'src/a.ts', 'function f() {\n  let count = 0\n}'],
  ['the one file that reads the surroundings', 'src/main.ts', 'process.env'],
  ['a path of a service', 'src/a.ts', "const path = '/v1/homes/root'"],
  ['names with a part for their kind', 'src/ledger/journal.crash.fixture.ts', ''],
])('%s is fine', (_, path, text) => {
  expect(findUntidy([{ path, text }])).toEqual([])
})
