import type { Billing } from '../core/billing.ts'
import type { AlertType } from '../core/alert.ts'
import type { SettingValue } from '../core/provider.ts'
import type { AuthConfig } from './auth-config.ts'
import type { Modality, Parameter, Quantization } from '../core/capability.ts'
import type { TaskClass } from '../core/task-class.ts'
import type { ScopedBudget, ScopedLimits } from '../core/budget.ts'
import type { NanosPerMillion, Nanos } from '../core/money.ts'
import type { UnitPrice } from '../core/price.ts'

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
  /** Beside those of keys, and those that are stored. The strictest wins. */
  readonly limits: readonly ScopedLimits[]
  readonly budgets: readonly ScopedBudget[]
  /** What a money budget does with a request whose price is not known. */
  readonly unknownPrice: 'deny' | 'allow'
  readonly billing: Billing
  /** Verifies what a shop says was bought. Null: nobody says anything. */
  readonly credits: { readonly webhookSecret: string | null }
  readonly auto: AutoConfig
  readonly auth: AuthConfig
  /** Whom to tell when something passes a limit. */
  readonly alerts: readonly AlertConfig[]
}

export interface AlertConfig {
  readonly on: readonly AlertType[]
  /** An address. */
  readonly webhook: string
  /** Signs what is sent. Null: nothing does. */
  readonly secret: string | null
}

/** How `auto` chooses. Names are of routes or of the catalogue, and may hold `*`. */
export interface AutoConfig {
  readonly tier: 'low' | 'balanced' | 'high'
  /** The best first. Empty: by price. */
  readonly strong: readonly string[]
  readonly weak: readonly string[]
  readonly classes: Readonly<Partial<Record<TaskClass, 'weak' | 'strong'>>>
}

export interface ServerConfig {
  readonly host: string
  readonly port: number
  readonly maxBodyBytes: number
  readonly drainTimeoutMs: number
  /** Proxies in front that append to `x-forwarded-for`. 0: the header is not believed. */
  readonly trustedProxies: number
}

export interface StorageConfig {
  /** `sqlite:` and a path, or `postgres://`, which may have a password in it. */
  readonly url: string
  /** How long rows and stored bodies are kept. */
  readonly retention: {
    readonly exchangesMs: number
    readonly bodiesMs: number
    /** Of answers kept for their callers; 0: none are. */
    readonly responsesMs: number
  }
}

export interface ProviderConfig extends HandlingConfig {
  /** A kind from `providers/index.ts`. */
  readonly kind: string
  /** Without a trailing slash. Null: the kind's own address. */
  readonly baseUrl: string | null
  readonly credentials: readonly CredentialConfig[]
  /** Sent with every request, after the kind's own. */
  readonly headers: Readonly<Record<string, string>>
  /** What is said of the keys that only its kind has. */
  readonly settings?: Readonly<Record<string, SettingValue>>
  /** The same, of those that are secret. */
  readonly secretSettings?: Readonly<Record<string, string>>
  readonly limits?: ProviderLimitsConfig
  /** From `portolan.lock`: the dated model that is sent for an alias. Of a null prototype, as callers name models. */
  readonly pins?: Readonly<Record<string, string>>
}

/** What all callers together may ask of a provider. Absent: no limit of ours. */
export interface ProviderLimitsConfig {
  readonly rpm?: number
  readonly tpm?: number
  readonly concurrency?: number | 'adaptive'
}

export interface CredentialConfig {
  /** Tells credentials apart in records, never the secret: `1`, `2`, … in order. */
  readonly name: string
  readonly value: string
  readonly weight: number
}

/** How and where a provider handles what it is sent. What is absent is not known, and a filter takes that for a no. */
export interface HandlingConfig {
  readonly region?: string
  readonly jurisdiction?: string
  readonly retainsData?: boolean
  readonly trainsOnData?: boolean
  readonly quantization?: Quantization
}

export type StrategyName =
  | 'balanced'
  | 'order'
  | 'weighted'
  | 'round-robin'
  | 'price'
  | 'latency'
  | 'throughput'
  | 'least-busy'
  | 'usage'
  | 'quality'
  | 'sticky'

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
  /** What every target of the route, and of the routes that it falls back to, must fulfil. Absent: nothing. */
  readonly where?: WhereConfig
  /** What puts a target behind the others where it is not fulfilled. */
  readonly prefer?: PreferConfig
  /** Absent: only as the strategy says. */
  readonly sticky?: StickyConfig
  /** Absent: never two attempts at once. */
  readonly hedge?: HedgeConfig
  readonly priceGuard?: PriceGuardConfig
  readonly thresholds?: ThresholdsConfig
  /** Absent: `error`. */
  readonly onStreamFailure?: 'error' | 'continue'
  readonly canaries?: readonly CanaryConfig[]
  /** How often each standby target is probed. Null: never. */
  readonly standbyProbeMs: number | null
  /** Who waits for whom, where requests have to wait. Absent: `interactive`. */
  readonly priority?: 'interactive' | 'batch'
}

/** A question whose answer tells whether a model is as good as it was. */
export interface CanaryConfig {
  readonly prompt: string
  /** Exactly one of them. */
  readonly expect: { readonly contains?: string; readonly equals?: string; readonly matches?: RegExp }
  readonly everyMs: number
  readonly maxTokens: number
}

/** Hard filters. Each that is present must be fulfilled by what is known of a target: not known is not fulfilled. */
export interface WhereConfig {
  /** Names of providers, `provider/model`, `provider/region` or ids of targets. */
  readonly only?: readonly string[]
  /** The same, and kinds of provider. */
  readonly ignore?: readonly string[]
  readonly maxPrice?: MaxPriceConfig
  /** The least context length, in tokens. */
  readonly minContext?: number
  /** Every parameter and every kind of input that a request uses must be known to be supported. */
  readonly requireParameters?: boolean
  readonly quantizations?: readonly Quantization[]
  readonly region?: readonly string[]
  readonly jurisdiction?: readonly string[]
  /** Zero data retention. */
  readonly zdr?: boolean
  /** `deny`: only where nothing is kept to train on. */
  readonly dataCollection?: 'allow' | 'deny'
}

export interface MaxPriceConfig {
  readonly input?: NanosPerMillion
  readonly output?: NanosPerMillion
  readonly request?: Nanos
}

export interface PreferConfig {
  /** Time to the first token, in milliseconds. */
  readonly maxTtftMs?: PercentilesConfig
  /** Output tokens per second. */
  readonly minThroughput?: PercentilesConfig
}

/** Every figure that is present counts. */
export interface PercentilesConfig {
  readonly p50?: number
  readonly p75?: number
  readonly p90?: number
  readonly p95?: number
  readonly p99?: number
}

export interface StickyConfig {
  readonly by: 'session' | 'user' | 'prefix'
  /** After so long a target is drawn anew for the same key. Null: never. */
  readonly ttlMs: number | null
}

export interface HedgeConfig {
  /** A second attempt begins when the first token is late by this percentile of the target's own, or by so many ms. */
  readonly after: 'p90' | 'p95' | 'p99' | number
  /** The share of a route's requests that may be hedged, from 0 to 1. */
  readonly maxRatio: number
}

/** A target past one of these loses its traffic until it is back. */
export interface ThresholdsConfig {
  /** From 0 to 1, over five minutes. */
  readonly errorRate?: number
  /** The 90th percentile. */
  readonly ttftMs?: number
  /** From 0 to 1. */
  readonly quality?: number
}

export interface PriceGuardConfig {
  /** As a share of the former price: 0.2 is 20 %. */
  readonly maxRise: number
  readonly action: 'shift' | 'alert'
}

export interface TargetConfig extends HandlingConfig {
  readonly provider: string
  readonly model: string
  readonly weight: number
  /** Overrides the catalogue. */
  readonly price: PriceConfig | null
  /** Tried only when nothing else is left. */
  readonly standby?: boolean
  /** What the model can do, in place of the catalogue: the context length in tokens, kinds of input, parameters. */
  readonly context?: number
  readonly modalities?: readonly Modality[]
  readonly parameters?: readonly Parameter[]
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
  readonly units?: UnitPrice
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
