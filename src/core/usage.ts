/**
 * Tokens of one answer in the canonical sense, whatever the provider counts:
 *
 *   inputTokens  = uncached + cacheReadTokens + cacheWriteTokens + cacheWrite1hTokens
 *   outputTokens = visible + reasoningTokens
 *
 * OpenAI and Gemini already include cached tokens in their input figure; Anthropic and Bedrock do not.
 */
export interface Usage {
  readonly inputTokens: number
  readonly outputTokens: number
  readonly cacheReadTokens: number
  /** Written with the provider's short lifetime (Anthropic: 5 minutes). */
  readonly cacheWriteTokens: number
  /** Written with Anthropic's one-hour lifetime. Not part of `cacheWriteTokens`. */
  readonly cacheWrite1hTokens: number
  readonly reasoningTokens: number
  readonly audioInputTokens: number
  readonly audioOutputTokens: number
  readonly imageInputTokens: number
  readonly imageOutputTokens: number
  /** Where something else than tokens is counted. */
  readonly units?: Units
}

/** What an answer is counted in that is no text. Whole numbers; 0 where there is none of it. */
export interface Units {
  readonly images: number
  /** Of sound, begun ones included. */
  readonly seconds: number
  /** Of text to be spoken. */
  readonly characters: number
  /** Cohere's search units: up to 100 documents ranked by one query. */
  readonly searches: number
}

export function unitsOf(parts: Partial<Units>): Units {
  return { images: 0, seconds: 0, characters: 0, searches: 0, ...parts }
}

/** `provider`: as the provider reported. `estimated`: counted here, because the provider said nothing. */
export type UsageSource = 'provider' | 'estimated'

export const NO_USAGE: Usage = Object.freeze({
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  cacheWrite1hTokens: 0,
  reasoningTokens: 0,
  audioInputTokens: 0,
  audioOutputTokens: 0,
  imageInputTokens: 0,
  imageOutputTokens: 0,
})

export function usageOf(parts: Partial<Usage>): Usage {
  return { ...NO_USAGE, ...parts }
}

/** Of two attempts whose answers make one. */
export function addUsage(a: Usage, b: Usage): Usage {
  return {
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    cacheReadTokens: a.cacheReadTokens + b.cacheReadTokens,
    cacheWriteTokens: a.cacheWriteTokens + b.cacheWriteTokens,
    cacheWrite1hTokens: a.cacheWrite1hTokens + b.cacheWrite1hTokens,
    reasoningTokens: a.reasoningTokens + b.reasoningTokens,
    audioInputTokens: a.audioInputTokens + b.audioInputTokens,
    audioOutputTokens: a.audioOutputTokens + b.audioOutputTokens,
    imageInputTokens: a.imageInputTokens + b.imageInputTokens,
    imageOutputTokens: a.imageOutputTokens + b.imageOutputTokens,
    ...(a.units === undefined && b.units === undefined ? {} : { units: addUnits(a.units, b.units) }),
  }
}

function addUnits(a: Units = unitsOf({}), b: Units = unitsOf({})): Units {
  return {
    images: a.images + b.images,
    seconds: a.seconds + b.seconds,
    characters: a.characters + b.characters,
    searches: a.searches + b.searches,
  }
}

/** A count from a provider: anything but a finite number above zero counts as none. Fractions are cut. */
export function tokenCount(value: unknown): number {
  return typeof value === 'number' && value > 0 && Number.isFinite(value) ? Math.floor(value) : 0
}
