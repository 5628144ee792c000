import type { JWTPayload } from 'jose'
import { LRUCache } from 'lru-cache'
import type { JwtConfig } from '../config/auth-config.ts'
import { GatewayError } from '../core/error.ts'
import { storedOwnerId } from '../core/identity.ts'
import { type KeyRecord, type KeyRole, newKey } from '../core/key.ts'
import type { Clock } from '../core/ports.ts'
import { hashSecret, type KeyHolder, type TokenSource } from '../gateway/key-ring.ts'
import type { KeySets } from './key-sets.ts'

const TOKEN_CHARS_MAX = 16_384
const KNOWN_MAX = 10_000
const TOLERANCE_S = 30
/** A signature that anybody could make who has the public key is none. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']

interface Known {
  readonly holder: KeyHolder
  readonly config: JwtConfig
  readonly untilMs: number
}

/**
 * Callers whose key is a token that somebody else has signed. A token that was verified is known until it ends, or
 * until the configuration changes.
 */
export class TokenCallers implements TokenSource {
  readonly #issuers: () => readonly JwtConfig[]
  readonly #clock: Clock
  readonly #known = new LRUCache<string, Known>({ max: KNOWN_MAX })
  #sets: KeySets | null = null

  constructor(issuers: () => readonly JwtConfig[], clock: Clock) {
    this.#issuers = issuers
    this.#clock = clock
  }

  get isOn(): boolean {
    return this.#issuers().length > 0
  }

  /** Rejects with `key_invalid`, with `key_revoked` for one that has ended, `store_unavailable` without the keys. */
  async find(token: string): Promise<KeyHolder> {
    if (token.length > TOKEN_CHARS_MAX) throw invalid('it is too long')
    const hashed = hashSecret(token)
    const known = this.#known.get(hashed)
    if (known !== undefined && this.#issuers().includes(known.config)) {
      if (known.untilMs > this.#clock.now()) return known.holder
      throw ended()
    }
    const { config, payload } = await this.#verify(token)
    const holder = holderOf(payload, config, hashed, this.#clock.now())
    this.#known.set(hashed, { holder, config, untilMs: ((payload.exp ?? 0) + TOLERANCE_S) * 1_000 })
    return holder
  }

  async #verify(token: string) {
    const { decodeJwt, errors, jwtVerify } = await import('jose')
    const config = this.#issuerOf(token, decodeJwt)
    const keys = await this.#keysOf(config)
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer: config.issuer,
        audience: config.audience,
        algorithms: ALGORITHMS,
        currentDate: new Date(this.#clock.now()),
        clockTolerance: TOLERANCE_S,
        requiredClaims: ['exp', 'sub'],
      })
      return { config, payload }
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw ended()
      if (error instanceof errors.JWTClaimValidationFailed) throw invalid(`its ${error.claim} is not right`)
      const isTheirs =
        error instanceof errors.JWSSignatureVerificationFailed ||
        error instanceof errors.JOSEAlgNotAllowed ||
        error instanceof errors.JWKSNoMatchingKey ||
        error instanceof errors.JWTInvalid ||
        error instanceof errors.JWSInvalid
      if (isTheirs) throw invalid('its signature is not of the issuer')
      throw unavailable(error)
    }
  }

  #issuerOf(token: string, decode: (token: string) => JWTPayload): JwtConfig {
    let issuer: unknown
    try {
      issuer = decode(token).iss
    } catch {
      throw invalid('it cannot be read')
    }
    const config = this.#issuers().find((each) => each.issuer === issuer)
    if (config !== undefined) return config
    throw invalid('its issuer is not known here')
  }

  async #keysOf(config: JwtConfig) {
    const { KeySets } = await import('./key-sets.ts')
    this.#sets ??= new KeySets()
    try {
      return await this.#sets.of(config)
    } catch (error) {
      throw unavailable(error)
    }
  }
}

function holderOf(
  payload: JWTPayload,
  { claims, issuer }: JwtConfig,
  hash: string,
  nowMs: number,
): KeyHolder {
  const id = `jwt_${hashSecret(`${issuer}\n${payload.sub}`).slice(0, 24)}`
  const user = textClaim(payload, claims.user)
  const organization = textClaim(payload, claims.organization)
  const project = textClaim(payload, claims.project)
  const key: KeyRecord = {
    ...newKey(id, String(payload.sub).slice(0, 200), nowMs),
    hash,
    hint: '',
    role: roleClaim(payload, claims.role),
    models: modelsClaim(payload, claims.models),
    organizationId: organization === null ? null : storedOwnerId(organization),
    projectId: project === null ? null : storedOwnerId(project),
  }
  return { keyId: id, key, ...(user === null ? {} : { user: user.slice(0, 256) }) }
}

function textClaim(payload: JWTPayload, name: string | undefined): string | null {
  const value = name === undefined ? undefined : payload[name]
  if (value === undefined) return null
  if (typeof value === 'string' && value !== '') return value
  throw invalid(`its ${name} is no text`)
}

function modelsClaim(payload: JWTPayload, name: string | undefined): readonly string[] | null {
  if (name === undefined) return null
  const value = payload[name] ?? []
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value
  throw invalid(`its ${name} is no list of names`)
}

function roleClaim(payload: JWTPayload, name: string | undefined): KeyRole {
  const value = textClaim(payload, name) ?? 'inference'
  if (value === 'inference' || value === 'viewer' || value === 'admin') return value
  throw invalid(`its ${name} is no role`)
}

function invalid(reason: string): GatewayError {
  return new GatewayError('key_invalid', `This token is not taken: ${reason}.`)
}

function ended(): GatewayError {
  return new GatewayError('key_revoked', 'This token has expired. Ask its issuer for a new one.')
}

function unavailable(cause: unknown): GatewayError {
  const message = 'The keys of this token’s issuer cannot be had just now; try again shortly.'
  return new GatewayError('store_unavailable', message, { retryAfterMs: 1_000, cause })
}
