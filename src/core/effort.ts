import type { Effort } from './request.ts'

/**
 * The share of an answer's tokens that each effort may spend on reasoning, to turn the one into the other where a
 * target knows only budgets or only efforts. OpenRouter's figures, since its callers expect them:
 * https://openrouter.ai/docs/use-cases/reasoning-tokens
 */
export const EFFORT_SHARES: Readonly<Record<Effort, number>> = {
  none: 0,
  minimal: 0.1,
  low: 0.2,
  medium: 0.5,
  high: 0.8,
  xhigh: 0.95,
  max: 0.95,
}
