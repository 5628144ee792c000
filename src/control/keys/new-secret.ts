import { randomBytes } from 'node:crypto'
import type { KeyRecord } from '../../core/key.ts'
import { hashSecret } from '../../gateway/key-ring.ts'

/** Enough that nobody guesses one: 256 bits. From the system, for no secret may ever be repeatable. */
const BYTES = 32

/** A fresh secret, and what is kept of it. */
export function newSecret(): Pick<KeyRecord, 'hash' | 'hint'> & { readonly secret: string } {
  const secret = `sk-ptl-${randomBytes(BYTES).toString('base64url')}`
  return { secret, hash: hashSecret(secret), hint: secret.slice(-4) }
}
