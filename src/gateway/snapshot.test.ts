import { expect, test } from 'vitest'
import { PROVIDERS_BY_KIND } from '../providers/index.ts'
import { ROUTE_DEFAULTS } from '../routing/route.ts'
import { configOf, NO_CATALOGUE, routeConfig } from './gateway.fixture.ts'
import { buildSnapshot } from './snapshot.ts'

const SOURCES = { registry: PROVIDERS_BY_KIND, catalogue: NO_CATALOGUE }

function place(provider: string, model = 'm') {
  return { provider, model, weight: 1, price: null }
}

test('each credential is a target of its own, and shares its place', () => {
  const [a] = Object.values(configOf().providers)
  if (a === undefined) throw new Error('There is no provider.')
  const credentials = [1, 2].map((weight) => ({ name: String(weight), value: `sk-${weight}`, weight }))
  const config = configOf({
    providers: { a: { ...a, credentials, headers: { 'x-own': '1' } } },
    models: { smart: routeConfig({ targets: [place('a'), place('a', 'other')] }) },
  })
  const targets = buildSnapshot(config, 'r', SOURCES).routes.get('smart')?.targets ?? []
  expect(targets.map(({ id, position, credentialWeight }) => [id, position, credentialWeight])).toEqual([
    ['a/m#1', 0, 1],
    ['a/m#2', 0, 2],
    ['a/other#1', 1, 1],
    ['a/other#2', 1, 2],
  ])
  expect(targets[1]).toMatchObject({
    origin: 'https://a.example',
    basePath: '/v1',
    secret: 'sk-2',
    headers: { authorization: 'Bearer sk-2', 'x-own': '1' },
  })
})

test('a pinned model is sent by its dated name and keeps its own in the id', () => {
  const [a] = Object.values(configOf().providers)
  if (a === undefined) throw new Error('There is no provider.')
  const config = configOf({
    providers: { a: { ...a, pins: { m: 'm-2026-03-05' } } },
    models: { smart: routeConfig({ targets: [place('a'), place('a', 'other')] }) },
  })
  const asked: string[] = []
  const byNativeId = (_: string, name: string) => {
    asked.push(name)
    return null
  }
  const catalogue = { ...NO_CATALOGUE, byNativeId }
  const targets = buildSnapshot(config, 'r', { ...SOURCES, catalogue }).routes.get('smart')?.targets ?? []
  expect(targets.map(({ id, model }) => [id, model])).toEqual([
    ['a/m', 'm-2026-03-05'],
    ['a/other', 'other'],
  ])
  expect(asked).toEqual(['m-2026-03-05', 'other'])
})

test('what a target says of itself goes before its provider’s word, and that before the catalogue’s', () => {
  const [a] = Object.values(configOf().providers)
  if (a === undefined) throw new Error('There is no provider.')
  const said = { region: 'eu-west', jurisdiction: 'EU', retainsData: false, trainsOnData: false }
  const offer = { kind: a.kind, nativeId: 'm', slug: 'x/m', displayName: 'M', contextTokens: 8_000 }
  const known = { ...offer, maxOutputTokens: null, inputModalities: ['text'], reasons: null, prices: [] }
  const own = { region: 'us-east', retainsData: true, standby: true, context: 1_000 }
  const config = configOf({
    providers: { a: { ...a, ...said, quantization: 'fp8' }, b: a },
    models: { smart: routeConfig({ targets: [place('a'), { ...place('a', 'n'), ...own }, place('b')] }) },
  })
  const catalogue = { ...NO_CATALOGUE, byNativeId: () => known }
  const targets = buildSnapshot(config, 'r', { ...SOURCES, catalogue }).routes.get('smart')?.targets ?? []
  const plain = { ...said, quantization: 'fp8', isStandby: false, contextTokens: 8_000, modalities: null }
  expect(targets[0]).toMatchObject(plain)
  expect(targets[1]).toMatchObject({
    ...plain,
    region: 'us-east',
    retainsData: true,
    isStandby: true,
    contextTokens: 1_000,
  })
  expect(targets[2]).toMatchObject({ region: null, retainsData: null, quantization: null })
})

test('a route says all that its configuration does, and the defaults for the rest', () => {
  const said = {
    where: { zdr: true },
    prefer: { maxTtftMs: { p90: 2_000 } },
    sticky: { by: 'user', ttlMs: null },
    hedge: { after: 'p95', maxRatio: 0.05 },
    priceGuard: { maxRise: 0.2, action: 'shift' },
    onStreamFailure: 'continue',
    priority: 'batch',
  } as const
  const config = configOf({ models: { full: routeConfig(said), bare: routeConfig() } })
  const { routes } = buildSnapshot(config, 'r', SOURCES)
  expect(routes.get('full')).toMatchObject(said)
  expect(routes.get('bare')).toMatchObject(ROUTE_DEFAULTS)
})

test('a fallback brings its own along, each once', () => {
  const config = configOf({
    models: {
      one: routeConfig({ fallbacks: ['two', 'three'] }),
      two: routeConfig({ targets: [place('b')], fallbacks: ['three'] }),
      three: routeConfig({ targets: [place('c')] }),
    },
  })
  const route = buildSnapshot(config, 'r', SOURCES).routes.get('one')
  expect(route?.fallbacks.map(({ name }) => name)).toEqual(['two', 'three'])
})

test('what the loader would have refused does not pass in silence', () => {
  const [a] = Object.values(configOf().providers)
  if (a === undefined) throw new Error('There is no provider.')
  const build = (fields: Parameters<typeof configOf>[0]) => () =>
    buildSnapshot(configOf(fields), 'r', SOURCES)
  expect(build({ models: { smart: routeConfig({ targets: [place('nobody')] }) } })).toThrow(
    'no provider nobody',
  )
  expect(build({ models: { smart: routeConfig({ fallbacks: ['none'] }) } })).toThrow('no model none')
  expect(build({ providers: { a: { ...a, kind: 'unheard-of' } } })).toThrow('unknown kind')
  expect(build({ providers: { a: { ...a, baseUrl: null } } })).toThrow('needs a base_url')
})
