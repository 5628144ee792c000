import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Config, ConfigProblem, ProviderConfig } from '../config/config.ts'
import { type LoadResult, loadConfig } from '../config/load.ts'
import { formatProblems } from '../config/problem.ts'
import { revisionOf } from '../config/revision.ts'
import { PROVIDER_SETTINGS, PROVIDERS } from '../providers/index.ts'
import {
  LOCK_NAME,
  type Lock,
  type LockReading,
  lockFileOf,
  parseLock,
  readLockText,
  withPins,
} from './lock-file.ts'
import type { Surroundings } from './surroundings.ts'

/** The file that holds the configuration, and what is in it. */
export interface ConfigSource {
  /** Absolute; null where there is none, and everything is at its default. */
  readonly file: string | null
  readonly text: string
}

const USUAL_FILE = 'portolan.yaml'

/** The file that was named, or `portolan.yaml` where there is one. Rejects for a named file that cannot be read. */
export async function readConfigSource(
  named: string | undefined,
  { cwd, env }: Pick<Surroundings, 'cwd' | 'env'>,
): Promise<ConfigSource> {
  const name = named ?? (env.PORTOLAN_CONFIG || undefined)
  const file = resolve(cwd, name ?? USUAL_FILE)
  try {
    return { file, text: await readFile(file, 'utf8') }
  } catch (error) {
    // Only where there is none: one that is there and cannot be read must not be taken for none.
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    if (name === undefined && isMissing) return { file: null, text: '' }
    throw new Error(`The configuration ${file} cannot be read.`, { cause: error })
  }
}

/** Where the built-in simulator is, as a provider that needs no configuration; none when it is turned off. */
export function simulatorProvider(url: string | null): Readonly<Record<string, ProviderConfig>> {
  if (url === null) return {}
  return { sim: { kind: 'simulator', baseUrl: `${url}/v1`, credentials: [], headers: {} } }
}

/** Everything that can go wrong is in the result; see `loadConfig`. A provider of the file beats a built-in one. */
export function loadForThisBuild(
  text: string,
  env: Surroundings['env'],
  builtIn: Readonly<Record<string, ProviderConfig>>,
): LoadResult {
  const result = loadConfig(text, {
    env,
    builtIn: Object.keys(builtIn),
    kinds: PROVIDERS.map(({ kind }) => kind),
    kindsWithoutAddress: PROVIDERS.filter(({ baseUrl }) => baseUrl === null).map(({ kind }) => kind),
    settings: PROVIDER_SETTINGS,
    known: PROVIDERS.map(({ kind, apiKeyEnv, baseUrlEnv, settings = [] }) => ({
      name: kind,
      kind,
      apiKeyEnv,
      baseUrlEnv,
      settings,
    })),
  })
  if (!result.ok) return result
  const { config } = result
  return { ok: true, config: { ...config, providers: { ...builtIn, ...config.providers } } }
}

export type Reading =
  /** `lock`: what lies beside the file; null where nothing does. */
  | {
      readonly ok: true
      readonly config: Config
      readonly revision: string
      readonly lock: Lock | null
    }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] }

/**
 * The same with the pins of the `portolan.lock` beside `file`. A revision is of the document and the lock alone:
 * built-in providers, which have another address in each process, have no part in it.
 */
export function readForThisBuild(text: string, file: string | null, world: World): Reading {
  const loaded = loadForThisBuild(text, world.env, world.builtIn)
  if (!loaded.ok) return loaded
  const locked: LockReading = file === null ? { ok: true, lock: null } : lockBeside(file)
  if (!locked.ok) return locked
  const { lock } = locked
  const config = lock === null ? loaded.config : withPins(loaded.config, lock)
  const own = Object.entries(config.providers).filter(
    ([name]) => loaded.config.providers[name] !== world.builtIn[name],
  )
  return { ok: true, config, lock, revision: revisionOf({ ...config, providers: Object.fromEntries(own) }) }
}

export interface World {
  readonly env: Surroundings['env']
  readonly builtIn: Readonly<Record<string, ProviderConfig>>
}

/** Its problems are told with those of the configuration, so they name their own file and place. */
function lockBeside(file: string): LockReading {
  const problem = (message: string) => ({ path: '', line: null, column: null, message, suggestion: null })
  try {
    const reading = parseLock(readLockText(lockFileOf(file)))
    if (reading.ok) return reading
    return { ok: false, problems: reading.problems.map((one) => problem(formatProblems([one], LOCK_NAME))) }
  } catch (error) {
    return { ok: false, problems: [problem(error instanceof Error ? error.message : String(error))] }
  }
}
