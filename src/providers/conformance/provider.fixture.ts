import type { ErrorCode } from '../../core/error.ts'
import type { FinishReason } from '../../core/event.ts'
import type { JsonObject } from '../../core/json.ts'
import type { Allowance, EncodeTarget, Provider } from '../../core/provider.ts'
import type { Reasoning } from '../../core/request.ts'
import type { Usage } from '../../core/usage.ts'

/** What one provider sends and takes, as it was recorded or as its documentation shows it. */
export interface ProviderFixture {
  readonly provider: Provider
  /** The page of its documentation that these forms are from. */
  readonly page: string
  /** Its name among the recordings of real traffic. Absent: there are none, and the page alone is followed. */
  readonly recorded?: string
  /** The same answer in both forms: `THOUGHT`, `TEXT` and `CALLS` of `chat-answer.fixture.ts`. */
  readonly whole: JsonObject
  readonly frames: readonly string[]
  /** The part of `Usage` that its own figures come to. */
  readonly usage: Partial<Usage>
  readonly showsThoughts: boolean
  readonly callsTools: boolean
  /** Its words for the end of an answer. */
  readonly finishes: Readonly<Record<string, FinishReason>>
  /** What it is told for what a caller wants; null where that is dropped. */
  readonly reasoning: readonly (readonly [Reasoning, JsonObject | null, Partial<EncodeTarget>?])[]
  /** An earlier turn of thoughts and a call, as it goes back. */
  readonly echo: JsonObject
  /** What it cannot be told of a request that says all that can be said: words with white space between. */
  readonly dropped: string
  readonly failures: readonly Failure[]
  readonly allowance?: { readonly headers: Readonly<Record<string, string>>; readonly says: Allowance }
}

export interface Failure {
  readonly status: number
  readonly body: JsonObject
  readonly headers?: Readonly<Record<string, string>>
  readonly code: ErrorCode
  readonly retryAfterMs?: number
}
