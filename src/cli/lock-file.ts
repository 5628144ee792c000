import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import type { Config, ConfigProblem, ProviderConfig } from '../config/config.ts'
import { scalar, text } from '../config/scalars.ts'
import { readStrictly } from './strict-document.ts'

/** What `portolan.lock` holds: which dated model each alias stands for, so that tomorrow it is the same. */
export interface Lock {
  /** The version of the catalogue that the pins were made with. */
  readonly catalogue: string
  /** By `kind/alias`, the kind being the provider's; what is sent is the provider's own dated name. */
  readonly models: Readonly<Record<string, string>>
}

export type LockReading =
  /** Null: there is none. */
  | { readonly ok: true; readonly lock: Lock | null }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] }

export const LOCK_NAME = 'portolan.lock'

/** Of the configuration in `configFile`. */
export function lockFileOf(configFile: string): string {
  return join(dirname(configFile), LOCK_NAME)
}

/** The text of a lock; null where there is none. Throws for one that is there and cannot be read. */
export function readLockText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw new Error(`${file} cannot be read.`, { cause: error })
  }
}

/** Everything that can be wrong with it is in the result. */
export function parseLock(content: string | null): LockReading {
  if (content === null) return { ok: true, lock: null }
  const reading = readStrictly(content, lockSchema(), { env: {} })
  return reading.ok ? { ok: true, lock: reading.value } : reading
}

/** In one order and on one line each, so that a change of it reads well as a difference of two files. */
export function printLock({ catalogue, models }: Lock): string {
  const sorted = Object.fromEntries(Object.entries(models).toSorted(byName))
  return `${JSON.stringify({ version: 1, catalogue, models: sorted }, null, 2)}\n`
}

/** The configuration with what the lock says of each provider's kind. */
export function withPins(config: Config, { models }: Lock): Config {
  const pinned = (provider: ProviderConfig): ProviderConfig => {
    const start = `${provider.kind}/`
    const pins = Object.entries(models)
      .filter(([name]) => name.startsWith(start))
      .toSorted(byName)
      .map(([name, dated]) => [name.slice(start.length), dated])
    if (pins.length === 0) return provider
    // Looked up by names that callers send, so nothing may be inherited: `constructor` is not a model.
    return { ...provider, pins: Object.assign(Object.create(null), Object.fromEntries(pins)) }
  }
  const providers = Object.entries(config.providers).map(([name, provider]) => [name, pinned(provider)])
  return { ...config, providers: Object.fromEntries(providers) }
}

function lockSchema() {
  const model = () => text({ pattern: /^[\x21-\x7e]{1,256}$/, must: 'must be a model name without spaces' })
  return z.strictObject({
    version: scalar({ const: 1 }, (value, refuse): 1 =>
      value === 1 ? 1 : refuse('must be 1, the only version so far'),
    ),
    catalogue: text({ pattern: /^[\x20-\x7e]{1,100}$/, must: 'must be the version of a catalogue' }),
    models: z.record(z.string().regex(/^[^/\s]+\/[\x21-\x7e]+$/), model()),
  })
}

function byName([one]: readonly [string, string], [other]: readonly [string, string]): number {
  return one < other ? -1 : 1
}
