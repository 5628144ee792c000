import { hash, timingSafeEqual } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { LRUCache } from 'lru-cache'
import { GatewayError } from '../core/error.ts'
import type { KeyRecord } from '../core/key.ts'
import type { Clock } from '../core/ports.ts'

/** Where keys are kept. */
export interface KeySource {
  /** By its present hash or the one before a rotation. */
  findKeyByHash(hash: string): Promise<KeyRecord | null>
}

/** The master key is known by this id in records. */
export const MASTER_KEY_ID = 'master'

export interface KeyHolder {
  readonly keyId: string
  /** Null for the master key. */
  readonly key: KeyRecord | null
  /** The end user, where the credential itself says who that is. */
  readonly user?: string
}

/** Callers that others vouch for. */
export interface TokenSource {
  /** Whether any token is taken. */
  readonly isOn: boolean
  /** Rejects as `KeyRing.find` does. */
  find(token: string): Promise<KeyHolder>
}

/**
 * Who a secret belongs to. On the hot path this is one hash and one look-up; the store is asked once for a secret not
 * seen lately, also for a wrong one, so that guessing keys does not load the database.
 */
export class KeyRing {
  readonly #masterHash: string
  readonly #source: KeySource
  readonly #tokens: TokenSource | null
  readonly #clock: Clock
  readonly #known = new LRUCache<string, KeyRecord>({ max: KNOWN_MAX })
  readonly #unknown: LRUCache<string, true>
  /** How often keys have changed: an answer of the store that was asked for before a change is out of date. */
  #changes = 0

  constructor(masterKey: string, source: KeySource, clock: Clock, tokens: TokenSource | null = null) {
    this.#tokens = tokens
    this.#masterHash = hashSecret(masterKey)
    this.#source = source
    this.#clock = clock
    this.#unknown = new LRUCache({
      max: UNKNOWN_MAX,
      ttl: UNKNOWN_MS,
      perf: { now: () => clock.monotonicMs() },
    })
  }

  /** Throws `key_invalid`, `key_revoked`, or `store_unavailable`; a fault of our own store is never a 401. */
  find(secret: string): KeyHolder | Promise<KeyHolder> {
    const hashed = hashSecret(secret)
    if (hashed === this.#masterHash) return MASTER
    if (!secret.startsWith('sk-') && this.#tokens?.isOn === true && TOKEN.test(secret))
      return this.#tokens.find(secret)
    const key = this.#known.get(hashed)
    if (key !== undefined) return this.#checked(key, hashed)
    if (this.#unknown.has(hashed)) throw invalid()
    return this.#ask(hashed)
  }

  /** To be called with every change of a key, so that it holds from the next request on. */
  changed(key: KeyRecord): void {
    this.#changes++
    for (const [hashed, known] of this.#known.entries()) {
      if (known.id === key.id) this.#known.delete(hashed)
    }
    this.#unknown.delete(key.hash)
  }

  deleted(id: string): void {
    this.#changes++
    for (const [hashed, known] of this.#known.entries()) {
      if (known.id === id) this.#known.delete(hashed)
    }
  }

  /**
   * The store has this now, as another process may have left it. What is known otherwise is forgotten and not replaced:
   * two such answers may overtake each other.
   */
  found(key: KeyRecord): void {
    this.#changes++
    for (const [hashed, known] of this.#known.entries()) {
      if (known.id === key.id && !isDeepStrictEqual(known, key)) this.#known.delete(hashed)
    }
    this.#unknown.delete(key.hash)
  }

  /** After a change that may have touched any key: every secret is asked for anew. */
  forgetAll(): void {
    this.#changes++
    this.#known.clear()
    this.#unknown.clear()
  }

  /** Takes as long for a wrong secret as for the right one. */
  isMaster(secret: string): boolean {
    return timingSafeEqual(Buffer.from(hashSecret(secret)), Buffer.from(this.#masterHash))
  }

  async #ask(hashed: string): Promise<KeyHolder> {
    const changes = this.#changes
    const key = await this.#source.findKeyByHash(hashed)
    const isCurrent = changes === this.#changes
    if (key === null) {
      if (isCurrent) this.#unknown.set(hashed, true)
      throw invalid()
    }
    if (isCurrent) this.#known.set(hashed, key)
    return this.#checked(key, hashed)
  }

  #checked(key: KeyRecord, hashed: string): KeyHolder {
    const now = this.#clock.now()
    if (key.blocked) throw revoked('is blocked')
    if (key.expiresAtMs !== null && key.expiresAtMs <= now) throw revoked('has expired')
    if (hashed !== key.hash && (key.previous?.hash !== hashed || key.previous.untilMs <= now)) {
      throw revoked('was rotated and its grace time is over')
    }
    return { keyId: key.id, key }
  }
}

export function hashSecret(secret: string): string {
  return hash('sha256', secret)
}

export const MASTER: KeyHolder = Object.freeze({ keyId: MASTER_KEY_ID, key: null })
/** The gateway itself, where it asks of its own accord. Nothing that is sent authenticates as it. */
export const HOUSE: KeyHolder = Object.freeze({ keyId: 'gateway', key: null })
/** Three parts, as every signed token has. Keys that are made here begin with `sk-` and are not looked at. */
const TOKEN = /^[\w-]+\.[\w-]+\.[\w-]+$/
const KNOWN_MAX = 50_000
const UNKNOWN_MAX = 10_000
const UNKNOWN_MS = 10_000

function invalid(): GatewayError {
  return new GatewayError(
    'key_invalid',
    'This API key is not known here. Check it, or make one with `portolan keys`.',
  )
}

function revoked(reason: string): GatewayError {
  return new GatewayError('key_revoked', `This API key ${reason}. Ask for a new one.`)
}
