import { hash } from 'node:crypto'

/** What a provider allows in a name. */
export interface NameRule {
  readonly valid: RegExp
  /** One character that has to go. */
  readonly refused: RegExp
  readonly lengthMax: number
}

const DIGEST_LENGTH = 10

/**
 * A name as a provider takes it: itself where it is valid, else what is readable of it and a digest of the whole. So
 * the same name always becomes the same one, in a later turn too, and two names never become one.
 */
export function safeName(name: string, { valid, refused, lengthMax }: NameRule): string {
  if (valid.test(name)) return name
  const readable = name.replaceAll(refused, '_').slice(0, lengthMax - DIGEST_LENGTH - 1)
  return `${readable}_${hash('sha256', name).slice(0, DIGEST_LENGTH)}`
}
