import type { AuthConfig } from '../config/auth-config.ts'

export function authView({ oidc, jwt, scimToken }: AuthConfig) {
  return {
    oidc: oidc.map(({ name, issuer, clientId, clientSecret, roleClaim, organization, allowedDomains }) => ({
      name,
      issuer,
      client_id: clientId,
      client_secret: clientSecret,
      ...(roleClaim === null ? {} : { role_claim: roleClaim }),
      ...(organization === null ? {} : { organization }),
      ...(allowedDomains === null ? {} : { allowed_domains: allowedDomains }),
    })),
    jwt: jwt.map(({ issuer, audience, jwksUrl, claims }) => ({
      issuer,
      audience,
      ...(jwksUrl === null ? {} : { jwks_url: jwksUrl }),
      claims,
    })),
    scim: scimToken === null ? {} : { token: scimToken },
  }
}
