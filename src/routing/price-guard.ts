import type { PriceGuardConfig } from '../config/config.ts'
import { nanosToUsd } from '../core/money.ts'
import type { Offer, Price } from '../core/price.ts'
import type { LimitAlert, Verdict } from './alert.ts'

/** What a target cost, and costs. A null is "not known". */
export interface Prices {
  /** When it was first seen under this revision of the configuration: what its operator has agreed to. */
  readonly baseline: Price | null
  /** What held before that, where there was such a time: tells the end of a promotion from a rise. */
  readonly before: Price | null
  readonly now: Price | null
}

/**
 * Whether a price has risen by more than a route allows. It is asked again with each plan and has no memory of its own:
 * when the price comes back, so does the traffic. `wasOver` is what it said the last time.
 *
 * The kind of token that has risen most decides. A price that is not known any more counts as risen, since it may be
 * anything; one that never was cannot rise.
 */
export function guardPrice(guard: PriceGuardConfig, prices: Prices, wasOver: boolean): Verdict {
  const worst = worstRise(prices.baseline, prices.now)
  const reason = worst !== null && worst.rise > guard.maxRise ? reasonOf(prices, worst) : null
  const isOver = reason !== null
  return {
    isOver,
    removedBy: guard.action === 'shift' ? reason : null,
    alert: isOver === wasOver ? null : alertOf(worst, reason),
  }
}

interface Rise {
  /** As a share of the baseline. Infinity from nothing, or to the unknown. */
  readonly rise: number
  readonly from: number | null
  readonly to: number | null
}

const KINDS = [
  'input',
  'output',
  'cacheRead',
  'cacheWrite',
  'cacheWrite1h',
  'audioInput',
  'audioOutput',
  'imageInput',
  'imageOutput',
  'request',
] as const satisfies readonly (keyof Price)[]

/** Null where there is nothing to compare. */
function worstRise(earlier: Price | null, now: Price | null): Rise | null {
  let worst: Rise | null = null
  for (const kind of KINDS) {
    const from = rateOf(earlier, kind)
    if (from === null) continue
    const rise = riseOf(from, rateOf(now, kind))
    if (worst === null || rise.rise > worst.rise) worst = rise
  }
  return worst
}

function riseOf(from: number, to: number | null): Rise {
  if (to === from) return { rise: 0, from, to }
  if (to === null || from === 0) return { rise: Number.POSITIVE_INFINITY, from, to }
  return { rise: (to - from) / from, from, to }
}

/** A special kind of token without a price of its own is charged as input or output. */
function rateOf(price: Price | null, kind: (typeof KINDS)[number]): number | null {
  if (price === null) return null
  const own = price[kind] ?? null
  if (own !== null) return own
  switch (kind) {
    case 'input':
    case 'output':
      return null
    case 'request':
      return 0
    case 'cacheRead':
    case 'cacheWrite':
    case 'cacheWrite1h':
    case 'audioInput':
    case 'imageInput':
      return price.input
    case 'audioOutput':
    case 'imageOutput':
      return price.output
  }
}

function reasonOf({ before, now }: Prices, worst: Rise): string {
  if (worst.to === null) return 'price-unknown'
  const sinceBefore = worstRise(before, now)
  return sinceBefore !== null && sinceBefore.rise <= 0 ? 'promotion-ended' : 'price-rise'
}

/** In USD, for a million tokens or for a request, of the kind that has risen most. */
function alertOf(worst: Rise | null, reason: string | null): LimitAlert {
  const inUsd = (nanos: number | null | undefined) => (nanos == null ? null : nanosToUsd(nanos))
  return {
    type: 'price_change',
    state: reason === null ? 'cleared' : 'raised',
    reason: reason ?? 'price-back',
    from: inUsd(worst?.from),
    to: inUsd(worst?.to),
  }
}

/** What held before the price that holds at `atMs` began; null where that is the first, or nothing is known. */
export function priceBefore(offer: Offer, atMs: number): Price | null {
  const begun = offer.prices.filter(({ fromMs, daily }) => daily === undefined && (fromMs ?? 0) <= atMs)
  return begun.at(-2)?.price ?? null
}
