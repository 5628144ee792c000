import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { GatewayError } from '../../core/error.ts'

interface Cost {
  /** KiB. */
  readonly memory: number
  readonly passes: number
  readonly parallelism: number
}

/** The least that OWASP's cheat sheet on password storage asks of Argon2id. */
const COST: Cost = { memory: 19_456, passes: 2, parallelism: 1 }
const SALT_BYTES = 16
const TAG_BYTES = 32
/** Each takes `COST.memory`, and a thread. */
const AT_ONCE_MAX = 8

/**
 * Hashes and checks passwords, with Argon2id. A hash carries its own parameters, so that those of today can be raised
 * and the hashes of yesterday still hold.
 */
export class Passwords {
  #active = 0

  /** In PHC's form: `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`. Rejects with `overloaded`. */
  async hash(password: string): Promise<string> {
    const salt = randomBytes(SALT_BYTES)
    const tag = await this.#derive(password, salt, COST, TAG_BYTES)
    const { memory, passes, parallelism } = COST
    return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(salt)}$${base64(tag)}`
  }

  /** Null, for nobody or for one without a password, takes as long as any other that is wrong. */
  async matches(password: string, stored: string | null): Promise<boolean> {
    const { salt, tag, cost } = parse(stored ?? NOBODY)
    const derived = await this.#derive(password, salt, cost, tag.length)
    return timingSafeEqual(derived, tag) && stored !== null
  }

  async #derive(password: string, salt: Buffer, cost: Cost, bytes: number): Promise<Buffer> {
    if (this.#active >= AT_ONCE_MAX)
      throw new GatewayError('overloaded', 'Too many sign in at once; try again shortly.', {
        retryAfterMs: 1_000,
      })
    this.#active++
    try {
      return await derive(password, salt, cost, bytes)
    } finally {
      this.#active--
    }
  }
}

function derive(password: string, nonce: Buffer, cost: Cost, tagLength: number): Promise<Buffer> {
  const message = Buffer.from(password.normalize('NFKC'))
  return new Promise((resolve, reject) => {
    argon2('argon2id', { message, nonce, tagLength, ...cost }, (error, tag) => {
      if (error === null) resolve(tag)
      else reject(error)
    })
  })
}

function parse(stored: string) {
  const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/.exec(stored)
  const [, memory, passes, parallelism, salt, tag] = match ?? []
  if (salt === undefined || tag === undefined)
    throw new Error('A stored password is not in the form it is written in.')
  return {
    cost: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  }
}

function base64(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '')
}

/** Of no password: no tag is all zeros. */
const NOBODY = `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${base64(Buffer.alloc(SALT_BYTES))}$${base64(Buffer.alloc(TAG_BYTES))}`
