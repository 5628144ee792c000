import type { CanaryConfig } from '../config/config.ts'

/** Whether an answer is what a canary is to say. */
export function isExpected(answer: string, { contains, equals, matches }: CanaryConfig['expect']): boolean {
  const seen = answer.slice(0, SEEN_CHARS)
  if (contains !== undefined) return seen.toLowerCase().includes(contains.toLowerCase())
  if (equals !== undefined) return seen.trim() === equals.trim()
  return matches?.test(seen) ?? false
}

/** A pattern may take long over a long text, and what matters stands at the beginning. */
const SEEN_CHARS = 10_000
