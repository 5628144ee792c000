import type { IncomingHttpHeaders } from 'node:http'
import type { Configuration, IDToken } from 'openid-client'
import type { OidcConfig } from '../../config/auth-config.ts'
import { GatewayError } from '../../core/error.ts'

const TIMEOUT_S = 10
/** What was discovered is asked for again after so long, and so is what could not be. */
const DISCOVERY_MS = 600_000

/** What has to come back with the answer. It stays in the browser, out of reach for scripts. */
export interface Begun {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

interface Discovered {
  readonly client: Promise<Configuration>
  readonly sinceMs: number
}

/** The code flow with PKCE. What is known of an issuer is known for as long as the configuration names it. */
export class OidcFlow {
  readonly #nowMs: () => number
  readonly #discovered = new WeakMap<OidcConfig, Discovered>()

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs
  }

  /** Where to send the browser. Rejects with `store_unavailable` where the issuer cannot be reached. */
  async begin(
    config: OidcConfig,
    redirectUri: string,
  ): Promise<{ readonly url: URL; readonly begun: Begun }> {
    const oidc = await import('openid-client')
    const client = await this.#clientOf(config)
    const begun = {
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      verifier: oidc.randomPKCECodeVerifier(),
    }
    const url = oidc.buildAuthorizationUrl(client, {
      redirect_uri: redirectUri,
      scope: 'openid email profile',
      state: begun.state,
      nonce: begun.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(begun.verifier),
      code_challenge_method: 'S256',
    })
    return { url, begun }
  }

  /** What the issuer says of who has come back. Rejects with `key_invalid` for whatever is not as it was begun. */
  async finish(config: OidcConfig, url: URL, begun: Begun): Promise<IDToken> {
    const oidc = await import('openid-client')
    const client = await this.#clientOf(config)
    try {
      const tokens = await oidc.authorizationCodeGrant(client, url, {
        expectedState: begun.state,
        expectedNonce: begun.nonce,
        pkceCodeVerifier: begun.verifier,
        idTokenExpected: true,
      })
      const claims = tokens.claims()
      if (claims !== undefined) return claims
    } catch (error) {
      throw new GatewayError('key_invalid', `${config.name} did not sign anybody in. Try again.`, {
        cause: error,
      })
    }
    throw new GatewayError('key_invalid', `${config.name} did not say who signs in.`)
  }

  async #clientOf(config: OidcConfig): Promise<Configuration> {
    const known = this.#discovered.get(config)
    const isKnown = known !== undefined && this.#nowMs() - known.sinceMs < DISCOVERY_MS
    const client = isKnown ? known.client : discover(config)
    if (!isKnown) this.#discovered.set(config, { client, sinceMs: this.#nowMs() })
    try {
      return await client
    } catch (error) {
      this.#discovered.delete(config)
      throw new GatewayError(
        'store_unavailable',
        `${config.name} cannot be reached just now; try again shortly.`,
        {
          cause: error,
        },
      )
    }
  }
}

async function discover({ issuer, clientId, clientSecret }: OidcConfig): Promise<Configuration> {
  const oidc = await import('openid-client')
  const url = new URL(issuer)
  // The configuration allows no other issuer without encryption than one on this machine.
  const execute = url.protocol === 'http:' ? [oidc.allowInsecureRequests] : []
  return oidc.discovery(url, clientId, clientSecret, undefined, { execute, timeout: TIMEOUT_S })
}

/** The address of this gateway, as the browser knows it. */
export function originOf(headers: IncomingHttpHeaders): string {
  const protocol = headers['x-forwarded-proto'] === 'https' ? 'https' : 'http'
  return `${protocol}://${headers.host ?? 'localhost'}`
}
