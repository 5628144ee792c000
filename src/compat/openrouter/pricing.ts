import type { JsonObject } from '../../core/json.ts'
import { nanosToUsd } from '../../core/money.ts'
import type { Price } from '../../core/price.ts'

/**
 * USD for one token, one request or one picture, as decimal text. What nobody has said is `-1`, which OpenRouter says
 * of prices that cannot be told beforehand: never `0`, which is free. https://openrouter.ai/docs/overview/models
 */
export function pricing(price: Price | null): JsonObject {
  const { input, output, cacheRead, cacheWrite, cacheWrite1h, audioInput, audioOutput, request } =
    price ?? UNKNOWN
  return {
    prompt: perToken(input),
    completion: perToken(output),
    request: request === null ? '0' : decimal(nanosToUsd(request)),
    image: '0',
    ...optional('audio', audioInput),
    ...optional('audio_output', audioOutput),
    ...optional('input_cache_read', cacheRead),
    ...optional('input_cache_write', cacheWrite),
    ...optional('input_cache_write_1h', cacheWrite1h),
    ...overrides(price),
  }
}

/** Prices for long prompts, as OpenRouter writes them: each replaces what it names above so many tokens. */
function overrides(price: Price | null): JsonObject {
  const { tiers } = price ?? UNKNOWN
  if (tiers.length === 0) return {}
  return {
    overrides: tiers.map(({ aboveInputTokens, input, output, cacheRead, cacheWrite, cacheWrite1h }) => ({
      min_prompt_tokens: aboveInputTokens,
      ...optional('prompt', input),
      ...optional('completion', output),
      ...optional('input_cache_read', cacheRead),
      ...optional('input_cache_write', cacheWrite),
      ...optional('input_cache_write_1h', cacheWrite1h),
    })),
  }
}

const UNKNOWN: Price = {
  input: null,
  output: null,
  cacheRead: null,
  cacheWrite: null,
  cacheWrite1h: null,
  audioInput: null,
  audioOutput: null,
  request: null,
  tiers: [],
}

function optional(name: string, nanosPerMillion: number | null): JsonObject {
  return nanosPerMillion === null ? {} : { [name]: perToken(nanosPerMillion) }
}

function perToken(nanosPerMillion: number | null): string {
  return nanosPerMillion === null ? '-1' : decimal(nanosToUsd(nanosPerMillion) / 1_000_000)
}

/** Never in exponents. A nano-dollar for a million tokens is the finest there is, and has 15 decimals. */
function decimal(usd: number): string {
  return usd === 0 ? '0' : usd.toFixed(15).replace(/\.?0+$/, '')
}
