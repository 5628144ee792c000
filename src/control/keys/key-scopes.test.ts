import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { JsonObject } from '../../core/json.ts'
import { type Admin, asText, MASTER, startAdmin } from '../admin.fixture.ts'

let admin: Admin
beforeAll(async () => {
  admin = await startAdmin()
  const target = (provider: string, model: string) => ({ provider, model, price: { input: 1, output: 2 } })
  const provider = { kind: 'openai', base_url: `${admin.simulator.url}/v1`, api_key: 'k' }
  const put = await admin.call('PUT', '/config', {
    ...JSON.parse(admin.document()),
    server: { port: 0, trusted_proxies: 1 },
    providers: { up: provider, other: provider },
    models: {
      smart: { targets: [target('up', 'lorem')], fallbacks: ['spare'] },
      failing: { targets: [target('up', 'error-500')], retries: { attempts: 0 }, fallbacks: ['spare'] },
      spare: { targets: [target('other', 'lorem')] },
    },
  })
  if (put.status !== 200) throw new Error(put.text)
})
afterAll(() => admin.close())

async function keyWith(fields: JsonObject): Promise<string> {
  const { status, body, text } = await admin.call('POST', '/keys', { name: 'scoped', ...fields })
  if (status !== 201) throw new Error(text)
  expect(body).toMatchObject(fields)
  return asText(body.key)
}

async function ask(
  key: string,
  model: string,
  headers: Record<string, string> = {},
  path = '/v1/chat/completions',
) {
  const response = await fetch(`${admin.app.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, ...headers },
    body: JSON.stringify({ model, max_tokens: 5, messages: [{ role: 'user', content: 'Ahoy' }] }),
  })
  const text = await response.text()
  return { status: response.status, provider: response.headers.get('x-portolan-provider'), text }
}

describe('a key is held to', () => {
  test('its providers, for every fallback too', async () => {
    const key = await keyWith({ providers: ['up'] })
    expect(await ask(key, 'smart')).toMatchObject({ status: 200, provider: 'up' })
    expect(await ask(MASTER, 'failing')).toMatchObject({ status: 200, provider: 'other' })
    expect((await ask(key, 'failing')).status).toBeGreaterThanOrEqual(500)
    const refused = await ask(key, 'other/lorem')
    expect(refused.status).toBe(403)
    expect(JSON.parse(refused.text).error).toMatchObject({ code: 'permission_denied', param: 'providers' })
    expect((await ask(await keyWith({ providers: [] }), 'smart')).status).toBe(403)
  })

  test('its routes, by name, for every fallback too', async () => {
    const key = await keyWith({ routes: ['smart', 'failing'] })
    expect((await ask(key, 'smart')).status).toBe(200)
    expect((await ask(key, 'failing')).status).toBeGreaterThanOrEqual(500)
    for (const model of ['spare', 'up/lorem', 'gpt-5.4']) {
      const { status, text } = await ask(key, model)
      expect(status).toBe(403)
      expect(JSON.parse(text).error).toMatchObject({ code: 'permission_denied', param: 'routes' })
    }
    const leaf = { route: { strategy: { mode: 'fallback' }, targets: [{ provider: 'up', model: 'lorem' }] } }
    const inline = await ask(key, 'smart', { 'x-portolan-route': JSON.stringify(leaf.route) })
    expect(inline.status).toBe(403)
    const list = await fetch(`${admin.app.url}/v1/models`, { headers: { authorization: `Bearer ${key}` } })
    const { data } = (await list.json()) as { data: { id: string }[] } // OpenAI's list.
    expect(data.map(({ id }) => id).sort()).toEqual(['failing', 'smart'])
  })

  test('its dialects', async () => {
    const key = await keyWith({ dialects: ['anthropic-messages'] })
    expect((await ask(key, 'smart', {}, '/v1/messages')).status).toBe(200)
    const { status, text } = await ask(key, 'smart')
    expect(status).toBe(403)
    expect(JSON.parse(text).error).toMatchObject({ param: 'dialects' })
  })

  test.each([
    [['10.0.0.0/8'], '10.1.2.3', 200],
    [['10.0.0.0/8'], '11.1.2.3', 403],
    [['10.1.2.3'], '10.1.2.3', 200],
    [['2001:db8::/32'], '2001:db8:1::9', 200],
    [['2001:db8::/32'], '2001:db9::1', 403],
    [['10.0.0.0/8'], '::ffff:10.0.0.1', 200],
    [['10.0.0.0/8'], 'nonsense', 403],
    [['10.0.0.0/8'], '10.0.0.1, 192.0.2.1', 403],
    [[], '10.1.2.3', 403],
  ])('the addresses %j: from %s a %i', async (ranges, address, status) => {
    const key = await keyWith({ ip_ranges: ranges })
    expect((await ask(key, 'smart', { 'x-forwarded-for': address })).status).toBe(status)
  })

  test('the addresses, when it administers too', async () => {
    const key = await keyWith({ ip_ranges: ['10.0.0.0/8'], role: 'admin' })
    const { status, body } = await admin.call('GET', '/keys', undefined, key)
    expect(status).toBe(403)
    expect(body.error).toMatchObject({ param: 'ip_ranges' })
  })
})

test('scopes change one by one, and null takes one away', async () => {
  const made = await admin.call('POST', '/keys', { name: 'k', providers: ['up'], ip_ranges: ['::1'] })
  const path = `/keys/${asText(made.body.id)}`
  expect((await admin.call('PATCH', path, { routes: ['smart'] })).body).toMatchObject({
    providers: ['up'],
    routes: ['smart'],
    dialects: null,
    ip_ranges: ['::1'],
  })
  const none = { providers: null, routes: null, ip_ranges: null }
  expect((await admin.call('PATCH', path, none)).body).toMatchObject(none)
})

test.each([
  [{ ip_ranges: ['10.0.0.0/33'] }, 'ip_ranges[0]'],
  [{ ip_ranges: ['10.0.0/8'] }, 'ip_ranges[0]'],
  [{ ip_ranges: ['::1/129'] }, 'ip_ranges[0]'],
  [{ ip_ranges: ['localhost'] }, 'ip_ranges[0]'],
  [{ ip_ranges: ['10.0.0.0/'] }, 'ip_ranges[0]'],
  [{ dialects: ['klingon'] }, 'dialects'],
])('%j is refused by name', async (fields, param) => {
  const { status, body } = await admin.call('POST', '/keys', { name: 'k', ...fields })
  expect(status).toBe(400)
  expect(body.error).toMatchObject({ param })
})
