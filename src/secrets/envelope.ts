import { createCipheriv, createDecipheriv, hash, hkdfSync, randomBytes } from 'node:crypto'
import { parseJsonObject } from '../core/json.ts'

/** A key that encrypts keys, and the name by which what it has sealed is known. */
export interface SealingKey {
  readonly id: string
  readonly bytes: Buffer
}

/** Any text serves as a key; what strength it has is its own. */
export function sealingKey(secret: string): SealingKey {
  const bytes = Buffer.from(hkdfSync('sha256', secret, '', PURPOSE, KEY_BYTES))
  return { id: hash('sha256', Buffer.concat([Buffer.from('id'), bytes])).slice(0, 16), bytes }
}

/**
 * Encrypts a text with a key of its own, and that key with the sealing key: AES-256-GCM, both bound to `name`, so that
 * what is sealed under one name does not open under another.
 */
export function seal(text: string, name: string, key: SealingKey): string {
  const own = randomBytes(KEY_BYTES)
  const sealed = {
    v: 1,
    key: key.id,
    wrapped: encrypt(own, key.bytes, name),
    text: encrypt(Buffer.from(text), own, name),
  }
  return JSON.stringify(sealed)
}

/** Which sealing key opens it. Null: it was not sealed here. */
export function sealedBy(sealed: string): string | null {
  const { v, key } = parseJsonObject(sealed) ?? {}
  return v === 1 && typeof key === 'string' ? key : null
}

/** Throws where it was not sealed with this key under this name, or is damaged. */
export function open(sealed: string, name: string, key: SealingKey): string {
  const { wrapped, text } = parseJsonObject(sealed) ?? {}
  const own = decrypt(wrapped, key.bytes, name)
  return decrypt(text, own, name).toString('utf8')
}

const PURPOSE = 'portolan sealing key'
const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** Nonce, tag and cipher text, in base64. */
function encrypt(plain: Buffer, key: Buffer, name: string): string {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(name))
  const text = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64')
}

function decrypt(encrypted: unknown, key: Buffer, name: string): Buffer {
  const bytes = Buffer.from(typeof encrypted === 'string' ? encrypted : '', 'base64')
  if (bytes.length < NONCE_BYTES + TAG_BYTES) throw new Error('What is sealed is damaged.')
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES))
    .setAAD(Buffer.from(name))
    .setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
  return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()])
}
