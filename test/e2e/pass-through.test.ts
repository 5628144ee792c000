import { request as ask } from 'node:http'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { usdToNanos } from '../../src/core/money.ts'
import { startEchoServer } from '../support/echo-server.ts'
import { credentialOf, upstream } from '../support/test-config.ts'
import { startTestGateway } from '../support/test-gateway.ts'
import { until } from '../support/until.ts'

const server = await startEchoServer((request, response) => {
  const path = request.url?.replace('/base', '')
  if (path === '/odd') {
    request.resume()
    response.writeHead(418, {
      'content-type': 'text/x-tea',
      'set-cookie': ['a=b', 'c=d'],
      connection: 'keep-alive, x-hop',
      'x-hop': 'yes',
      'x-of-theirs': 'yes',
      'x-portolan-cost': '0',
    })
    response.end('short and stout')
    return true
  }
  if (path !== '/endless') return false
  response.writeHead(200, { 'content-type': 'application/octet-stream' }).write('begun')
  return true
})
const gateway = await startTestGateway({
  config: {
    providers: { echo: upstream('echo', 'openai-compatible', `${server.url}/base`) },
    models: {
      priced: {
        targets: [{ provider: 'openai', model: 'echo', price: { input: 1, output: 2, request: 0.5 } }],
      },
      flat: { targets: [{ provider: 'echo', model: 'm', price: { request: 0.25 } }] },
    },
  },
})
afterAll(async () => {
  await gateway.close()
  await server.close()
})
beforeEach(() => {
  server.heard.length = 0
})

const { secret } = await gateway.makeKey()
const chat = { model: 'echo', messages: [{ role: 'user', content: 'Ahoy' }] }

function pass(path: string, init: RequestInit = {}, key = secret): Promise<Response> {
  return fetch(`${gateway.url}/proxy/${path}`, {
    ...init,
    headers: { authorization: `Bearer ${key}`, ...init.headers },
  })
}

function json(body: unknown): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}

/** As it is written, without what `fetch` tidies up. */
function raw(path: string, headers: Record<string, string> = {}): Promise<{ status: number; text: string }> {
  const { hostname, port } = new URL(gateway.url)
  return new Promise((resolve, reject) => {
    ask({ hostname, port, path, headers: { authorization: `Bearer ${secret}`, ...headers } }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (piece) => {
        text += piece
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
    })
      .on('error', reject)
      .end()
  })
}

describe('what goes to the provider', () => {
  test.each(['GET', 'PUT', 'PATCH', 'DELETE', 'POST', 'OPTIONS'])(
    '%s, path and query as they are',
    async (method) => {
      const response = await pass('echo/some%20thing/of-mine?a=b&key=mine&c=d%2Fe', { method })
      expect(response.status).toBe(200)
      expect(server.heard).toMatchObject([
        { method, url: '/base/some%20thing/of-mine?a=b&c=d%2Fe', body: '' },
      ])
    },
  )

  test('the path of the base URL counts once', async () => {
    await pass('echo/base/files')
    expect(server.heard[0]?.url).toBe('/base/files')
  })

  test('its own credential in place of any of the caller, and no header that is ours', async () => {
    const mine = {
      authorization: `Bearer ${secret}`,
      'x-api-key': 'k',
      'api-key': 'k',
      'x-goog-api-key': 'k',
      cookie: 'k=k',
      'x-portolan-user': 'ann',
      'x-forwarded-for': '10.0.0.1',
      'x-hop': 'k',
      connection: 'close, x-hop',
      'x-kept': 'yes',
    }
    expect((await raw('/proxy/echo/a', mine)).status).toBe(200)
    const { headers } = server.heard[0] ?? {}
    expect(headers).toMatchObject({ authorization: `Bearer ${credentialOf('echo')}`, 'x-kept': 'yes' })
    const absent = Object.keys(mine).filter(
      (name) => !['authorization', 'connection', 'x-kept'].includes(name),
    )
    for (const name of absent) expect(headers).not.toHaveProperty(name)
    expect(JSON.stringify(headers)).not.toContain(secret)
  })

  test('a body of any kind, whole', async () => {
    const body = Buffer.from(Array.from({ length: 300_000 }, (_, at) => at % 251))
    const headers = { 'content-type': 'application/octet-stream' }
    const response = await pass('echo/files', { method: 'PUT', headers, body })
    expect(server.heard[0]?.headers['content-length']).toBe('300000')
    expect(server.heard[0]?.body).toBe(body.toString())
    const record = await gateway.record(response.headers.get('x-request-id'))
    expect(record).toMatchObject({ operation: 'proxy', bytes: { request: 300_000, response: 2 } })
  })
})

describe('what comes back', () => {
  test('is what the provider says, but for cookies and what ends at a hop', async () => {
    const response = await pass('echo/odd')
    expect([response.status, await response.text()]).toEqual([418, 'short and stout'])
    expect(response.headers.get('content-type')).toBe('text/x-tea')
    expect(response.headers.get('x-of-theirs')).toBe('yes')
    expect(response.headers.get('x-portolan-provider')).toBe('echo')
    for (const name of ['set-cookie', 'x-hop', 'x-portolan-cost'])
      expect(response.headers.get(name)).toBeNull()
    expect(await gateway.record(response.headers.get('x-request-id'))).toMatchObject({
      operation: 'proxy',
      provider: 'echo',
      status: 418,
      billedNanos: 0,
      bytes: { request: 0, response: 15 },
    })
  })

  test('HEAD has no body', async () => {
    const response = await pass('echo/files', { method: 'HEAD' })
    expect([response.status, await response.text()]).toEqual([200, ''])
    expect((await pass('echo/files')).status).toBe(200)
  })

  test('who leaves ends it at the provider too', async () => {
    const before = server.left()
    const leaving = new AbortController()
    const response = await pass('echo/endless', { signal: leaving.signal })
    leaving.abort()
    await until(() => server.left() === before + 1)
    expect(await gateway.record(response.headers.get('x-request-id'))).toMatchObject({
      status: 499,
      errorCode: 'client_closed_request',
    })
  })
})

describe('charged', () => {
  test.each([
    ['whole', false],
    ['streamed', true],
  ])('a chat that comes %s, by the usage in it', async (_, stream) => {
    const body = { ...chat, stream, stream_options: stream ? { include_usage: true } : undefined }
    const response = await pass('openai/chat/completions', json(body))
    expect(await response.text()).toContain('Ahoy')
    const record = await gateway.record(response.headers.get('x-request-id'))
    expect(record).toMatchObject({ requestedModel: 'openai/echo', model: 'echo', usageSource: 'provider' })
    const { inputTokens = 0, outputTokens = 0 } = record.usage ?? {}
    expect(inputTokens).toBeGreaterThan(0)
    expect(record.billedNanos).toBe(usdToNanos(0.5) + inputTokens * 1_000 + outputTokens * 2_000)
    expect(record.costNanos).toBe(record.billedNanos)
  })

  test.each(['anthropic', 'gemini'])('%s: usage is read in its own form', async (provider) => {
    const [path, body] =
      provider === 'gemini'
        ? ['models/echo:generateContent', { contents: [{ role: 'user', parts: [{ text: 'Ahoy' }] }] }]
        : ['v1/messages', { ...chat, max_tokens: 10 }]
    const response = await pass(`${provider}/${path}`, json(body))
    expect(response.status).toBe(200)
    expect(await gateway.record(response.headers.get('x-request-id'))).toMatchObject({
      requestedModel: `${provider}/echo`,
      usageSource: 'provider',
      usage: { inputTokens: expect.any(Number) },
    })
  })

  test('by the request where nothing else is known, and not at all where not even that is', async () => {
    const flat = await pass('echo/things', json({ model: 'm' }))
    const other = await pass('echo/things', json({ model: 'n' }))
    const billed = async (id: string | null) => (await gateway.record(id)).billedNanos
    expect(await billed(flat.headers.get('x-request-id'))).toBe(usdToNanos(0.25))
    expect(await billed(other.headers.get('x-request-id'))).toBeNull()
  })
})

describe('refused before anything leaves', () => {
  test.each([
    '/proxy/echo/../admin',
    '/proxy/echo/a/%2e%2e/b',
    '/proxy/echo/a/%252e%252e/b',
    '/proxy/echo/..%2fb',
    '/proxy/echo/..%5cb',
    '/proxy/echo/a/..;x/b',
    '/proxy/echo/./a',
    '/proxy/echo//evil.example/a',
    '/proxy/echo/\\evil.example',
    '/proxy/echo/%zz',
    '/proxy/echo/a%0d%0ab',
    '/proxy/echo/a%00',
    '/proxy//echo',
    '/proxy/',
    'http://evil.example/proxy/echo/a',
    '//evil.example/proxy/echo/a',
    '/proxy/nobody/a',
    '/proxy/http:%2f%2fevil.example/a',
  ])('%s', async (path) => {
    const { status, text } = await raw(path)
    expect([400, 404]).toContain(status)
    expect(text).toMatch(/passed on|There is no/)
    expect(server.heard).toEqual([])
  })

  test.each([
    ['no key', '', {}, 401],
    ['a key that reads', 'echo/a', { role: 'viewer' }, 403],
    ['another provider', 'echo/a', { scopes: { providers: ['openai'] } }, 403],
    ['another address', 'echo/a', { scopes: { ipRanges: ['10.0.0.0/8'] } }, 403],
    ['routes alone', 'echo/a', { scopes: { routes: ['priced'] } }, 403],
  ] as const)('%s', async (name, path, fields, status) => {
    const key = name === 'no key' ? '' : (await gateway.makeKey(fields)).secret
    expect((await pass(path === '' ? 'echo/a' : path, {}, key)).status).toBe(status)
    expect(server.heard).toEqual([])
  })

  test.each([
    ['another model', json({ model: 'dear' })],
    ['another in a batch', json({ requests: [{ params: { model: 'm' } }, { params: { model: 'dear' } }] })],
    ['another in reserve', json({ model: 'm', models: ['dear'] })],
    ['none', json({ input: 'x' })],
    ['none that can be read', { method: 'POST', headers: { 'content-type': 'a/b' }, body: '{"model":"m"}' }],
  ])('of a key that is held to some models: %s', async (_, init) => {
    const held = await gateway.makeKey({ models: ['echo/m'] })
    expect((await pass('echo/a', init, held.secret)).status).toBe(403)
    expect((await pass('echo/models/dear:do', {}, held.secret)).status).toBe(403)
    expect(server.heard).toEqual([])
    expect((await pass('echo/a', json({ model: 'm' }), held.secret)).status).toBe(200)
    expect((await pass('echo/a', {}, held.secret)).status).toBe(200)
  })

  test('what is over a limit or a budget', async () => {
    const slow = await gateway.makeKey({ limits: { rpm: 1 } })
    expect((await pass('echo/a', {}, slow.secret)).status).toBe(200)
    expect((await pass('echo/a', {}, slow.secret)).status).toBe(429)
    const poor = await gateway.makeKey({
      budgets: [{ usdNanos: usdToNanos(0.1), window: 'day', onExhausted: 'deny' }],
    })
    const dear = await pass('openai/chat/completions', json({ ...chat, max_tokens: 1 }), poor.secret)
    expect([dear.status, await dear.text()]).toEqual([429, expect.stringContaining('budget_exhausted')])
    // Of what has no price nobody knows whether the budget holds.
    expect((await pass('echo/a', json({ model: 'n' }), poor.secret)).status).toBe(403)
  })

  test.each([
    ['TRACE', { method: 'TRACE' }, 405],
    ['an upgrade', { headers: { connection: 'upgrade', upgrade: 'websocket' } }, 400],
    ['a route', { headers: { 'x-portolan-route': 'priced' } }, 400],
  ])('%s', async (_, { method, headers }: { method?: string; headers?: Record<string, string> }, status) => {
    const { hostname, port } = new URL(gateway.url)
    const answered = await new Promise<number>((resolve, reject) => {
      ask(
        {
          hostname,
          port,
          path: '/proxy/echo/a',
          method,
          headers: { authorization: `Bearer ${secret}`, ...headers },
        },
        (response) => resolve(response.resume().statusCode ?? 0),
      )
        .on('error', reject)
        .end()
    })
    expect(answered).toBe(status)
    expect(server.heard).toEqual([])
  })
})
