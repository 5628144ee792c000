import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { Block } from './pages.ts'
import { ROOT } from './pages.ts'

/** Somebody who reads a page and does as it says: with a folder, a gateway started in it, and one shell. */
export interface Reader {
  /** What the gateway printed when it had started. */
  readonly greeting: string
  /** Resolves with what the block prints on standard output. Rejects where a command of it fails. */
  run(block: Pick<Block, 'language' | 'text'>): Promise<string>
  leave(): Promise<void>
}

/** As the documentation writes it. */
const ADDRESS = 'http://127.0.0.1:4000'
const MAIN = join(ROOT, 'src/main.ts')

export async function startReader(config: string): Promise<Reader> {
  const folder = await mkdtemp(join(tmpdir(), 'portolan-docs-'))
  await writeFile(join(folder, 'portolan.yaml'), config)
  await writeFile(join(folder, 'package.json'), '{"type":"module"}')
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  const path = `${dirname(process.execPath)}:${process.env.PATH ?? ''}`
  const gateway = spawn(process.execPath, [MAIN, 'serve', '--port', '0'], {
    cwd: folder,
    env: { PATH: path },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const greeting = await greetingOf(gateway)
  const url = /ready at (\S+)/.exec(greeting)?.[1] ?? ''
  const env = { PATH: path, PORTOLAN_URL: url, MAIN }
  return {
    greeting,
    async run({ language, text }) {
      const here = text.replaceAll(ADDRESS, url)
      if (language === 'ts') await writeFile(join(folder, 'program.ts'), here)
      const command = language === 'ts' ? 'node program.ts' : here
      const { stdout } = await promisify(execFile)('bash', ['-c', `${PRELUDE}\n${command}`], {
        cwd: folder,
        env,
      })
      return stdout
    },
    async leave() {
      gateway.kill()
      await once(gateway, 'exit')
      await rm(folder, { recursive: true })
    },
  }
}

/** Variables that one block sets are there for the next, as in a shell that stays open. */
const PRELUDE = `
set -ea
if [ -f session ]; then . ./session; fi
trap 'export -p | grep PORTOLAN_ > session' EXIT
npx() { shift; node "$MAIN" "$@"; }
`

/** Rejects where the gateway ends before it is ready. */
function greetingOf(gateway: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    const hear = (piece: string) => {
      text += piece
      if (/Try it:[^]+}'\n/.test(text)) resolve(text)
    }
    gateway.stdout?.setEncoding('utf8').on('data', hear)
    gateway.stderr?.setEncoding('utf8').on('data', hear)
    gateway.once('exit', (code) => reject(new Error(`The gateway ended with ${code}:\n${text}`)))
  })
}
