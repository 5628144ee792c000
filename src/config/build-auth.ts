import type { AuthConfig } from './auth-config.ts'
import type { ConfigFile } from './schema.ts'

export function buildAuth({ oidc, jwt, scim }: ConfigFile['auth']): AuthConfig {
  return {
    oidc: oidc.map((each) => ({
      name: each.name,
      issuer: each.issuer,
      clientId: each.client_id,
      clientSecret: each.client_secret,
      roleClaim: each.role_claim ?? null,
      organization: each.organization ?? null,
      allowedDomains: each.allowed_domains?.map((domain) => domain.toLowerCase()) ?? null,
    })),
    jwt: jwt.map(({ issuer, audience, jwks_url, claims }) => ({
      issuer,
      audience,
      jwksUrl: jwks_url ?? null,
      claims,
    })),
    scimToken: scim.token ?? null,
  }
}
