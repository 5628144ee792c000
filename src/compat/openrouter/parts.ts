import type { Gateway } from '../../gateway/gateway.ts'
import type { KeyHolder } from '../../gateway/key-ring.ts'
import type { JournalStore } from '../../storage/store.ts'

/** What OpenRouter's endpoints are answered from. */
export interface OpenRouterParts {
  readonly gateway: Gateway
  readonly store: JournalStore
}

export interface Question {
  readonly caller: KeyHolder
  readonly query: URLSearchParams
  /** What the path names, decoded. */
  readonly names: readonly string[]
}

/** Throws a `GatewayError` where there is nothing to answer. */
export type Answerer = (question: Question, parts: OpenRouterParts) => object | Promise<object>
