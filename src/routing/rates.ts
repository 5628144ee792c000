import type { NanosPerMillion, Nanos } from '../core/money.ts'
import type { RequestFacts } from './request-facts.ts'
import { priceOf, type Target } from './target.ts'

/** What this target charges now for a request of this length. A null is not known, which is not free. */
export interface Rates {
  readonly input: NanosPerMillion | null
  readonly output: NanosPerMillion | null
  readonly cacheRead: NanosPerMillion | null
  readonly request: Nanos
}

export function ratesOf(target: Target, facts: RequestFacts, nowMs: number): Rates | null {
  const price = priceOf(target, nowMs)
  if (price === null) return null
  let rates: Pick<Rates, 'input' | 'output' | 'cacheRead'> = price
  for (const tier of price.tiers) {
    if ((facts.inputTokens ?? 0) > tier.aboveInputTokens) rates = tier
  }
  const { input, output, cacheRead } = rates
  // Hardly any provider has a fee for each request; a null means that this one has none.
  const known = { input, output, cacheRead: cacheRead ?? input, request: price.request ?? 0 }
  const factor = facts.priceFactors?.get(target.providerName)
  return factor === undefined ? known : scaled(known, factor)
}

function scaled({ input, output, cacheRead, request }: Rates, factor: number): Rates {
  const times = (rate: NanosPerMillion | null) => (rate === null ? null : Math.round(rate * factor))
  return {
    input: times(input),
    output: times(output),
    cacheRead: times(cacheRead),
    request: Math.round(request * factor),
  }
}
