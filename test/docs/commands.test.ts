import { execFileSync } from 'node:child_process'
import { afterAll, describe, expect, test } from 'vitest'
import { type Block, blocksOf, PAGES, placeOf, readPage } from './pages.ts'
import { startReader } from './reader.ts'

const START = readPage('docs/start.md')
const CONFIG = blocksOf(START).find(({ language }) => language === 'yaml')?.text ?? ''

const missing = ['bash', 'curl'].filter((name) => !isInstalled(name))
if (missing.length > 0)
  console.warn(`The documentation's commands are not run: there is no ${missing.join(' and no ')}.`)

describe.skipIf(missing.length > 0)('what the documentation tells to do', async () => {
  if (missing.length > 0) return
  const reader = await startReader(CONFIG)
  afterAll(() => reader.leave())

  test('the line that the gateway prints works when pasted', async () => {
    const [, line = ''] = reader.greeting.split('Try it:')
    expect(JSON.parse(await reader.run({ language: 'sh', text: line }))).toMatchObject({
      choices: [{ message: { content: 'Hello from the chart room' } }],
    })
  })

  // First the page that is read first: later ones use the key it makes.
  const pages = [START, ...PAGES.filter(({ path }) => path !== START.path)]
  test.for(pages.flatMap(stepsOf).map((step) => ({ place: placeOf(step.command), ...step })))(
    '$place',
    async ({ command, shown }) => {
      const printed = await reader.run(command)
      expect(printed).not.toContain('"error"')
      if (shown?.language === 'json') expect(JSON.parse(printed)).toMatchObject(JSON.parse(shown.text))
      if (shown?.language === 'text') {
        for (const line of shown.text.trim().split('\n')) expect(printed.split(/\r?\n/)).toContain(line)
      }
    },
  )
})

interface Step {
  readonly command: Block
  /** What the page says that it prints, where a block with that follows. */
  readonly shown: Block | undefined
}

/** Commands that ask a gateway, and programs; not those that install, start or build. */
function stepsOf(page: (typeof PAGES)[number]): readonly Step[] {
  const blocks = blocksOf(page)
  return blocks.flatMap((command, index) => {
    const isCommand = command.language === 'sh' && /\bcurl |\bnpx portolan /.test(command.text)
    const isProgram = command.language === 'ts' && page === START
    const isOfSimulator = page.path.startsWith('simulator/')
    if (isOfSimulator || !(isCommand || isProgram)) return []
    const next = blocks[index + 1]
    return [{ command, shown: next?.language === 'json' || next?.language === 'text' ? next : undefined }]
  })
}

function isInstalled(name: string): boolean {
  try {
    execFileSync(name, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
