import type {
  CanaryConfig,
  HedgeConfig,
  PreferConfig,
  PriceGuardConfig,
  RetryConfig,
  StickyConfig,
  StrategyName,
  ThresholdsConfig,
  TimeoutConfig,
  WhereConfig,
} from '../config/config.ts'
import type { Target } from './target.ts'

/** What a model name stands for. */
export interface Route {
  readonly name: string
  readonly targets: readonly Target[]
  readonly strategy: StrategyName
  readonly retries: RetryConfig
  readonly timeouts: TimeoutConfig
  /** Tried in turn when this route's own targets have failed. */
  readonly fallbacks: readonly Route[]
  /** Tried instead, after this kind of failure alone. */
  readonly onContextLength: readonly Route[]
  readonly onContentPolicy: readonly Route[]
  /** Holds for every target of a plan that begins here, those of its fallbacks too. */
  readonly where: WhereConfig | null
  readonly prefer: PreferConfig | null
  /** Null: only as the strategy says. */
  readonly sticky: StickyConfig | null
  readonly hedge: HedgeConfig | null
  readonly priceGuard: PriceGuardConfig | null
  readonly thresholds: ThresholdsConfig | null
  readonly onStreamFailure: 'error' | 'continue'
  readonly priority: 'interactive' | 'batch'
  readonly canaries: readonly CanaryConfig[]
  /** How often each standby target is probed. Null: never. */
  readonly standbyProbeMs: number | null
}

/** What holds where a route does not say. */
export const ROUTE_DEFAULTS = {
  where: null,
  prefer: null,
  sticky: null,
  hedge: null,
  priceGuard: null,
  thresholds: null,
  onStreamFailure: 'error',
  priority: 'interactive',
  canaries: [],
  standbyProbeMs: null,
} as const satisfies Partial<Route>
