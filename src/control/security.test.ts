import { afterAll, beforeAll, expect, test } from 'vitest'
import { KeyRing, hashSecret } from '../gateway/key-ring.ts'
import { type Admin, asText, MASTER, startAdmin } from './admin.fixture.ts'
import { isSame } from './sign-in/csrf.ts'

/** Attacks that other gateways have fallen to, by their names. */

let admin: Admin
beforeAll(async () => {
  admin = await startAdmin()
})
afterAll(() => admin.close())

test.each([
  "' OR '1'='1",
  "sk-ptl-x' OR hash IS NOT NULL --",
  "x'; DROP TABLE keys; --",
  "' UNION SELECT * FROM keys --",
])('SQL in a bearer: %s is a wrong key, and nothing else', async (bearer) => {
  expect((await admin.call('GET', '/keys', undefined, bearer)).status).toBe(401)
  expect((await admin.chat(bearer)).status).toBe(401)
  expect((await admin.call('GET', '/keys')).status).toBe(200)
})

test('SQL in ids, filters and names stays text', async () => {
  const text = "x' OR '1'='1"
  for (const path of ['/keys/', '/members/', '/projects/', '/organizations/'])
    expect((await admin.call('GET', path + encodeURIComponent(text))).status).toBe(404)
  expect((await admin.call('GET', `/exchanges?user=${encodeURIComponent(text)}`)).data).toEqual([])
  expect((await admin.call('POST', '/organizations', { name: text })).body).toMatchObject({ name: text })
})

test('pass the hash: what is stored of a key opens nothing', async () => {
  const made = await admin.call('POST', '/keys', { name: 'victim', role: 'admin' })
  const stored = await admin.app.store.getKey(asText(made.body.id))
  expect(stored?.hash).toBe(hashSecret(asText(made.body.key)))
  for (const bearer of [stored?.hash ?? '', `sk-ptl-${stored?.hash}`, hashSecret(MASTER)]) {
    expect((await admin.call('GET', '/keys', undefined, bearer)).status).toBe(401)
    expect((await admin.chat(bearer)).status).toBe(401)
  }
})

test('truncated cache keys: secrets with the same long beginning are two', async () => {
  const beginning = `sk-ptl-${'a'.repeat(4_000)}`
  const source = {
    findKeyByHash: async (hash: string) => {
      const key = hash === hashSecret(`${beginning}1`) ? await admin.app.store.getKey(keyId) : null
      return key === null ? null : { ...key, hash }
    },
  }
  const keyId = asText((await admin.call('POST', '/keys', { name: 'long' })).body.id)
  const clock = { now: () => Date.now(), monotonicMs: () => performance.now() }
  const ring = new KeyRing(MASTER, source, clock)
  for (let round = 0; round < 2; round++) {
    expect((await ring.find(`${beginning}1`)).keyId).toBe(keyId)
    await expect(async () => ring.find(`${beginning}2`)).rejects.toMatchObject({ code: 'key_invalid' })
  }
})

test('the configuration is changed by nobody without the role', async () => {
  for (const role of ['inference', 'viewer']) {
    const { body } = await admin.call('POST', '/keys', { name: role, role })
    for (const [method, path] of [
      ['PUT', '/config'],
      ['POST', '/config/rollback'],
      ['POST', '/config/validate'],
    ] as const)
      expect((await admin.call(method, path, '{}', asText(body.key))).status).toBe(403)
  }
})

test('a key cannot make itself more than it is', async () => {
  const organization = await admin.call('POST', '/organizations', { name: 'Held' })
  const organization_id = asText(organization.body.id)
  const project = await admin.call('POST', '/projects', { name: 'Held', organization_id })
  const fields = { name: 'held', role: 'admin', project_id: project.body.id }
  const { body } = await admin.call('POST', '/keys', fields)
  const key = asText(body.key)
  const own = `/keys/${asText(body.id)}`
  for (const change of [{ project_id: null }, { organization_id: 'default' }, { organization_id }])
    expect((await admin.call('PATCH', own, change, key)).status).toBe(403)
  for (const made of [{ project_id: 'default' }, { organization_id, role: 'admin' }])
    expect((await admin.call('POST', '/keys', { name: 'more', ...made }, key)).status).toBe(403)
  expect((await admin.call('POST', '/keys', { name: 'inside' }, key)).body).toMatchObject({ organization_id })
  const other = await admin.call('POST', '/keys', { name: 'outside' })
  const path = `/keys/${asText(other.body.id)}`
  for (const method of ['GET', 'DELETE', 'PATCH'])
    expect((await admin.call(method, path, method === 'PATCH' ? {} : undefined, key)).status).toBe(404)
  expect((await admin.call('GET', '/keys', undefined, key)).data.map(({ name }) => name)).toEqual([
    'inside',
    'held',
  ])
})

test('what is outside of a scope is in no list, sum or search', async () => {
  const organization = await admin.call('POST', '/organizations', { name: 'Scope' })
  const organization_id = asText(organization.body.id)
  const project = await admin.call('POST', '/projects', { name: 'Scope', organization_id })
  const project_id = asText(project.body.id)
  const inside = asText((await admin.call('POST', '/keys', { name: 'in', project_id })).body.key)
  for (const key of [inside, MASTER])
    await (await admin.chat(key, { user: key === MASTER ? 'outsider' : 'insider' })).text()
  const made = await admin.call('POST', '/keys', { name: 'v', role: 'viewer', project_id })
  const viewer = asText(made.body.key)
  const seen = await admin.call('GET', '/exchanges', undefined, viewer)
  expect(seen.data).toMatchObject([{ project_id, user: 'insider' }])
  expect((await admin.call('GET', '/usage', undefined, viewer)).data).toMatchObject([{ requests: 1 }])
  expect((await admin.call('GET', '/users', undefined, viewer)).data).toMatchObject([{ id: 'insider' }])
  expect((await admin.call('GET', '/exchanges?project_id=default', undefined, viewer)).status).toBe(403)
  const { data } = await admin.call('GET', '/exchanges?user=outsider')
  const path = `/exchanges/${asText(data[0]?.id)}`
  expect((await admin.call('GET', path, undefined, viewer)).status).toBe(404)
  expect((await admin.call('GET', path)).status).toBe(200)
})

test('a blocked user is refused, within his organization, from the next request on and after a restart', async () => {
  const ask = async () => (await admin.chat(MASTER, { user: 'pirate' })).status
  expect(await ask()).toBe(200)
  expect((await admin.call('POST', '/users/pirate/block')).body).toMatchObject({ blocked: true })
  expect(await ask()).toBe(403)
  await admin.restart()
  expect(await ask()).toBe(403)
  expect((await admin.call('GET', '/users')).data).toContainEqual(
    expect.objectContaining({ id: 'pirate', blocked: true, organization_id: null }),
  )
  await admin.call('POST', '/users/pirate/unblock')
  expect(await ask()).toBe(200)
})

test('secrets are compared without a word on how much of them was right', () => {
  expect(isSame('a', 'a')).toBe(true)
  // Lengths that differ make the comparison of Node throw, unless both are hashed first.
  for (const other of ['', 'b', 'aa', 'a'.repeat(10_000)]) expect(isSame('a', other)).toBe(false)
})
