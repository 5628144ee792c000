import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import type { AuditCheckpoint } from './audit-event.ts'
import type { ChainHead } from './chain.ts'

/** Signs the chain up to its head with an Ed25519 key. */
export function signCheckpoint(head: ChainHead, timeMs: number, privateKey: KeyObject): AuditCheckpoint {
  const signed = { seq: head.seq, hash: head.hash, timeMs }
  const signature = sign(null, signedText(signed), privateKey).toString('base64')
  return { ...signed, publicKey: publicKeyText(privateKey), signature }
}

/** Whether the signature is that of the key it names. */
export function isSigned(checkpoint: AuditCheckpoint): boolean {
  try {
    const key = createPublicKey({
      key: Buffer.from(checkpoint.publicKey, 'base64'),
      format: 'der',
      type: 'spki',
    })
    return verify(null, signedText(checkpoint), key, Buffer.from(checkpoint.signature, 'base64'))
  } catch {
    return false // What is no key has signed nothing.
  }
}

/** How a key is named in checkpoints. */
export function publicKeyText(privateKey: KeyObject): string {
  return createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).toString('base64')
}

function signedText({ seq, hash, timeMs }: Pick<AuditCheckpoint, 'seq' | 'hash' | 'timeMs'>): Buffer {
  return Buffer.from(`portolan audit checkpoint\n${seq}\n${hash}\n${timeMs}`)
}
