import type { WhereConfig } from '../../config/config.ts'
import type { RequestFacts } from '../request-facts.ts'
import type { Target } from '../target.ts'

/** One hard filter, and what it is called in the decision. */
export interface Filter {
  readonly name: string
  /**
   * Makes the test that each target must pass; null where neither the conditions nor the request ask anything of this
   * filter. It fails closed: what is asked for and not known of the target does not pass.
   */
  prepare(where: WhereConfig, facts: RequestFacts, nowMs: number): Passes | null
}

export type Passes = (target: Target) => boolean
