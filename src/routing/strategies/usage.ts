import { measured } from './measured.ts'

/** The most tokens left of the present rate-limit window first, so that no target runs into its limit alone. */
export const usage = measured(({ tokensLeft, requestsLeft }) => {
  if (tokensLeft === null) return null
  const isEmpty = tokensLeft === 0 || requestsLeft === 0
  return { score: 0 - tokensLeft, tier: isEmpty ? 1 : 0, parts: { tokensLeft } }
})
