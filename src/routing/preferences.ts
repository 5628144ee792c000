import type { MaxPriceConfig, PreferConfig, StrategyName, WhereConfig } from '../config/config.ts'
import { QUANTIZATIONS } from '../core/capability.ts'
import type { JsonValue } from '../core/json.ts'
import { Fields } from './preference-fields.ts'

/** What a request itself asks of routing, beside what its route says. */
export interface Preferences {
  readonly where: WhereConfig | null
  readonly prefer: PreferConfig | null
  /** Providers or targets to be tried first, in this order. Nothing is left to stickiness then. */
  readonly order: readonly string[] | null
  /** In the place of the route's own strategy. */
  readonly sort: StrategyName | null
  /** `all`: targets of the route and of its fallbacks are put in one order. `route`: each route by itself. */
  readonly sortAcross: 'route' | 'all'
  /** False: only the first target, or those of `order`. */
  readonly allowFallbacks: boolean
}

export const NO_PREFERENCES: Preferences = Object.freeze({
  where: null,
  prefer: null,
  order: null,
  sort: null,
  sortAcross: 'route',
  allowFallbacks: true,
})

/**
 * Reads OpenRouter's `provider` object. A null in it counts as not said. Throws `invalid_request` naming the field that
 * is wrong or not known, and `unsupported_parameter` where it asks for a filter that cannot be applied: to pass over it
 * would be to send the request where its caller does not want it.
 *
 * https://openrouter.ai/docs/features/provider-routing
 */
export function parsePreferences(value: JsonValue | undefined, param = 'provider'): Preferences {
  if (value === undefined || value === null) return NO_PREFERENCES
  const fields = Fields.of(value, param)
  fields.refuseOthers(KNOWN)
  if (fields.flag('enforce_distillable_text') === true) throw fields.unsupported('enforce_distillable_text')
  if (fields.has('options')) throw fields.unsupported('options')
  return {
    where: whereOf(fields),
    prefer: preferOf(fields),
    order: fields.texts('order'),
    ...sortOf(fields),
    allowFallbacks: fields.flag('allow_fallbacks') ?? true,
  }
}

const KNOWN = [
  'order',
  'only',
  'ignore',
  'allow_fallbacks',
  'require_parameters',
  'data_collection',
  'zdr',
  'enforce_distillable_text',
  'quantizations',
  'sort',
  'max_price',
  'preferred_min_throughput',
  'preferred_max_latency',
  'options',
] as const

const COLLECTIONS = ['allow', 'deny'] as const
const PARTITIONS = ['model', 'none'] as const
const SORTS = ['price', 'throughput', 'latency', 'exacto'] as const

function whereOf(fields: Fields): WhereConfig | null {
  const only = fields.texts('only')
  const ignore = fields.texts('ignore')
  const quantizations = fields.words('quantizations', QUANTIZATIONS)
  const maxPrice = maxPriceOf(fields)
  const requireParameters = fields.flag('require_parameters')
  const zdr = fields.flag('zdr')
  const dataCollection = fields.word('data_collection', COLLECTIONS)
  const where: WhereConfig = {
    ...(only === null ? {} : { only }),
    ...(ignore === null ? {} : { ignore }),
    ...(quantizations === null ? {} : { quantizations }),
    ...(maxPrice === null ? {} : { maxPrice }),
    ...(requireParameters === null ? {} : { requireParameters }),
    ...(zdr === null ? {} : { zdr }),
    ...(dataCollection === null ? {} : { dataCollection }),
  }
  return Object.keys(where).length === 0 ? null : where
}

function maxPriceOf(outer: Fields): MaxPriceConfig | null {
  if (!outer.has('max_price')) return null
  const fields = outer.inner('max_price')
  fields.refuseOthers(['prompt', 'completion', 'request', 'image', 'audio'])
  for (const unit of ['image', 'audio']) if (fields.has(unit)) throw fields.unsupported(unit)
  const input = fields.usd('prompt')
  const output = fields.usd('completion')
  const request = fields.usd('request')
  return {
    ...(input === null ? {} : { input }),
    ...(output === null ? {} : { output }),
    ...(request === null ? {} : { request }),
  }
}

function preferOf(fields: Fields): PreferConfig | null {
  const minThroughput = fields.percentiles('preferred_min_throughput', 1)
  const maxTtftMs = fields.percentiles('preferred_max_latency', 1_000) // OpenRouter counts in seconds.
  if (minThroughput === null && maxTtftMs === null) return null
  return {
    ...(minThroughput === null ? {} : { minThroughput }),
    ...(maxTtftMs === null ? {} : { maxTtftMs }),
  }
}

function sortOf(fields: Fields): Pick<Preferences, 'sort' | 'sortAcross'> {
  const nested = fields.isObject('sort') ? fields.inner('sort') : null
  nested?.refuseOthers(['by', 'partition'])
  const by = nested === null ? fields.word('sort', SORTS) : nested.word('by', SORTS)
  const isOne = nested?.word('partition', PARTITIONS) === 'none'
  return { sort: by === 'exacto' ? 'quality' : by, sortAcross: isOne ? 'all' : 'route' }
}
