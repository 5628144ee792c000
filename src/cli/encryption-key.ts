import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * What encrypts stored secrets: from `PORTOLAN_ENCRYPTION_KEY`, several by commas with the newest first, else from its
 * file, else made and kept there. Rejects an empty file: what was encrypted would be lost behind a new key.
 */
export async function findEncryptionKeys(
  fromEnv: string | undefined,
  file: string,
): Promise<readonly string[]> {
  const given = (fromEnv ?? '').split(',').flatMap((key) => key.trim() || [])
  return given.length > 0 ? given : [await readOrMake(file)]
}

async function readOrMake(file: string): Promise<string> {
  try {
    const kept = (await readFile(file, 'utf8')).trim()
    if (kept !== '') return kept
    throw new Error(`${file} is empty. Restore it, or move it away to begin with a new key.`)
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    if (!isMissing) throw error
  }
  const made = randomBytes(KEY_BYTES).toString('base64url')
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  await writeFile(file, `${made}\n`, { mode: 0o600 })
  return made
}

const KEY_BYTES = 32
