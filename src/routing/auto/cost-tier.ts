/** How much quality is worth: `low` sends few requests to a strong model, `high` most. */
export type CostTier = 'low' | 'balanced' | 'high'

export const COST_TIERS: readonly CostTier[] = ['low', 'balanced', 'high']

/** The share of the training prompts that each tier sends to a strong model. The thresholds are set by it. */
export const STRONG_SHARES: Readonly<Record<CostTier, number>> = { low: 0.2, balanced: 0.5, high: 0.8 }
