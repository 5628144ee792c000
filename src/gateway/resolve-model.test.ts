import { expect, test } from 'vitest'
import { GatewayError } from '../core/error.ts'
import type { Catalogue, Offer } from '../core/price.ts'
import { PROVIDERS_BY_KIND } from '../providers/index.ts'
import { priced } from '../routing/target.fixture.ts'
import { configOf, routeConfig } from './gateway.fixture.ts'
import { baseModelName, resolveModel } from './resolve-model.ts'
import { buildSnapshot } from './snapshot.ts'

function offer(kind: string, nativeId: string, free = false): Offer {
  return {
    kind,
    nativeId,
    slug: 'maker/model-1',
    displayName: 'Model 1',
    contextTokens: null,
    maxOutputTokens: null,
    inputModalities: null,
    reasons: null,
    prices: [{ fromMs: null, price: free ? priced(0, 0) : priced(1e9, 2e9) }],
  }
}

const OFFERS = [offer('openai', 'model-1-openai'), offer('openai-compatible', 'model-1-free', true)]
const CATALOGUE: Catalogue = {
  version: 'test',
  bySlug: (slug) => (slug === 'maker/model-1' ? OFFERS : []),
  byNativeId: (kind, id) => OFFERS.find((one) => one.kind === kind && one.nativeId === id) ?? null,
  byBareId: (id) => (id === 'model-1' ? OFFERS : []),
  slugs: () => ['maker/model-1'],
}

const PROVIDER = { credentials: [], headers: {} }
const CONFIG = configOf({
  providers: {
    own: { ...PROVIDER, kind: 'openai', baseUrl: null },
    local: { ...PROVIDER, kind: 'openai-compatible', baseUrl: 'http://127.0.0.1:1/v1' },
  },
  models: {
    smart: routeConfig({
      targets: [
        { provider: 'own', model: 'model-1-openai', weight: 1, price: null },
        { provider: 'local', model: 'model-1-free', weight: 1, price: null },
      ],
      fallbacks: ['dear'],
      fallbacksOn: { contextLength: ['dear'], contentPolicy: ['dear'] },
    }),
    dear: routeConfig({ targets: [{ provider: 'own', model: 'dear', weight: 1, price: null }] }),
    'own/model-1-openai': routeConfig({
      targets: [{ provider: 'local', model: 'renamed', weight: 1, price: null }],
    }),
  },
})
const SNAPSHOT = buildSnapshot(CONFIG, 'r', { registry: PROVIDERS_BY_KIND, catalogue: CATALOGUE })

function resolved(name: string): string[] {
  return resolveModel(name, SNAPSHOT, CATALOGUE, 0).targets.map(({ id }) => id)
}

function refusal(name: string): GatewayError {
  try {
    resolveModel(name, SNAPSHOT, CATALOGUE, 0)
  } catch (error) {
    return GatewayError.from(error)
  }
  throw new Error(`${name} was resolved.`)
}

test.each([
  ['a name under models', 'smart', ['own/model-1-openai', 'local/model-1-free']],
  ['a name under models before a provider’s', 'own/model-1-openai', ['local/renamed']],
  [
    'a slug of the catalogue at every provider that serves it',
    'maker/model-1',
    ['own/model-1-openai', 'local/model-1-free'],
  ],
  ['a provider and its native id, whatever that is', 'local/a/b:c', ['local/a/b:c']],
  ['the same as Portkey writes it', '@local/x', ['local/x']],
  ['a bare native id', 'model-1', ['own/model-1-openai', 'local/model-1-free']],
  ['a native id that ends like a suffix', 'local/x:free', ['local/x:free']],
])('%s', (_, name, ids) => {
  expect(resolved(name)).toEqual(ids)
})

test.each([
  ['floor', 'price'],
  ['nitro', 'throughput'],
  ['exacto', 'quality'],
])(':%s is the same route by %s', (suffix, strategy) => {
  const route = resolveModel(`smart:${suffix}`, SNAPSHOT, CATALOGUE, 0)
  expect(route).toMatchObject({ name: 'smart', strategy, sticky: null })
  expect(route.fallbacks.map(({ name }) => name)).toEqual(['dear'])
})

test('a name without a route of its own is balanced', () => {
  expect(resolveModel('maker/model-1', SNAPSHOT, CATALOGUE, 0).strategy).toBe('balanced')
})

test(':free leads to nothing that costs, on no way', () => {
  const route = resolveModel('smart:free', SNAPSHOT, CATALOGUE, 0)
  expect(route.targets.map(({ id }) => id)).toEqual(['local/model-1-free'])
  expect([...route.fallbacks, ...route.onContextLength, ...route.onContentPolicy]).toEqual([])
  expect(refusal('dear:free').code).toBe('model_not_found')
})

test('a suffix that is not there yet is refused and not ignored', () => {
  expect(refusal('smart:online').code).toBe('unsupported_parameter')
})

test.each([
  '',
  '/',
  '@',
  'local/',
  'nobody/x',
  'constructor',
  '__proto__',
  'own',
  ':free',
  'smart:',
  'SMART ',
])('there is no model %j', (name) => {
  expect(refusal(name)).toMatchObject({ code: 'model_not_found', details: { param: 'model' } })
})

test('a name without end is refused, and shown in short', () => {
  const error = refusal(`local/${'x'.repeat(1_000_000)}`)
  expect(error.code).toBe('model_not_found')
  expect(error.message.length).toBeLessThan(500)
})

test('a near name is suggested', () => {
  expect(refusal('smrt').message).toContain('smart')
  expect(refusal('maker/model-2').message).toContain('maker/model-1')
})

test('permissions are about the name without its suffix', () => {
  expect(['smart:floor', 'smart', 'x/y:z'].map(baseModelName)).toEqual(['smart', 'smart', 'x/y:z'])
})
