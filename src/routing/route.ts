import type { RetryConfig, StrategyName, TimeoutConfig } from '../config/config.ts'
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
}
