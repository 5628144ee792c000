import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { type Block, blocksOf, PAGES, ROOT } from './pages.ts'

const BLOCKS = PAGES.flatMap(blocksOf).filter(({ language }) => language === 'ts')

/** Of the fragments that show no imports. */
const IMPORTS: readonly (readonly [name: string, statement: string])[] = [
  ['OpenAI', "import OpenAI from 'openai'"],
  ['Anthropic', "import Anthropic from '@anthropic-ai/sdk'"],
]

test('every TypeScript example has the right types', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'portolan-docs-'))
  try {
    await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
    await writeFile(join(folder, 'package.json'), '{"type":"module"}')
    const options = { extends: join(ROOT, 'tsconfig.json'), compilerOptions: { noUnusedLocals: false } }
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ ...options, include: ['.'] }))
    for (const [index, block] of BLOCKS.entries()) {
      const path = join(folder, fileOf(block) ?? `block-${index}.ts`)
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, sourceOf(block))
    }
    expect(await problemsIn(folder)).toBe('')
  } finally {
    await rm(folder, { recursive: true })
  }
})

/** The file that a block says it is; null for a program of its own. */
function fileOf({ note }: Block): string | null {
  return note === '' ? null : note
}

/** What a block imports is another block, or a file of the project. */
function sourceOf(block: Block): string {
  const missing = IMPORTS.filter(
    ([name, statement]) => block.text.includes(`new ${name}(`) && !block.text.includes(statement),
  )
  const home = dirname(fileOf(block) ?? '')
  const text = block.text.replaceAll(/from '(\.[^']+)'/g, (whole, relative: string) => {
    const path = join(home, relative)
    return BLOCKS.some((other) => fileOf(other) === path) ? whole : `from '${join(ROOT, path)}'`
  })
  return [...missing.map(([, statement]) => statement), text].join('\n')
}

function problemsIn(folder: string): Promise<string> {
  return new Promise((resolve) => {
    execFile(join(ROOT, 'node_modules/.bin/tsc'), ['-p', folder, '--pretty', 'false'], (_, output) =>
      resolve(output),
    )
  })
}
