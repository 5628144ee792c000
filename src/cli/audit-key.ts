import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/** The Ed25519 key that signs checkpoints of the audit log: from its file, else made and kept there. */
export async function findAuditKey(file: string): Promise<KeyObject> {
  try {
    return readKey(await readFile(file, 'utf8'), file)
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    if (!isMissing) throw error
  }
  const { privateKey } = generateKeyPairSync('ed25519')
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  await writeFile(file, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600 })
  return privateKey
}

/** A key that is damaged is not replaced: what it has signed would then be signed by a stranger. */
function readKey(text: string, file: string): KeyObject {
  try {
    const key = createPrivateKey(text)
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch {
    // Told below, together with keys of another kind.
  }
  throw new Error(
    `${file} does not hold an Ed25519 key. Restore it, or move it away to begin with a new one.`,
  )
}
