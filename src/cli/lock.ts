import { writeFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { loadDatedNames } from '../catalogue/dated-names.ts'
import { readShippedCatalogue } from '../catalogue/shipped.ts'
import { formatProblems } from '../config/problem.ts'
import { loadForThisBuild, readConfigSource, simulatorProvider } from './configuration.ts'
import { LOCK_NAME, type Lock, lockFileOf, parseLock, printLock, readLockText } from './lock-file.ts'
import { type ConfiguredAlias, pinAliases } from './pin-aliases.ts'
import type { Surroundings } from './surroundings.ts'
import { formatFields, printable } from './table.ts'

interface LockFlags {
  readonly config?: string
  readonly check?: boolean
  readonly json?: boolean
}

/** `portolan lock`: writes `portolan.lock` beside the configuration; with `--check` it says what is out of date. */
export function addLock(program: Command, surroundings: Surroundings, end: (code: number) => void): void {
  program
    .command('lock')
    .description('pin the aliases among the targets to dated models')
    .option('--config <file>', 'the configuration; portolan.yaml where there is one')
    .option('--check', 'write nothing; exit with 1 where the lock is out of date')
    .option('--json', 'print the result as JSON')
    .action(async (flags: LockFlags) => end(await lock(flags, surroundings)))
}

async function lock(flags: LockFlags, surroundings: Surroundings): Promise<number> {
  const { file, text } = await readConfigSource(flags.config, surroundings)
  if (file === null) throw new Error('There is no configuration to lock. Name one with --config.')
  const loaded = loadForThisBuild(text, surroundings.env, simulatorProvider('http://127.0.0.1:1'))
  const lockFile = lockFileOf(file)
  const before = parseLock(readLockText(lockFile))
  if (!loaded.ok || !before.ok) {
    const wrong = [
      ...(loaded.ok ? [] : [formatProblems(loaded.problems, flags.config ?? file)]),
      ...(before.ok ? [] : [formatProblems(before.problems, LOCK_NAME)]),
    ]
    surroundings.err(`${wrong.join('\n')}\n`)
    return 1
  }
  const names = loadDatedNames(await readShippedCatalogue())
  const { lock: next, unpinned } = pinAliases(loaded.config, names, before.lock)
  const changes = changesOf(before.lock, next)
  const isOutOfDate = before.lock === null || changes.length > 0
  // A younger catalogue that changes no pin leaves the file alone.
  if (isOutOfDate && flags.check !== true) await writeFile(lockFile, printLock(next))
  report({ file: lockFile, next, unpinned, changes, isOutOfDate }, flags, surroundings)
  return isOutOfDate && flags.check === true ? 1 : 0
}

interface Change {
  readonly name: string
  /** Null: not pinned. */
  readonly from: string | null
  readonly to: string | null
}

function changesOf(before: Lock | null, next: Lock): readonly Change[] {
  const names = new Set([...Object.keys(before?.models ?? {}), ...Object.keys(next.models)])
  return [...names]
    .sort()
    .map((name) => ({ name, from: before?.models[name] ?? null, to: next.models[name] ?? null }))
    .filter(({ from, to }) => from !== to)
}

interface Result {
  readonly file: string
  readonly next: Lock
  readonly unpinned: readonly ConfiguredAlias[]
  readonly changes: readonly Change[]
  readonly isOutOfDate: boolean
}

function report(result: Result, { json, check }: LockFlags, { out }: Pick<Surroundings, 'out'>): void {
  const { file, next, unpinned, changes, isOutOfDate } = result
  if (json === true) {
    const not_pinned = unpinned.map(({ name, behind }) => ({ model: name, candidates: behind }))
    out(`${JSON.stringify({ file, up_to_date: !isOutOfDate, models: next.models, changes, not_pinned })}\n`)
    return
  }
  if (!isOutOfDate) out(`${LOCK_NAME} is up to date.\n`)
  else if (check === true) out(`${LOCK_NAME} is out of date; write it with: portolan lock\n`)
  else out(`${LOCK_NAME} is written.\n`)
  out(formatFields(changes.map(({ name, from, to }) => [name, `${from ?? 'not pinned'} -> ${to ?? 'gone'}`])))
  for (const alias of unpinned) out(`${printable(whyNot(alias))}\n`)
}

function whyNot({ name, behind }: ConfiguredAlias): string {
  const advice = `To choose, write it into ${LOCK_NAME}.`
  return behind.length === 0
    ? `${name} is not pinned: the catalogue knows no dated name of it. ${advice}`
    : `${name} is not pinned: it may be ${behind.join(' or ')}. ${advice}`
}
