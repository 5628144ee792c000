import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { DEFAULTS } from '../config/defaults.ts'
import { isLoopback } from './master-key.ts'
import { dataFolderOf, overridesOf } from './overrides.ts'
import type { Surroundings } from './surroundings.ts'

/** Flags of every verb that talks to a gateway. */
export interface GatewayFlags {
  readonly url?: string
  readonly adminKeyFile?: string
  readonly json?: boolean
}

/** A running gateway, and the key to it. */
export interface GatewayAddress {
  /** Without a slash at its end. */
  readonly url: string
  readonly key: string
  /** Where the key was found, for messages. */
  readonly keySource: string
}

export function addGatewayOptions(command: Command): Command {
  return command
    .option('--url <address>', 'the gateway; PORTOLAN_URL, or else http://127.0.0.1:4000')
    .option('--admin-key-file <file>', 'a file with the key; PORTOLAN_MASTER_KEY, or else data/master.key')
    .option('--json', 'print the answer as JSON')
}

/** Rejects where the address is none, or no key can be found; the message says what to do. */
export async function findGateway(
  { url: named, adminKeyFile }: GatewayFlags,
  surroundings: Pick<Surroundings, 'env' | 'cwd'>,
): Promise<GatewayAddress> {
  const given = named ?? (surroundings.env.PORTOLAN_URL || undefined)
  const url = parsedUrl(given ?? ownUrl(surroundings.env))
  const found = await findKey(adminKeyFile, given === undefined ? null : url, surroundings)
  // What an HTTP header cannot hold would fail later, and look like a fault of the network.
  if (!/^[\x21-\x7e]+$/.test(found.key))
    throw new Error(
      `${found.keySource} does not hold a key: it has spaces, line breaks or foreign letters in it.`,
    )
  return { url, ...found }
}

type FoundKey = Pick<GatewayAddress, 'key' | 'keySource'>

/** `givenUrl`: the address that was named; null for that of the gateway in this folder. */
async function findKey(
  adminKeyFile: string | undefined,
  givenUrl: string | null,
  { env, cwd }: Pick<Surroundings, 'env' | 'cwd'>,
): Promise<FoundKey> {
  if (adminKeyFile !== undefined) {
    const key = await readKey(resolve(cwd, adminKeyFile))
    if (key === null) throw new Error(`The key file ${adminKeyFile} is missing or empty. Name another one.`)
    return { key, keySource: adminKeyFile }
  }
  const fromEnv = (env.PORTOLAN_MASTER_KEY ?? '').trim()
  if (fromEnv !== '') return { key: fromEnv, keySource: 'PORTOLAN_MASTER_KEY' }
  // The key of the gateway in this folder is nobody else's business.
  if (givenUrl !== null && !isLoopback(new URL(givenUrl).hostname.replace(/^\[|\]$/g, '')))
    throw new Error(`Name the key for ${givenUrl} with --admin-key-file or PORTOLAN_MASTER_KEY.`)
  const { storageUrl = DEFAULTS.storage.url } = overridesOf({}, env)
  const file = join(dataFolderOf(storageUrl, env, cwd), 'master.key')
  const key = await readKey(file)
  if (key !== null) return { key, keySource: file }
  throw new Error(
    `There is no admin key: ${file} is missing. Run this where the gateway was started, ` +
      'or name the key with --admin-key-file or PORTOLAN_MASTER_KEY.',
  )
}

/** Where a gateway that was started here would be. */
function ownUrl(env: Surroundings['env']): string {
  const { host = DEFAULTS.server.host, port = DEFAULTS.server.port } = overridesOf({}, env)
  const reachable = host === '0.0.0.0' || host === '::' ? DEFAULTS.server.host : host
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`
}

function parsedUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new Error(`${text} is not the address of a gateway. Write it like http://127.0.0.1:4000.`)
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`
}

/** Null where there is no such file, or nothing in it. */
async function readKey(file: string): Promise<string | null> {
  try {
    const key = (await readFile(file, 'utf8')).trim()
    return key === '' ? null : key
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw new Error(`The key file ${file} cannot be read. Check who may read it.`, { cause: error })
  }
}
