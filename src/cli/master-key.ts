import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Below it, loopback only. */
export const MASTER_KEY_CHARS_MIN = 16

export interface MasterKey {
  readonly value: string
  /** Where it is kept; null where the environment brings it. */
  readonly file: string | null
  /** Made just now, and so to be shown once. */
  readonly isNew: boolean
}

/**
 * The root key: from `PORTOLAN_MASTER_KEY`, else from its file, else made and kept there. Rejects a short one, unless
 * only this machine can reach the gateway.
 */
export async function findMasterKey(
  fromEnv: string | undefined,
  file: string,
  host: string,
): Promise<MasterKey> {
  const found =
    fromEnv !== undefined && fromEnv !== '' ? { value: fromEnv, file: null } : await readOrMake(file)
  if (found.value.length < MASTER_KEY_CHARS_MIN && !isLoopback(host)) {
    throw new Error(
      `The master key has fewer than ${MASTER_KEY_CHARS_MIN} characters; that is allowed on loopback only.`,
    )
  }
  return { isNew: false, ...found }
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host)
}

async function readOrMake(file: string): Promise<MasterKey> {
  try {
    const value = (await readFile(file, 'utf8')).trim()
    if (value !== '') return { value, file, isNew: false }
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    if (!isMissing) throw error
  }
  const value = `sk-ptl-master-${randomBytes(24).toString('base64url')}`
  // The first to make the data folder, in which the records will be.
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  await writeFile(file, `${value}\n`, { mode: 0o600 })
  return { value, file, isNew: true }
}
