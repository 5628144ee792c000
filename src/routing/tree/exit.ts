/**
 * Where an attempt of a tree's plan leads when it fails: the first whose `on` fits says which target is next. None
 * fits: the failure is the answer.
 */
export interface Exit {
  /** `retryable`: as the route's own `retries` have it. `any`: whatever the failure was. */
  readonly on: 'any' | 'retryable' | readonly number[]
  /** The place of the next target in the plan. */
  readonly to: number
}

/** A failed attempt, as its caller would see it. */
export interface FailedStep {
  readonly status: number
  readonly isRetryable: boolean
}

/** The place of the target to try next; null where the tree ends here. */
export function nextStep(exits: readonly Exit[], { status, isRetryable }: FailedStep): number | null {
  const exit = exits.find(
    ({ on }) => on === 'any' || (on === 'retryable' ? isRetryable : on.includes(status)),
  )
  return exit?.to ?? null
}
