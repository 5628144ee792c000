/** Who else says who somebody is. */
export interface AuthConfig {
  readonly oidc: readonly OidcConfig[]
  readonly jwt: readonly JwtConfig[]
  /** Null: no directory may provision members. */
  readonly scimToken: string | null
}

export interface OidcConfig {
  readonly name: string
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  readonly roleClaim: string | null
  /** Null: of the whole gateway. */
  readonly organization: string | null
  /** In lower case. Null: all. */
  readonly allowedDomains: readonly string[] | null
}

export interface JwtConfig {
  readonly issuer: string
  readonly audience: string
  readonly jwksUrl: string | null
  /** Names of claims. */
  readonly claims: {
    readonly organization?: string
    readonly project?: string
    readonly user?: string
    readonly models?: string
    readonly role?: string
  }
}
