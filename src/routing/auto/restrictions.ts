import { GatewayError } from '../../core/error.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts'
import type { CostTier } from './cost-tier.ts'

/** Which models `auto` may choose among for one request. */
export interface Restrictions {
  /** Patterns of slugs; null allows all. */
  readonly allowed: readonly string[] | null
  /** Applied after `allowed`. */
  readonly excluded: readonly string[]
  /** Null: what the configuration says. */
  readonly tier: CostTier | null
}

export const NO_RESTRICTIONS: Restrictions = { allowed: null, excluded: [], tier: null }

/**
 * Reads OpenRouter's `plugins: [{ id: 'auto-router', allowed_models, excluded_models, cost_tier }]`; plugins of other
 * names are not for us. Throws `invalid_request` where a pattern list or a tier is none, as a restriction that is
 * overlooked would let through what the caller has forbidden.
 * https://openrouter.ai/docs/features/model-routing
 */
export function readRestrictions(plugins: JsonValue | undefined): Restrictions {
  if (!Array.isArray(plugins)) return NO_RESTRICTIONS
  const index = plugins.findIndex((plugin) => isJsonObject(plugin) && plugin['id'] === 'auto-router')
  const plugin: unknown = plugins[index]
  if (!isJsonObject(plugin)) return NO_RESTRICTIONS
  return {
    allowed: readPatterns(plugin, 'allowed_models', index),
    excluded: readPatterns(plugin, 'excluded_models', index) ?? [],
    tier: readTier(plugin, index),
  }
}

export function isAllowed(slug: string, { allowed, excluded }: Restrictions): boolean {
  const matches = (pattern: string) => matchesPattern(slug, pattern)
  return (allowed === null || allowed.some(matches)) && !excluded.some(matches)
}

/** Whether a slug fits a pattern in which `*` stands for any characters. Case does not count. */
export function matchesPattern(slug: string, pattern: string): boolean {
  const [first = '', ...pieces] = pattern.toLowerCase().split('*')
  const text = slug.toLowerCase()
  const last = pieces.pop()
  if (last === undefined) return text === first
  if (!text.startsWith(first)) return false
  // The leftmost place for each piece leaves the most room for the next, so none is ever tried twice.
  let from = first.length
  for (const piece of pieces) {
    const place = text.indexOf(piece, from)
    if (place === -1) return false
    from = place + piece.length
  }
  return text.length - last.length >= from && text.endsWith(last)
}

const PATTERNS_MAX = 1_024
const PATTERN_CHARS_MAX = 1_024
const ALL_CHARS_MAX = 65_536

function readPatterns(plugin: JsonObject, field: string, index: number): readonly string[] | null {
  const value = plugin[field]
  if (value === undefined || value === null) return null
  const param = `plugins[${index}].${field}`
  if (!Array.isArray(value) || !value.every((pattern): pattern is string => typeof pattern === 'string')) {
    throw new GatewayError('invalid_request', `${param} must be a list of model names or patterns.`, {
      param,
    })
  }
  const chars = value.reduce((sum, pattern) => sum + pattern.length, 0)
  const isLong = value.some((pattern) => pattern.length > PATTERN_CHARS_MAX)
  if (value.length > PATTERNS_MAX || chars > ALL_CHARS_MAX || isLong) {
    throw new GatewayError(
      'invalid_request',
      `${param} may hold ${PATTERNS_MAX} patterns of ${PATTERN_CHARS_MAX} characters, and ${ALL_CHARS_MAX} characters in all.`,
      { param },
    )
  }
  return value
}

/** OpenRouter's five tiers are bands of price; its `high` and dearer ones are our dearest. */
const TIERS: Readonly<Record<string, CostTier>> = {
  low: 'low',
  medium: 'balanced',
  high: 'high',
  xhigh: 'high',
  max: 'high',
}

function readTier(plugin: JsonObject, index: number): CostTier | null {
  const value = plugin['cost_tier']
  if (value === undefined || value === null) return null
  const tier = typeof value === 'string' && Object.hasOwn(TIERS, value) ? TIERS[value] : undefined
  if (tier !== undefined) return tier
  const param = `plugins[${index}].cost_tier`
  throw new GatewayError('invalid_request', `${param} must be one of ${Object.keys(TIERS).join(', ')}.`, {
    param,
  })
}
