import type { Clock, Random } from './ports.ts'

declare const brand: unique symbol
type Branded<Name extends string> = string & { readonly [brand]: Name }

export type ExchangeId = Branded<'ExchangeId'>
export type KeyId = Branded<'KeyId'>

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz' // Crockford's base 32, in lower case.

/** Makes ids that sort by time: a prefix, 10 characters of milliseconds, 12 of randomness (60 bits). */
export class IdSource {
  readonly #clock: Clock
  readonly #random: Random
  #stampMs = -1
  #stamp = ''

  constructor(clock: Clock, random: Random) {
    this.#clock = clock
    this.#random = random
  }

  next(prefix: string): string {
    const now = this.#clock.now()
    if (now !== this.#stampMs) {
      this.#stampMs = now
      this.#stamp = base32(now, 10)
    }
    return `${prefix}_${this.#stamp}${base32(this.#random() * 2 ** 30, 6)}${base32(this.#random() * 2 ** 30, 6)}`
  }

  exchange(): ExchangeId {
    return this.next('exc') as ExchangeId
  }

  key(): KeyId {
    return this.next('key') as KeyId
  }
}

function base32(value: number, length: number): string {
  let rest = Math.floor(value)
  let text = ''
  for (let place = 0; place < length; place++) {
    text = ALPHABET.charAt(rest % 32) + text
    rest = Math.floor(rest / 32)
  }
  return text
}
