import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from './program.ts'
import type { Surroundings } from './surroundings.ts'

export interface Outcome {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs a command line in this process, and keeps what it prints. */
export async function runWith(
  argv: readonly string[],
  changes: Partial<Omit<Surroundings, 'out' | 'err'>> = {},
): Promise<Outcome> {
  let out = ''
  let err = ''
  const code = await run(argv, {
    env: {},
    cwd: tmpdir(),
    isTerminal: false,
    node: { version: '26.10.0', execPath: '/usr/bin/node', platform: 'linux', arch: 'x64' },
    out: (text) => {
      out += text
    },
    err: (text) => {
      err += text
    },
    onSignal() {},
    now: () => Date.now(),
    monotonicMs: () => performance.now(),
    random: () => 0.5,
    ...changes,
  })
  return { code, out, err }
}

/** A folder of its own for one test; `Symbol.dispose` takes it away. */
export function temporaryFolder(): { readonly path: string } & Disposable {
  const path = mkdtempSync(join(tmpdir(), 'portolan-cli-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}
