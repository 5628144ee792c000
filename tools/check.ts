/**
 * Checks everything that needs no test to run, all at once:
 *
 *   npm run check
 */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PROVIDERS } from '../src/providers/index.ts'
import { findLayerFaults } from './layers.ts'
import { findLockfileFaults } from './lockfile.ts'
import { findProviderNames } from './provider-names.ts'
import { ROOT, readProject } from './source-files.ts'
import { findUntidy } from './tidy.ts'

interface Verdict {
  /** What is wrong; empty where nothing is. */
  readonly faults: string
}

interface Check {
  readonly name: string
  readonly run: () => Promise<Verdict>
}

const CHECKS: readonly Check[] = [
  { name: 'format', run: () => program('biome', ['format', '--colors=off', '.']) },
  { name: 'types', run: () => program('tsc', ['--pretty', 'false']) },
  { name: 'pages', run: () => program('tsc', ['--pretty', 'false', '--project', 'dashboard']) },
  { name: 'lint', run: () => program('oxlint', ['--format=unix']) },
  { name: 'layers', run: async () => listed(findLayerFaults(readProject())) },
  { name: 'names', run: async () => listed(findProviderNames(readProject(), kinds())) },
  {
    name: 'lockfile',
    run: async () => listed(findLockfileFaults(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'))),
  },
  { name: 'tidy', run: async () => listed(findUntidy(readProject())) },
]

/** Prints a line for each check, and what is wrong below it. Resolves with how many passed and how many did not. */
export async function check(): Promise<{ readonly passed: number; readonly failed: number }> {
  const passes = await Promise.all(CHECKS.map(report))
  const passed = passes.filter((isFine) => isFine).length
  return { passed, failed: passes.length - passed }
}

async function report({ name, run }: Check): Promise<boolean> {
  const startedMs = performance.now()
  const { faults } = await run()
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1)
  console.log(`${faults === '' ? 'ok  ' : 'FAIL'} ${name.padEnd(10)}${seconds} s`)
  if (faults !== '') console.log(`${faults.replaceAll(/^/gm, '     ')}\n`)
  return faults === ''
}

/** A tool of `node_modules/.bin`, which is wrong about nothing where it exits with 0. */
function program(name: string, options: readonly string[]): Promise<Verdict> {
  return new Promise((resolve) => {
    const child = spawn(name, options, {
      cwd: ROOT,
      env: withTools(process.env),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const output: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk))
    child.on('error', (error) => resolve({ faults: error.message }))
    child.on('close', (code) => {
      const text = Buffer.concat(output).toString().trim()
      resolve({ faults: code === 0 ? '' : text === '' ? `ended with ${code}` : text })
    })
  })
}

/** npm puts the project's tools on the path; without npm they must be found as well. */
function withTools(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const separator = process.platform === 'win32' ? ';' : ':'
  return { ...env, PATH: `${ROOT}node_modules/.bin${separator}${env.PATH ?? ''}` }
}

function listed(faults: readonly string[]): Verdict {
  return { faults: faults.join('\n') }
}

function kinds(): readonly string[] {
  return PROVIDERS.map(({ kind }) => kind)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { failed } = await check()
  process.exitCode = failed === 0 ? 0 : 1
}
