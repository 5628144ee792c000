import { measured } from './measured.ts'

/** The shortest time to the first token first: the middle between a usual one and one of the ten in a hundred worst. */
export const latency = measured(({ ttftMs }) => {
  if (ttftMs === null) return null
  const { p50, p90 } = ttftMs
  return { score: (p50 + p90) / 2, parts: { p50, p90 } }
})
