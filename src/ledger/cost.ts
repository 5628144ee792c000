import type { Nanos, NanosPerMillion } from '../core/money.ts'
import type { Price } from '../core/price.ts'
import type { Units, Usage } from '../core/usage.ts'
import type { TokenEstimate } from './estimate.ts'

/**
 * What a usage costs, in whole nanos, rounded once (half up) after everything is summed. Null when a price that is
 * needed is not known; a kind of token that did not occur needs none. Also null when the sum is too large to be
 * exact (about 9 million dollars), because no such count of tokens can be true.
 */
export function costOf(usage: Usage, price: Price | null): Nanos | null {
  if (price === null) return null
  const rates = ratesFor(price, usage.inputTokens)
  const uncached = Math.max(
    0,
    usage.inputTokens - usage.cacheReadTokens - usage.cacheWriteTokens - usage.cacheWrite1hTokens,
  )
  // No provider says how much of the audio or the images was cached; as much as fits is taken to be uncached.
  const audioInput = Math.min(usage.audioInputTokens, uncached)
  const imageInput = Math.min(usage.imageInputTokens, uncached - audioInput)
  const audioOutput = Math.min(usage.audioOutputTokens, usage.outputTokens)
  const imageOutput = Math.min(usage.imageOutputTokens, usage.outputTokens - audioOutput)
  const charges: readonly Charge[] = [
    [uncached - audioInput - imageInput, rates.input],
    [audioInput, rates.audioInput],
    [imageInput, rates.imageInput],
    [usage.cacheReadTokens, rates.cacheRead],
    [usage.cacheWriteTokens, rates.cacheWrite],
    [usage.cacheWrite1hTokens, rates.cacheWrite1h],
    [usage.outputTokens - audioOutput - imageOutput, rates.output],
    [audioOutput, rates.audioOutput],
    [imageOutput, rates.imageOutput],
  ]
  if (usage.units === undefined) return total(charges, rates.request, HALF)
  const isCounted = usage.inputTokens + usage.outputTokens > 0
  return total([...charges, ...unitCharges(usage.units, price, isCounted)], rates.request, HALF)
}

/**
 * The most a request can cost, rounded up, for a reservation: every input token at the dearest price that this
 * request can incur, and the whole of the output it may ask for. Null when a price is not known.
 */
export function worstCase(estimate: TokenEstimate, price: Price | null): Nanos | null {
  if (price === null) return null
  const rates = ratesFor(price, estimate.inputTokens)
  const input = dearest([
    rates.input,
    rates.cacheWrite, // Some providers write their cache without being asked.
    estimate.writesCache1h ? rates.cacheWrite1h : 0,
    rates.imageInput,
    estimate.hasAudioInput ? rates.audioInput : 0,
  ])
  const output = dearest([rates.output, rates.imageOutput, estimate.wantsAudioOutput ? rates.audioOutput : 0])
  const charges: readonly Charge[] = [
    [estimate.inputTokens, input],
    [estimate.outputTokens, output],
  ]
  if (estimate.units === undefined) return total(charges, rates.request, ALMOST_ONE)
  return total(
    [...charges, ...unitCharges(estimate.units, price, price.input !== null)],
    rates.request,
    ALMOST_ONE,
  )
}

/**
 * A unit without a price is not free, unless something else is charged for the same answer: the tokens that it was
 * counted in as well, or the request as a whole.
 */
function unitCharges(units: Units, price: Price, isCounted: boolean): readonly Charge[] {
  const rates = price.units
  const otherwise = isCounted || price.request !== null ? 0 : null
  const each = (rate: Nanos | null | undefined) => (rate == null ? otherwise : rate * MILLION)
  return [
    [units.images, each(rates?.image)],
    [units.seconds, each(rates?.second)],
    [units.searches, each(rates?.search)],
    [units.characters, rates?.characters ?? otherwise],
  ]
}

/** Tokens, and nanos for a million of them. */
type Charge = readonly [tokens: number, rate: NanosPerMillion | null]

const MILLION = 1_000_000
/** Added before a division by a million that cuts: the one rounds half up, the other up. */
const HALF = MILLION / 2
const ALMOST_ONE = MILLION - 1

interface Rates {
  readonly input: NanosPerMillion | null
  readonly output: NanosPerMillion | null
  readonly cacheRead: NanosPerMillion | null
  readonly cacheWrite: NanosPerMillion | null
  readonly cacheWrite1h: NanosPerMillion | null
  readonly audioInput: NanosPerMillion | null
  readonly audioOutput: NanosPerMillion | null
  readonly imageInput: NanosPerMillion | null
  readonly imageOutput: NanosPerMillion | null
  readonly request: Nanos
}

/** A special kind of token without a price of its own is charged as the plain kind, in the tier that holds. */
function ratesFor(price: Price, inputTokens: number): Rates {
  let base: Pick<Price, 'input' | 'output' | 'cacheRead' | 'cacheWrite' | 'cacheWrite1h'> = price
  for (const tier of price.tiers) {
    if (inputTokens > tier.aboveInputTokens) base = tier
  }
  return {
    input: base.input,
    output: base.output,
    cacheRead: base.cacheRead ?? base.input,
    cacheWrite: base.cacheWrite ?? base.input,
    cacheWrite1h: base.cacheWrite1h ?? base.input,
    audioInput: price.audioInput ?? base.input,
    audioOutput: price.audioOutput ?? base.output,
    imageInput: price.imageInput ?? base.input,
    imageOutput: price.imageOutput ?? base.output,
    request: price.request ?? 0, // Hardly any provider has a fee for each request; a null here means that it has none.
  }
}

function dearest(rates: readonly (NanosPerMillion | null)[]): NanosPerMillion | null {
  let highest = 0
  for (const rate of rates) {
    if (rate === null) return null
    highest = Math.max(highest, rate)
  }
  return highest
}

/**
 * Every term is a whole number of millionths of a nano and none is negative. So a sum in floating point that stays
 * within the safe range is exact, and one that leaves it cannot come back: then BigInt does it again.
 */
function total(charges: readonly Charge[], request: Nanos, rounding: number): Nanos | null {
  let sum = request * MILLION + rounding
  for (const [tokens, rate] of charges) {
    if (tokens === 0) continue
    if (rate === null) return null
    sum += tokens * rate
  }
  return sum <= Number.MAX_SAFE_INTEGER ? Math.floor(sum / MILLION) : totalOfLarge(charges, request, rounding)
}

function totalOfLarge(charges: readonly Charge[], request: Nanos, rounding: number): Nanos | null {
  let sum = BigInt(request) * BigInt(MILLION) + BigInt(rounding)
  for (const [tokens, rate] of charges) sum += BigInt(tokens) * BigInt(rate ?? 0)
  const nanos = sum / BigInt(MILLION)
  return nanos <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(nanos) : null
}
