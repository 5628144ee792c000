import { open, seal, sealedBy, type SealingKey, sealingKey } from './envelope.ts'

/**
 * Seals with the newest key and opens what any of them has sealed, so that keys can change while what they have sealed
 * is still there.
 */
export class Sealer {
  readonly #keys: readonly [SealingKey, ...SealingKey[]]

  /** The newest first. Throws a `RangeError` where there is none. */
  constructor(secrets: readonly string[]) {
    const [first, ...rest] = secrets.map(sealingKey)
    if (first === undefined) throw new RangeError('There is no encryption key.')
    this.#keys = [first, ...rest]
  }

  seal(text: string, name: string): string {
    return seal(text, name, this.#keys[0])
  }

  /** Whether it was sealed with an older key, and should be sealed anew. */
  isOutdated(sealed: string): boolean {
    return sealedBy(sealed) !== this.#keys[0].id
  }

  /** Throws where none of the keys has sealed it under this name. */
  open(sealed: string, name: string): string {
    const id = sealedBy(sealed)
    const key = this.#keys.find((each) => each.id === id)
    if (key === undefined)
      throw new Error(
        `${name} was encrypted with another key; add the former one to PORTOLAN_ENCRYPTION_KEY.`,
      )
    return open(sealed, name, key)
  }
}
