import type { Offer, Price } from '../core/price.ts'
import { priceAt } from '../core/price.ts'
import type { Provider } from '../core/provider.ts'

/** One place an answer can come from: a provider, a model there, and the credential to use. */
export interface Target {
  /** `provider/native-id`, and `#name` of the credential where the provider has several. */
  readonly id: string
  readonly providerName: string
  readonly provider: Provider
  /** Scheme, host and port. */
  readonly origin: string
  /** The path of the base URL, without a trailing slash; often empty. */
  readonly basePath: string
  /** Complete but for `content-type`: authentication, API version, the operator's own. */
  readonly headers: Readonly<Record<string, string>>
  /** What must never appear in anything a caller sees. */
  readonly secret: string | null
  readonly credentialName: string
  /** The provider's own id of the model. */
  readonly model: string
  /** The place in the route; targets that differ only in their credential share it. */
  readonly position: number
  readonly weight: number
  /** Relative to the other credentials of the same place. */
  readonly credentialWeight: number
  readonly offer: Offer | null
  /** The operator's own price, which beats the catalogue. */
  readonly price: Price | null
}

/** What this target charges now; null when nobody has said. */
export function priceOf(target: Target, nowMs: number): Price | null {
  if (target.price !== null) return target.price
  return target.offer === null ? null : priceAt(target.offer, nowMs)
}
