import type { Access } from '../core/access.ts'
import type { Modality, Parameter, Quantization } from '../core/capability.ts'
import type { Offer, Price } from '../core/price.ts'
import { priceAt } from '../core/price.ts'
import type { Provider } from '../core/provider.ts'
import type { DialectFormat } from '../core/request.ts'

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
  /** What lets requests in, where the headers alone do not. */
  readonly access?: Access | undefined
  /** What must never appear in anything a caller sees. */
  readonly secret: string | null
  readonly credentialName: string
  /** The provider's own id of the model. */
  readonly model: string
  /** The place in the route; targets that differ only in their credential share it, and stand side by side. */
  readonly position: number
  readonly weight: number
  /** Relative to the other credentials of the same place. */
  readonly credentialWeight: number
  readonly offer: Offer | null
  /** The operator's own price, which beats the catalogue. */
  readonly price: Price | null
  /** Tried only when nothing else is left. */
  readonly isStandby: boolean
  /** From here on null is "nobody has said", which a filter that asks takes for a no. */
  readonly region: string | null
  readonly jurisdiction: string | null
  readonly retainsData: boolean | null
  readonly trainsOnData: boolean | null
  readonly quantization: Quantization | null
  /** Input and output together, in tokens. */
  readonly contextTokens: number | null
  /** As the operator has said; what the catalogue says is in the offer. */
  readonly modalities: readonly Modality[] | null
  readonly parameters: readonly Parameter[] | null
}

/** What holds of a target where nobody has said more. */
export const TARGET_UNKNOWNS = {
  isStandby: false,
  region: null,
  jurisdiction: null,
  retainsData: null,
  trainsOnData: null,
  quantization: null,
  contextTokens: null,
  modalities: null,
  parameters: null,
} as const satisfies Partial<Target>

/** The target by the one of its APIs that this caller speaks; where it has none, by its usual one. */
export function speaking(target: Target, wire: DialectFormat): Target {
  const { also, wire: usual } = target.provider
  if (also === undefined || usual === wire) return target
  const provider = also.find((one) => one.wire === wire)
  return provider === undefined ? target : { ...target, provider }
}

/** What this target charges now; null when nobody has said. */
export function priceOf(target: Target, nowMs: number): Price | null {
  if (target.price !== null) return target.price
  return target.offer === null ? null : priceAt(target.offer, nowMs)
}
