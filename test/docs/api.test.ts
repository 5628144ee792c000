import { afterAll, describe, expect, test } from 'vitest'
import type { JsonObject } from '../../src/core/json.ts'
import { readOptions } from '../../src/gateway/options.ts'
import { readRouting } from '../../src/gateway/routing-fields.ts'
import { ENDPOINTS, findEndpoint, spellingsOf } from '../../src/http/endpoints.ts'
import { startTestGateway } from '../support/test-gateway.ts'
import { quotedIn, readPage, rowsOf, sectionOf } from './pages.ts'

const PAGE = readPage('docs/reference/api.md')

const gateway = await startTestGateway({
  config: {
    models: {
      priced: { targets: [{ provider: 'anthropic', model: 'echo', price: { input: 1, output: 2 } }] },
    },
  },
})
afterAll(() => gateway.close())

describe('the endpoints for inference', () => {
  const rows = rowsOf(sectionOf(PAGE, 'Inference')).map(([method, path]) => ({
    method,
    path: quotedIn(path ?? '').join(),
  }))

  test('are all listed', () => {
    expect(rows).toEqual(ENDPOINTS.map(({ method, path }) => ({ method, path })))
  })

  test.each(ENDPOINTS)('$method $path, in each spelling', (endpoint) => {
    for (const spelling of spellingsOf(endpoint)) {
      const path = spelling.replaceAll('*', 'one').replace('{id}', 'some/model')
      expect(findEndpoint(path, endpoint.method)?.endpoint).toBe(endpoint)
    }
  })
})

test('every request header is listed', () => {
  const read = new Set<string>()
  const headers = new Proxy(
    { 'x-portolan-session': '' }, // Without any of them nothing more is looked for.
    {
      get(_, name) {
        read.add(String(name))
      },
    },
  )
  readOptions(headers, {})
  readRouting(headers, {})
  const own = [...read].filter((name) => name.startsWith('x-portolan-'))
  expect(namesIn('Request headers').toSorted()).toEqual(own.toSorted())
})

test('every response header is listed', async () => {
  const { secret } = await gateway.makeKey({ limits: { rpm: 1, tpm: 100_000 } })
  const counted = await gateway.makeKey()
  const chat = { model: 'priced', seed: 1, messages: [{ role: 'user', content: 'Ahoy' }] }
  const answers = [
    await post('/v1/chat/completions', secret, chat),
    await post('/v1/chat/completions', secret, chat),
    await post('/v1/messages/count_tokens', counted.secret, chat),
  ]
  expect(answers.map(({ status }) => status)).toEqual([200, 429, 200])
  const sent = new Set(answers.flatMap(({ headers }) => [...headers.keys()]).filter(isOurs))
  expect(namesIn('Response headers').toSorted()).toEqual([...sent].toSorted())
})

test('the admin API is listed as its OpenAPI document has it', async () => {
  const response = await fetch(`${gateway.url}/admin/v1/openapi.json`)
  // OpenAPI's own shape.
  const { paths } = (await response.json()) as { paths: Record<string, Record<string, unknown>> }
  const served = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
  const listed = rowsOf(sectionOf(PAGE, 'Admin API')).map(
    ([method, path = '']) => `${method} ${quotedIn(path).join()}`,
  )
  expect(listed.toSorted()).toEqual(served.toSorted())
})

test('what stands beside it is there', async () => {
  for (const [path = ''] of rowsOf(sectionOf(PAGE, 'Beside it'))) {
    const response = await fetch(gateway.url + quotedIn(path).join())
    // What directories use wants a key, and the pages may be being built.
    const expected = path.includes('/scim/') ? [401] : path === '`/`' ? [200, 503] : [200]
    expect(expected, path).toContain(response.status)
  }
})

function namesIn(heading: string): string[] {
  return rowsOf(sectionOf(PAGE, heading)).flatMap(([name = '']) => quotedIn(name))
}

function post(path: string, key: string, body: JsonObject): Promise<Response> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  return fetch(gateway.url + path, { method: 'POST', headers, body: JSON.stringify(body) })
}

/** Not HTTP's own, such as `date`. */
function isOurs(name: string): boolean {
  return /^x-(?:portolan|ratelimit|request-id)/.test(name) || name === 'retry-after'
}
