import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseJsonObject } from '../../core/json.ts'
import { type Admin, asText, MASTER, startAdmin } from '../admin.fixture.ts'
import { memberOf, PASSWORD } from '../sign-in/browser.fixture.ts'

const TOKEN = 'a-token-of-the-directory'
let admin: Admin
beforeAll(async () => {
  admin = await startAdmin()
  const auth = { scim: { token: TOKEN } }
  const put = await admin.call('PUT', '/config', { ...JSON.parse(admin.document()), auth })
  if (put.status !== 200) throw new Error(put.text)
})
afterAll(() => admin.close())

async function ask(method: string, path: string, body?: unknown, token: string | null = TOKEN) {
  const response = await fetch(`${admin.app.url}/scim/v2${path}`, {
    method,
    headers: {
      'content-type': 'application/scim+json',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    body: parseJsonObject(text) ?? {},
  }
}

function byName(name: string) {
  return ask('GET', `/Users?filter=${encodeURIComponent(`userName eq "${name}"`)}`)
}

test('a user goes through his life as directories have it', async () => {
  expect((await byName('Ada@example.com')).body).toMatchObject({ totalResults: 0, Resources: [] })
  const user = {
    userName: 'Ada@example.com',
    externalId: 'e1',
    name: { givenName: 'Ada', familyName: 'Byron' },
    title: 'x',
  }
  const made = await ask('POST', '/Users', user)
  expect([made.status, made.type]).toEqual([201, expect.stringContaining('application/scim+json')])
  expect(made.body).toMatchObject({
    userName: 'ada@example.com',
    displayName: 'Ada Byron',
    externalId: 'e1',
    active: true,
  })
  const id = asText(made.body.id)
  expect((await byName('ADA@example.com')).body).toMatchObject({ totalResults: 1, Resources: [{ id }] })
  expect((await admin.call('GET', `/members/${id}`)).body).toMatchObject({
    role: 'member',
    external_id: 'e1',
  })
  expect((await ask('POST', '/Users', user)).body).toMatchObject({ status: '409', scimType: 'uniqueness' })

  const put = await ask('PUT', `/Users/${id}`, {
    userName: 'ada@example.org',
    displayName: 'A. Byron',
    active: true,
  })
  expect(put.body).toMatchObject({ userName: 'ada@example.org', displayName: 'A. Byron', active: true })
  expect((await ask('DELETE', `/Users/${id}`)).status).toBe(204)
  expect((await ask('GET', `/Users/${id}`)).body).toMatchObject({ status: '404' })
})

test.each([
  [{ op: 'replace', path: 'active', value: false }],
  [{ op: 'Replace', path: 'active', value: 'False' }],
  [{ op: 'replace', value: { active: false } }],
])('%j signs a member out for good, and leaves the rest as it was', async (operation) => {
  const email = `${Math.random()}@example.com`
  const { id, browser } = await memberOf(admin, { email, name: 'Leaver', role: 'viewer' })
  const { status, body } = await ask('PATCH', `/Users/${id}`, { Operations: [operation] })
  expect([status, body.active, body.displayName, body.userName]).toEqual([200, false, 'Leaver', email])
  expect((await browser.ask('GET', '/session')).status).toBe(401)
  expect((await browser.signIn({ email, password: PASSWORD })).status).toBe(401)
})

const USERS = '/Users'

test.each([
  ['POST', '/Users', { userName: 'no-address' }, 400],
  ['POST', '/Users', {}, 400],
  ['GET', '/Users?filter=emails%20co%20%22x%22', undefined, 400],
  ['PATCH', `${USERS}/none`, { Operations: [{ op: 'replace', path: 'active', value: true }] }, 404],
  ['DELETE', `${USERS}/none`, undefined, 404],
])('%s %s %j is a %i in the shape of SCIM', async (method, path, body, status) => {
  const answer = await ask(method, path, body)
  expect(answer.status).toBe(status)
  expect(answer.body).toMatchObject({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    status: String(status),
  })
})

test('what it can do is said, and everything needs its own token', async () => {
  for (const path of ['/ServiceProviderConfig', '/Schemas', '/ResourceTypes', '/Users']) {
    expect((await ask('GET', path)).status).toBe(200)
    for (const token of [null, MASTER, `${TOKEN}x`])
      expect((await ask('GET', path, undefined, token)).status).toBe(401)
  }
  expect((await admin.call('GET', '/members', undefined, TOKEN)).status).toBe(401)
  await admin.call('PUT', '/config', admin.document())
  expect((await ask('GET', '/Users')).status).toBe(401)
})
