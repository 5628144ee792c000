import type { Filter } from './filter.ts'

/**
 * Always on where the target's length is known: what surely does not fit need not be tried. The estimate errs high, so
 * what may fit after all is left to the provider to judge.
 */
export const contextLength: Filter = {
  name: 'context-length',
  prepare(_, { inputTokens }) {
    if (inputTokens === undefined) return null
    const least = inputTokens * SURELY_THERE
    return ({ contextTokens }) => contextTokens === null || least <= contextTokens
  },
}

/** Of the tokens that are estimated so many are there at least. */
const SURELY_THERE = 0.5

export const minContext: Filter = {
  name: 'min-context',
  prepare({ minContext: least }) {
    return least === undefined
      ? null
      : ({ contextTokens }) => contextTokens !== null && contextTokens >= least
  },
}
