import { resolve } from 'node:path'
import { InvalidArgumentError } from 'commander'
import type { Config } from '../config/config.ts'
import { storagePlace, usualDataFolder } from '../storage/storage-place.ts'
import type { Surroundings } from './surroundings.ts'

/** Flags and variables that beat the file. */
export interface Overrides {
  readonly host?: string | undefined
  readonly port?: number | undefined
  readonly storageUrl?: string | undefined
}

/** The flags, and under them the variables. Throws for a `PORTOLAN_PORT` that is no port. */
export function overridesOf(flags: Overrides, env: Surroundings['env']): Overrides {
  const { PORTOLAN_HOST, PORTOLAN_PORT, PORTOLAN_STORAGE_URL } = env
  return {
    // An empty variable is one that is not set: an empty host would be every address of this machine.
    host: flags.host ?? (PORTOLAN_HOST || undefined),
    port: flags.port ?? (PORTOLAN_PORT ? portOf('PORTOLAN_PORT', PORTOLAN_PORT) : undefined),
    storageUrl: flags.storageUrl ?? (PORTOLAN_STORAGE_URL || undefined),
  }
}

/** The database's path is relative to `cwd`, whatever the process does later. Throws where the address is none. */
export function withOverrides(config: Config, { host, port, storageUrl }: Overrides, cwd: string): Config {
  const { server, storage } = config
  return {
    ...config,
    server: { ...server, host: host ?? server.host, port: port ?? server.port },
    storage: { ...storage, url: absoluteUrl(storageUrl ?? storage.url, cwd) },
  }
}

function absoluteUrl(url: string, cwd: string): string {
  const place = storagePlace(url)
  return place.type === 'sqlite' ? `sqlite:${resolve(cwd, place.path)}` : place.url
}

/** Where the journal and the master key lie, absolute. Throws for a URL that names no storage. */
export function dataFolderOf(url: string, env: Surroundings['env'], cwd: string): string {
  return resolve(cwd, env.PORTOLAN_DATA_FOLDER || usualDataFolder(url))
}

/** For flags. */
export function portNumber(text: string): number {
  if (isPort(text)) return Number(text)
  throw new InvalidArgumentError(PORT_RULE)
}

function portOf(variable: string, text: string): number {
  if (isPort(text)) return Number(text)
  throw new Error(`${variable} is not a port. ${PORT_RULE}`)
}

const PORT_RULE = 'A port is a whole number from 0 to 65535.'

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535
}
