import { expect, test } from 'vitest'
import { PROVIDERS_BY_KIND } from '../providers/index.ts'
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
