import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Admin, asText, startAdmin } from '../control/admin.fixture.ts'
import type { JsonObject } from '../core/json.ts'

/** An issuer: its discovery document and its keys, which can be changed, and how often they were asked for. */
let issuer: string
let asked = 0
let isDown = false
const keys = new Map<string, Awaited<ReturnType<typeof generateKeyPair>>>()
const server = createServer((request, response) => void answer(request, response))

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  asked++
  if (isDown) return void response.writeHead(500).end()
  const published = [...keys].map(async ([kid, { publicKey }]) => ({
    ...(await exportJWK(publicKey)),
    kid,
    alg: 'ES256',
  }))
  const isDiscovery = request.url?.includes('openid-configuration') === true
  const body = isDiscovery ? { jwks_uri: `${issuer}/keys` } : { keys: await Promise.all(published) }
  response.setHeader('content-type', 'application/json').end(JSON.stringify(body))
}
let admin: Admin

beforeAll(async () => {
  keys.set('first', await generateKeyPair('ES256'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}` // It listens on a port.
  admin = await startAdmin()
  const claims = { organization: 'org', project: 'project', user: 'end_user', models: 'models', role: 'role' }
  const put = await admin.call('PUT', '/config', {
    ...JSON.parse(admin.document()),
    auth: { jwt: [{ issuer, audience: 'portolan', claims }] },
  })
  if (put.status !== 200) throw new Error(put.text)
})
afterAll(async () => {
  await admin.close()
  server.close()
})

async function token(claims: JsonObject = {}, kid = 'first', alg = 'ES256'): Promise<string> {
  const pair = keys.get(kid) ?? (await generateKeyPair('ES256'))
  return new SignJWT({
    iss: issuer,
    aud: 'portolan',
    sub: 'ship-1',
    models: ['*'],
    exp: now() + 600,
    ...claims,
  })
    .setProtectedHeader({ alg, kid })
    .sign(pair.privateKey)
}

function now(): number {
  return Math.floor(Date.now() / 1_000)
}

async function refusal(bearer: string) {
  const response = await admin.chat(bearer)
  const { error } = (await response.json()) as { error?: JsonObject } // OpenAI's shape.
  return { status: response.status, code: error?.code }
}

test('a token is a caller: its claims are in the record, and it needs no stored key', async () => {
  const bearer = await token({ org: 'org_1', project: 'prj_1', end_user: 'ada' })
  const response = await admin.chat(bearer, { user: 'somebody else' })
  expect(response.status).toBe(200)
  await response.text()
  const { data } = await admin.call('GET', '/exchanges?user=ada')
  expect(data).toMatchObject([{ organization_id: 'org_1', project_id: 'prj_1', user: 'ada', status: 200 }])
  expect(asText(data[0]?.key_id)).toMatch(/^jwt_[0-9a-f]{24}$/)
  expect((await admin.call('GET', '/keys')).data).toEqual([])
})

test('it is verified once, and is of the same caller as the next of its subject', async () => {
  const before = asked
  for (const bearer of [await token({ end_user: 'bo' }), await token({ end_user: 'bo', jti: 'another' })])
    for (let count = 0; count < 3; count++) await (await admin.chat(bearer)).text()
  expect(asked).toBe(before)
  const { data } = await admin.call('GET', '/exchanges?user=bo')
  expect(new Set(data.map(({ key_id }) => key_id)).size).toBe(1)
})

describe('what is not taken', () => {
  test.each([
    ['another audience', { aud: 'other' }, 'key_invalid'],
    ['another issuer', { iss: 'https://evil.example' }, 'key_invalid'],
    ['one that has ended', { exp: now() - 60 }, 'key_revoked'],
    ['one that never ends', { exp: undefined as never }, 'key_invalid'],
    ['one that has not begun', { nbf: now() + 600 }, 'key_invalid'],
    ['one without a subject', { sub: undefined as never }, 'key_invalid'],
    ['models that are no list', { models: 'smart' }, 'key_invalid'],
    ['a role that is none', { role: 'owner' }, 'key_invalid'],
  ])('%s', async (_, claims, code) => {
    expect(await refusal(await token(claims))).toEqual({ status: 401, code })
  })

  test('a signature that is none, or is of another key, or of the public key as a secret', async () => {
    const payload = { iss: issuer, aud: 'portolan', sub: 'x', exp: now() + 600 }
    expect((await refusal(new UnsecuredJWT(payload).encode())).status).toBe(401)
    const stranger = await generateKeyPair('ES256')
    const forged = await new SignJWT(payload)
      .setProtectedHeader({ alg: 'ES256', kid: 'first' })
      .sign(stranger.privateKey)
    expect(await refusal(forged)).toEqual({ status: 401, code: 'key_invalid' })
    const shared = new TextEncoder().encode(
      JSON.stringify(await exportJWK(keys.get('first')?.publicKey ?? stranger.publicKey)),
    )
    const confused = await new SignJWT(payload)
      .setProtectedHeader({ alg: 'HS256', kid: 'first' })
      .sign(shared)
    expect(await refusal(confused)).toEqual({ status: 401, code: 'key_invalid' })
    expect((await refusal(`${'a'.repeat(20_000)}.b.c`)).status).toBe(401)
    expect((await refusal('not.a.token')).status).toBe(401)
  })

  test('models that its claims do not allow, and the admin API without the role', async () => {
    expect((await admin.chat(await token({ models: [] }))).status).toBe(403)
    expect((await admin.call('GET', '/keys', undefined, await token())).status).toBe(403)
    expect((await admin.call('GET', '/keys', undefined, await token({ role: 'viewer' }))).status).toBe(200)
  })
})

test('a token ends, though it is known', async () => {
  const bearer = await token({ exp: now() + 60 })
  expect((await admin.chat(bearer)).status).toBe(200)
  admin.wait(120_000)
  expect(await refusal(bearer)).toEqual({ status: 401, code: 'key_revoked' })
})

test('keys that the issuer cannot tell are our trouble and not the caller’s: 503', async () => {
  await admin.call('PUT', '/config', {
    ...JSON.parse(admin.document()),
    auth: { jwt: [{ issuer, audience: 'other-audience' }] },
  })
  isDown = true
  const bearer = await token({ aud: 'other-audience', exp: now() + 3_600 })
  const before = asked
  for (let count = 0; count < 5; count++)
    expect(await refusal(bearer)).toEqual({ status: 503, code: 'store_unavailable' })
  expect(asked - before).toBe(1)
  isDown = false
})

test('without issuers no token is looked at', async () => {
  await admin.call('PUT', '/config', admin.document())
  expect(await refusal(await token({ exp: now() + 3_600 }))).toEqual({ status: 401, code: 'key_invalid' })
})
