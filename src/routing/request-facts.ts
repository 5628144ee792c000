import type { Modality, Parameter } from '../core/capability.ts'
import type { JsonObject } from '../core/json.ts'
import type { Nanos } from '../core/money.ts'

/**
 * What routing may know of a request. A member that is absent is not known to whoever asks: no filter removes a target
 * for it, and no strategy can follow it. (What is not known of a target is another matter: see `filter.ts`.)
 */
export interface RequestFacts {
  /** Estimated. */
  readonly inputTokens?: number
  /** The most that the caller wants; null where he does not say. */
  readonly outputTokens?: number | null
  readonly modalities?: readonly Modality[]
  /** Those that are used and that not every model takes. */
  readonly parameters?: readonly Parameter[]
  readonly session?: string | null
  readonly user?: string | null
  /** Tells conversations apart by how they begin: see `prefixOf`. */
  readonly prefix?: string | null
  readonly tags?: readonly string[]
  readonly metadata?: JsonObject | null
  /** The body as the caller sent it. */
  readonly params?: JsonObject
  /** Of the endpoint, e.g. `/v1/chat/completions`. */
  readonly path?: string
  /** The least that is left of any money budget; null where there is none. */
  readonly budgetLeftNanos?: Nanos | null
  /** The caller's own patience for the whole answer, and for its first token. */
  readonly deadlineMs?: number | null
  readonly ttftMs?: number | null
  /** By provider: what its prices are to be taken for, times what they are. Absent: just that. */
  readonly priceFactors?: ReadonlyMap<string, number>
}

export const NO_FACTS: RequestFacts = Object.freeze({})
