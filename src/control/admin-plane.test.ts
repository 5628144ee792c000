import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DIALECTS } from '../dialects/index.ts'
import { listen } from '../http/listener.ts'
import { readBody } from '../http/read-body.ts'
import { PROVIDERS } from '../providers/index.ts'
import { type Admin, asText, MASTER, startAdmin } from './admin.fixture.ts'
import { adminPlane } from './admin-plane.ts'

let admin: Admin
beforeAll(async () => {
  admin = await startAdmin()
})
afterAll(() => admin.close())

test('the first requests share one load, and all are answered', async () => {
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, index) => admin.call('POST', '/keys', { name: `at once ${index}` })),
  )
  expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(201))
  expect((await admin.call('GET', '/keys')).data).toHaveLength(8)
})

test('a load that fails is a 503, and the next request tries again', async () => {
  const { gateway, store, live, drills, alerts, audit } = admin.app
  let failures = 1
  const plane = adminPlane({
    gateway,
    live,
    drills,
    alerts,
    audit,
    dialects: Object.values(DIALECTS),
    providers: PROVIDERS,
    readBody,
    answer: () => undefined,
    isClosing: () => false,
    revisions: store,
    get store() {
      if (failures-- > 0) throw new Error('There was no memory left for it.')
      return store
    },
  })
  const { url, drain } = await listen({ host: '127.0.0.1', port: 0 }, plane)
  const get = () => fetch(`${url}/admin/v1/keys`, { headers: { authorization: `Bearer ${MASTER}` } })
  const first = await get()
  expect(first.status).toBe(503)
  expect(await first.json()).toMatchObject({ error: { code: 'overloaded', type: 'server_error' } })
  expect(admin.logged).toContainEqual(expect.objectContaining({ level: 'error' }))
  expect((await get()).status).toBe(200)
  await drain(0)
})

describe('who may', () => {
  async function secretFor(role: string): Promise<string> {
    return asText((await admin.call('POST', '/keys', { name: role, role })).body.key)
  }

  test.each([
    ['nobody', null, 'key_missing'],
    ['a wrong key', 'sk-ptl-wrong', 'key_invalid'],
  ])('%s gets a 401 in the shape of OpenAI', async (_, key, code) => {
    const { status, body, headers } = await admin.call('GET', '/keys', undefined, key)
    expect(status).toBe(401)
    expect(body).toEqual({
      error: {
        message: expect.any(String),
        type: 'authentication_error',
        param: null,
        code,
        portolan: { request_id: headers.get('x-request-id') },
      },
    })
    // Whether a path exists is not told to strangers either.
    expect((await admin.call('GET', '/nothing', undefined, key)).status).toBe(401)
  })

  test('a key that calls models gets a 403, whatever it asks', async () => {
    const key = await secretFor('inference')
    for (const [method, path] of [
      ['GET', '/keys'],
      ['POST', '/keys'],
      ['GET', '/config'],
    ] as const) {
      const { status, body } = await admin.call(method, path, undefined, key)
      expect(status).toBe(403)
      expect(body.error).toMatchObject({ code: 'permission_denied', type: 'permission_error' })
    }
  })

  test('a viewer reads and changes nothing', async () => {
    const key = await secretFor('viewer')
    const { data } = await admin.call('GET', '/keys', undefined, key)
    const path = `/keys/${asText(data[0]?.id)}`
    for (const readable of [
      '/keys',
      path,
      '/exchanges',
      '/usage',
      '/targets',
      '/models',
      '/providers',
      '/config',
    ])
      expect((await admin.call('GET', readable, undefined, key)).status).toBe(200)
    expect((await admin.call('HEAD', '/keys', undefined, key)).status).toBe(200)
    const changes = [
      ['POST', '/keys', { name: 'x' }],
      ['PATCH', path, { name: 'x' }],
      ['DELETE', path],
      ['POST', `${path}/rotate`],
      ['POST', `${path}/block`],
      ['PUT', '/config', '{}'],
      ['POST', '/config/rollback', { revision: 'r' }],
    ] as const
    for (const [method, changing, body] of changes)
      expect((await admin.call(method, changing, body, key)).status).toBe(403)
    expect((await admin.call('GET', path)).body).toMatchObject({ name: data[0]?.name, blocked: false })
  })

  test('a key with the role admin does all, until it is blocked', async () => {
    const { body } = await admin.call('POST', '/keys', { name: 'root', role: 'admin' })
    const key = asText(body.key)
    expect((await admin.call('POST', '/keys', { name: 'by an admin' }, key)).status).toBe(201)
    await admin.call('POST', `/keys/${asText(body.id)}/block`)
    expect((await admin.call('GET', '/keys', undefined, key)).body.error).toMatchObject({
      code: 'key_revoked',
    })
  })

  test('other headers that carry keys do too', async () => {
    const response = await fetch(`${admin.app.url}/admin/v1/keys`, { headers: { 'x-api-key': MASTER } })
    expect(response.status).toBe(200)
  })
})

describe('what cannot be served', () => {
  test.each(['/nothing', '/keys/a/b/c', '', '/', '/../v2'])('%s is a 404', async (path) => {
    const { status, body } = await admin.call('GET', path)
    expect(status).toBe(404)
    expect(body.error).toMatchObject({ code: 'not_found' })
  })

  test.each([
    ['PUT', '/keys', 'GET, HEAD, POST'],
    ['POST', '/usage', 'GET, HEAD'],
    ['PATCH', '/config', 'GET, HEAD, PUT'],
    ['GET', '/keys/key_1/rotate', 'POST'],
    ['OPTIONS', '/targets', 'GET, HEAD'],
    ['DELETE', '/openapi.json', 'GET, HEAD'],
  ])('%s %s is a 405 that says what is allowed', async (method, path, allow) => {
    const { status, headers, body } = await admin.call(method, path)
    expect(status).toBe(405)
    expect(headers.get('allow')).toBe(allow)
    expect(body.error).toMatchObject({ code: 'method_not_allowed' })
  })

  test.each([
    ['{', 'The body is not valid JSON'],
    ['[]', 'must be a JSON object'],
    ['"text"', 'must be a JSON object'],
    ['', 'is required'],
    ['{"name":"k","__proto__":{"role":"admin"}}', '__proto__'],
  ])('the body %j is a 400', async (body, message) => {
    const answer = await admin.call('POST', '/keys', body)
    expect(answer.status).toBe(400)
    expect(answer.body.error).toMatchObject({ message: expect.stringContaining(message) as string })
  })

  test('a path that cannot be decoded and a content type that is none are the caller’s fault', async () => {
    const headers = { authorization: `Bearer ${MASTER}`, 'content-type': ';;;' }
    const paths = [
      ['GET', '/keys/%zz'],
      ['POST', '/keys'],
    ] as const
    for (const [method, path] of paths) {
      const response = await fetch(`${admin.app.url}/admin/v1${path}`, {
        method,
        headers,
        ...(method === 'POST' ? { body: '{}' } : {}),
      })
      expect(response.status).toBe(400)
      expect(await response.json()).toMatchObject({ error: { code: 'invalid_request' } })
    }
  })

  test('a body beyond the bound is refused, and the connection then closed', async () => {
    const { hostname, port } = new URL(admin.app.url)
    const headers = { authorization: `Bearer ${MASTER}`, 'content-length': 65 * 1024 * 1024 }
    const status = await new Promise((resolve, reject) => {
      const sent = request(
        { hostname, port, method: 'POST', path: '/admin/v1/keys', headers },
        (response) => {
          resolve(response.statusCode)
          sent.destroy()
        },
      )
      sent.on('error', reject)
      sent.write('{')
    })
    expect(status).toBe(413)
  })
})

test('answers hold secrets, so nobody may keep them, and each has an id', async () => {
  const { headers } = await admin.call('GET', '/keys')
  expect(headers.get('cache-control')).toBe('no-store')
  expect(headers.get('x-request-id')).toMatch(/^req_/)
})

test('a store that is gone is a 503, and is never taken for a wrong key', async () => {
  const broken = await startAdmin()
  const { body } = await broken.call('POST', '/keys', { name: 'a', role: 'admin' })
  await broken.app.store.close()
  const read = await broken.call('GET', '/keys')
  expect(read.status).toBe(503)
  expect(read.body.error).toMatchObject({ code: 'store_unavailable' })
  expect((await broken.call('GET', '/keys', undefined, asText(body.key))).status).toBe(503)
  await broken.close()
})
