import { measured } from './measured.ts'

/** The most tokens in a second first; the score is the milliseconds for one of them. */
export const throughput = measured(({ tokensPerSecond }) => {
  if (tokensPerSecond === null || tokensPerSecond.p50 <= 0) return null
  return { score: 1_000 / tokensPerSecond.p50, parts: { tokensPerSecond: tokensPerSecond.p50 } }
})
