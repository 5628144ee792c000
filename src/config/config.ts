import type { Budget, RateLimits } from '../core/key.ts'
import type { NanosPerMillion, Nanos } from '../core/money.ts'

/**
 * The configuration as the house uses it: complete (every default filled in), in the house's units (milliseconds,
 * bytes, nanos), frozen. `schema.ts` says what a file may hold; `load.ts` turns one into this.
 */
export interface Config {
  readonly server: ServerConfig
  readonly storage: StorageConfig
  readonly recording: { readonly bodies: 'all' | 'errors' | 'none' }
  /** By name. The name is what callers write in `provider/native-id`. */
  readonly providers: Readonly<Record<string, ProviderConfig>>
  /** The names that callers use, each with its route. */
  readonly models: Readonly<Record<string, RouteConfig>>
  /** For models that are called by a catalogue or provider name, with no route of their own. */
  readonly routeDefaults: Pick<RouteConfig, 'retries' | 'timeouts'>
  /** Apply to each key, beside the key's own. The strictest wins. */
  readonly keyLimits: readonly RateLimits[]
  readonly keyBudgets: readonly Budget[]
  /** What a money budget does with a request whose price is not known. */
  readonly unknownPrice: 'deny' | 'allow'
}

export interface ServerConfig {
  readonly host: string
  readonly port: number
  readonly maxBodyBytes: number
  readonly drainTimeoutMs: number
}

export interface StorageConfig {
  /** `sqlite:` and a path. */
  readonly url: string
  /** How long rows and stored bodies are kept. */
  readonly retention: { readonly exchangesMs: number; readonly bodiesMs: number }
}

export interface ProviderConfig {
  /** A kind from `providers/index.ts`. */
  readonly kind: string
  /** Without a trailing slash. Null: the kind's own address. */
  readonly baseUrl: string | null
  readonly credentials: readonly CredentialConfig[]
  /** Sent with every request, after the kind's own. */
  readonly headers: Readonly<Record<string, string>>
}

export interface CredentialConfig {
  /** Tells credentials apart in records, never the secret: `1`, `2`, … in order. */
  readonly name: string
  readonly value: string
  readonly weight: number
}

export type StrategyName = 'order' | 'weighted' | 'round-robin' | 'price'

export interface RouteConfig {
  readonly targets: readonly TargetConfig[]
  readonly strategy: StrategyName
  readonly retries: RetryConfig
  readonly timeouts: TimeoutConfig
  /** Names under `models:` whose targets follow this route's own. */
  readonly fallbacks: readonly string[]
  /** The same, only after this kind of failure. */
  readonly fallbacksOn: {
    readonly contextLength: readonly string[]
    readonly contentPolicy: readonly string[]
  }
}

export interface TargetConfig {
  readonly provider: string
  readonly model: string
  readonly weight: number
  /** Overrides the catalogue. */
  readonly price: PriceConfig | null
}

/** A price as an operator states it; a kind of token that is absent takes the catalogue's rule (see `Price`). */
export interface PriceConfig {
  readonly input: NanosPerMillion | null
  readonly output: NanosPerMillion | null
  readonly cacheRead: NanosPerMillion | null
  readonly cacheWrite: NanosPerMillion | null
  readonly cacheWrite1h: NanosPerMillion | null
  readonly audioInput: NanosPerMillion | null
  readonly audioOutput: NanosPerMillion | null
  readonly request: Nanos | null
}

export interface RetryConfig {
  /** Tries of the same target after its first. */
  readonly attempts: number
  /** Statuses, `timeout` and `network` that are worth another try or another target. */
  readonly on: readonly (number | 'timeout' | 'network')[]
  readonly honourRetryAfter: boolean
}

/** All in milliseconds. */
export interface TimeoutConfig {
  /** To open a connection. */
  readonly connectMs: number
  /** From sending a streamed request to its first token. */
  readonly ttftMs: number
  /** Between two pieces of a stream. */
  readonly idleMs: number
  /** One attempt, whole. */
  readonly totalMs: number
  /** The exchange, all attempts and waits together. */
  readonly deadlineMs: number
}

/** One thing wrong with a configuration. Lines and columns count from 1. */
export interface ConfigProblem {
  /** For example `models.smart.targets[0].provider`. */
  readonly path: string
  readonly line: number | null
  readonly column: number | null
  readonly message: string
  readonly suggestion: string | null
}
