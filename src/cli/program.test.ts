import { expect, test } from 'vitest'
import project from '../../package.json' with { type: 'json' }
import { runWith } from './run.fixture.ts'

const PLANNED = ['replay', 'import', 'export', 'connect', 'bench']
const BUILT = ['serve', 'check', 'doctor', 'keys', 'models', 'lock', 'explain', 'usage', 'audit']
const LEAVES = [
  'keys list',
  'keys get',
  'keys create',
  'keys rotate',
  'keys update',
  'keys block',
  'keys delete',
  'audit verify',
  'audit books',
]

test('--version prints the version of the package, and --help every verb', async () => {
  expect(await runWith(['--version'])).toEqual({ code: 0, out: `${project.version}\n`, err: '' })
  const { code, out } = await runWith(['--help'])
  expect(code).toBe(0)
  for (const verb of [...BUILT, ...PLANNED]) expect(out).toMatch(new RegExp(`^  ${verb} `, 'm'))
})

test.each(BUILT)('%s explains itself, by --help and by help', async (verb) => {
  const asked = await runWith([verb, '--help'])
  expect(asked).toMatchObject({ code: 0, err: '' })
  expect(asked.out).toContain(`Usage: portolan ${verb}`)
  expect(await runWith(['help', verb])).toEqual(asked)
})

test.each([...BUILT.filter((verb) => !['keys', 'audit'].includes(verb)), ...LEAVES, ...PLANNED])(
  '%s knows --json',
  async (verb) => {
    expect((await runWith([...verb.split(' '), '--help'])).out).toContain('--json')
  },
)

test.each(PLANNED)('%s says that it is not supported yet', async (verb) => {
  const expected = { code: 2, out: '', err: `portolan: ${verb} is not supported yet.\n` }
  expect(await runWith([verb, 'some', 'file', '--dry-run', '--json'])).toEqual(expected)
})

test('a wrong command line ends with 2 and says what would be right', async () => {
  const unknown = await runWith(['chekc'])
  expect(unknown.code).toBe(2)
  expect(unknown.err).toContain("unknown command 'chekc'")
  expect(unknown.err).toContain('Did you mean check?')
  expect((await runWith(['usage', '--bye', 'day'])).err).toContain('Did you mean --by?')
  expect((await runWith(['--port', 'here'])).err).toContain('A port is a whole number')
  expect(await runWith(['keys'])).toMatchObject({ code: 2, out: '' })
})

test('flags without a verb are those of serve', async () => {
  const { code, err } = await runWith(['--no-simulator', '--config', '/nowhere/portolan.yaml'])
  expect(code).toBe(1)
  expect(err).toContain('/nowhere/portolan.yaml cannot be read')
})
