import { expect, test } from 'vitest'
import { run } from '../../src/cli/program.ts'
import { quotedIn, readPage, rowsOf, sectionOf } from './pages.ts'

const PAGE = readPage('docs/reference/cli.md')

/** Flags of every command that talks to a gateway, which are listed once. */
const OF_GATEWAYS = flagsIn('Talking to a gateway')

const help = await helpOf([])
const commands = namesIn(help)

test('every command is listed', () => {
  const listed = rowsOf(sectionOf(PAGE, 'Command line'))
  const names = listed.flatMap(([name = '']) => quotedIn(name))
  expect(names.toSorted()).toEqual(commands.toSorted())
  const planned = listed.filter(([, does]) => does === 'not yet').flatMap(([name = '']) => quotedIn(name))
  expect(planned.toSorted()).toEqual(namesIn(help, 'not supported yet').toSorted())
})

test.each(commands.filter((name) => !namesIn(help, 'not supported yet').includes(name)))(
  'every option of %s is listed',
  async (name) => {
    const own = await helpOf([name])
    const below = namesIn(own)
    if (below.length > 0) {
      const rows = rowsOf(sectionOf(PAGE, name)).flatMap(([word = '']) => quotedIn(word))
      expect(rows.filter((word) => !word.startsWith('--'))).toEqual(below.map((inner) => `${name} ${inner}`))
    }
    const flags = [own, ...(await Promise.all(below.map((inner) => helpOf([name, inner]))))].flatMap(flagsOf)
    const talksToGateway = flags.includes('--url')
    const listed = new Set([...quotedFlags(sectionOf(PAGE, name)), ...(talksToGateway ? OF_GATEWAYS : [])])
    expect([...listed].toSorted()).toEqual([...new Set(flags)].toSorted())
  },
)

async function helpOf(words: readonly string[]): Promise<string> {
  let text = ''
  await run([...words, '--help'], {
    env: {},
    cwd: '/',
    isTerminal: false,
    node: { version: '26.0.0', execPath: 'node', platform: 'linux', arch: 'x64' },
    out: (piece) => {
      text += piece
    },
    err: (piece) => {
      text += piece
    },
    onSignal: () => {},
    now: () => 0,
    monotonicMs: () => 0,
    random: () => 0,
  })
  return text
}

/** The commands that a help text lists; with `summary`, those that are described so. */
function namesIn(text: string, summary?: string): readonly string[] {
  const [, list = ''] = text.split(/^Commands:$/m)
  return [...list.matchAll(/^ {2}(\w+)[^\n]*? {2,}(.+)$/gm)]
    .filter(([, name, does]) => name !== 'help' && (summary === undefined || does === summary))
    .map(([, name = '']) => name)
}

function flagsOf(text: string): readonly string[] {
  return [...text.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)]
    .map(([, flag = '']) => flag)
    .filter((flag) => flag !== '--help')
}

function flagsIn(heading: string): readonly string[] {
  return quotedFlags(sectionOf(PAGE, heading))
}

function quotedFlags(text: string): readonly string[] {
  return [...text.matchAll(/`(--[\w-]+)/g)].map(([, flag = '']) => flag)
}
