import { effectivePrice } from './effective-price.ts'
import { placeDraws } from './place-draws.ts'
import type { Strategy } from './strategy.ts'

/**
 * Mostly the cheapest that is well. Targets without a significant outage in the last five minutes go first; among them
 * by chance, in proportion to `weight / price²`, so that one that costs three times as much gets a ninth of the first
 * tries. Where no price is known it goes behind those where one is. As OpenRouter does:
 * https://openrouter.ai/docs/features/provider-routing#price-based-load-balancing-default-strategy
 */
export const balanced: Strategy = (targets, context) => {
  const drawOf = placeDraws(context.random)
  return targets.map((target) => {
    const { weight, position } = target
    const price = effectivePrice(target, context)
    const outage = outageOf(context.figures(target).uptime.fiveMinutes)
    const share = weight / Math.max(price?.mixed ?? 1, USD_MIN) ** 2
    const draw = drawOf(position)
    return {
      tier: outage * 2 + (price === null ? 1 : 0),
      score: share > 0 ? draw / share : Number.POSITIVE_INFINITY,
      parts:
        price === null
          ? { share, outage, draw }
          : { input: price.input, output: price.output, share, outage, draw },
    }
  })
}

/** Free targets share among themselves; beside them one that costs anything is hardly drawn. */
const USD_MIN = 0.001

/** OpenRouter's thresholds for providers. Nobody tried lately is nobody who failed. */
function outageOf(uptime: number | null): 0 | 1 | 2 {
  if (uptime === null || uptime >= 0.95) return 0
  return uptime >= 0.8 ? 1 : 2
}
