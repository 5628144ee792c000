import fc from 'fast-check'
import { expect, test } from 'vitest'
import { GatewayError } from '../core/error.ts'
import type { JsonValue } from '../core/json.ts'
import { NO_PREFERENCES, parsePreferences } from './preferences.ts'

test('all that can be said is read, in the units of the house', () => {
  const provider = {
    order: ['anthropic', 'azure/eu-west'],
    only: ['anthropic'],
    ignore: ['deepseek'],
    allow_fallbacks: false,
    require_parameters: true,
    data_collection: 'deny',
    zdr: true,
    enforce_distillable_text: false,
    quantizations: ['fp8', 'unknown'],
    sort: { by: 'throughput', partition: 'none' },
    max_price: { prompt: 1, completion: '2.5', request: 0.001 },
    preferred_min_throughput: 40,
    preferred_max_latency: { p50: 0.5, p99: 3 },
  }
  expect(parsePreferences(provider)).toEqual({
    where: {
      only: ['anthropic'],
      ignore: ['deepseek'],
      requireParameters: true,
      dataCollection: 'deny',
      zdr: true,
      quantizations: ['fp8', 'unknown'],
      maxPrice: { input: 1_000_000_000, output: 2_500_000_000, request: 1_000_000 },
    },
    prefer: { minThroughput: { p50: 40 }, maxTtftMs: { p50: 500, p99: 3_000 } },
    order: ['anthropic', 'azure/eu-west'],
    sort: 'throughput',
    sortAcross: 'all',
    allowFallbacks: false,
  })
})

test('what is not said, or null, changes nothing', () => {
  const nothing = { only: null, zdr: null, sort: null, max_price: null, allow_fallbacks: null, options: null }
  for (const provider of [undefined, null, {}, nothing, { sort: {} }])
    expect(parsePreferences(provider)).toEqual(NO_PREFERENCES)
})

test('exacto sorts by quality', () => {
  expect(parsePreferences({ sort: 'exacto' }).sort).toBe('quality')
})

test.each<[JsonValue, string]>([
  [[], 'provider'],
  ['openai', 'provider'],
  [{ onyl: ['x'] }, 'provider.onyl'],
  [{ only: 'openai' }, 'provider.only'],
  [{ order: [1] }, 'provider.order'],
  [{ ignore: Array.from({ length: 201 }, () => 'x') }, 'provider.ignore'],
  [{ allow_fallbacks: 'no' }, 'provider.allow_fallbacks'],
  [{ zdr: 1 }, 'provider.zdr'],
  [{ data_collection: 'maybe' }, 'provider.data_collection'],
  [{ quantizations: ['fp7'] }, 'provider.quantizations'],
  [{ sort: 'cheapest' }, 'provider.sort'],
  [{ sort: { by: 'price', partition: 'all' } }, 'provider.sort.partition'],
  [{ sort: { by: 'price', order: 'asc' } }, 'provider.sort.order'],
  [{ max_price: 1 }, 'provider.max_price'],
  [{ max_price: { prompt: -1 } }, 'provider.max_price.prompt'],
  [{ max_price: { completion: 'NaN' } }, 'provider.max_price.completion'],
  [{ max_price: { input: 1 } }, 'provider.max_price.input'],
  [{ preferred_max_latency: 'fast' }, 'provider.preferred_max_latency'],
  [{ preferred_min_throughput: { p42: 1 } }, 'provider.preferred_min_throughput.p42'],
])('%j is refused, and the field named', (provider, param) => {
  expect(refusal(provider)).toMatchObject({ code: 'invalid_request', details: { param } })
})

test.each<[JsonValue, string]>([
  [{ enforce_distillable_text: true }, 'provider.enforce_distillable_text'],
  [{ max_price: { image: 1 } }, 'provider.max_price.image'],
  [{ options: {} }, 'provider.options'],
])('%j asks for a filter that there is not, and is not passed over', (provider, param) => {
  expect(refusal(provider)).toMatchObject({ code: 'unsupported_parameter', details: { param } })
})

test('nothing but an error that names a field is ever thrown', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const provider = value as JsonValue // fast-check's own type of the same.
      const error = refusal(provider)
      if (error !== null) expect(error.details.param).toMatch(/^provider/)
    }),
  )
})

function refusal(provider: JsonValue): GatewayError | null {
  try {
    parsePreferences(provider)
    return null
  } catch (error) {
    return GatewayError.is(error) ? error : GatewayError.from(error)
  }
}
