import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose'
import type { JwtConfig } from '../config/auth-config.ts'

const TIMEOUT_MS = 5_000
/** After a failure, or a key that is unknown, nothing is asked for so long. */
const COOL_DOWN_MS = 30_000
const CACHE_MS = 600_000

/** The keys of each issuer, fetched when they are first needed and again when a token names one that is new. */
export class KeySets {
  /** One for each issuer of a configuration, and gone with it. */
  readonly #sets = new WeakMap<JwtConfig, Promise<JWTVerifyGetKey>>()

  /** Rejects where the issuer cannot be asked where its keys are. */
  of(config: JwtConfig): Promise<JWTVerifyGetKey> {
    const known = this.#sets.get(config)
    if (known !== undefined) return known
    const keys = load(config)
    this.#sets.set(config, keys)
    keys.catch(() => {
      setTimeout(() => this.#sets.delete(config), COOL_DOWN_MS).unref()
    })
    return keys
  }
}

async function load({ issuer, jwksUrl }: JwtConfig): Promise<JWTVerifyGetKey> {
  const url = jwksUrl ?? (await discovered(issuer))
  return createRemoteJWKSet(new URL(url), {
    timeoutDuration: TIMEOUT_MS,
    cooldownDuration: COOL_DOWN_MS,
    cacheMaxAge: CACHE_MS,
  })
}

/** https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig */
async function discovered(issuer: string): Promise<string> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) })
  const document: unknown = response.ok ? await response.json() : null
  const found = typeof document === 'object' && document !== null && 'jwks_uri' in document
  if (found && typeof document.jwks_uri === 'string') return document.jwks_uri
  throw new Error(`${issuer} has no discovery document with keys.`)
}
