import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { ProviderConfig } from '../config/config.ts'
import { type LoadResult, loadConfig } from '../config/load.ts'
import { PROVIDERS } from '../providers/index.ts'
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
    known: PROVIDERS.map(({ kind, apiKeyEnv }) => ({ name: kind, kind, apiKeyEnv })),
  })
  if (!result.ok) return result
  const { config } = result
  return { ok: true, config: { ...config, providers: { ...builtIn, ...config.providers } } }
}
