import { generateKeyPairSync } from 'node:crypto'
import { jwtVerify } from 'jose'
import { expect, test } from 'vitest'
import { GoogleAccess } from './google-access.ts'

const CLOCK = { now: () => Date.now(), monotonicMs: () => performance.now() }
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const ACCOUNT = JSON.stringify({
  client_email: 'gateway@p.iam.example',
  private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
  private_key_id: 'k1',
  token_uri: 'https://token.example/token',
})

function answering(status: number, body: object) {
  const asked: { url: string; init: RequestInit | undefined }[] = []
  const ask = async (url: string | URL | Request, init?: RequestInit) => {
    asked.push({ url: String(url), init })
    return Response.json(body, { status })
  }
  return { ask, asked }
}

const TOKEN = { access_token: 'token-1', expires_in: 3_600, token_type: 'Bearer' }

test('the key of a service account signs for a token', async () => {
  const { ask, asked } = answering(200, TOKEN)
  const access = new GoogleAccess({ type: 'google', file: null, json: ACCOUNT }, CLOCK, ask)
  expect(access.headers()).toBeNull()
  await access.renew()
  expect(access.headers()).toEqual({ authorization: 'Bearer token-1' })
  const form = asked[0]?.init?.body as URLSearchParams // What it is made as.
  const { payload, protectedHeader } = await jwtVerify(form.get('assertion') ?? '', publicKey, {
    audience: 'https://token.example/token',
    issuer: 'gateway@p.iam.example',
  })
  expect(protectedHeader.kid).toBe('k1')
  expect(payload.scope).toBe('https://www.googleapis.com/auth/cloud-platform')
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(3_600)
  expect(asked).toHaveLength(1)
})

test('without a key the machine is asked', async () => {
  const { ask, asked } = answering(200, TOKEN)
  const access = new GoogleAccess({ type: 'google', file: null, json: null }, CLOCK, ask)
  await access.renew()
  expect(access.headers()).toEqual({ authorization: 'Bearer token-1' })
  expect(asked[0]?.url).toMatch(/^http:\/\/metadata\.google\.internal\//)
  expect(asked[0]?.init?.headers).toEqual({ 'metadata-flavor': 'Google' })
})

test.each([
  ['a refusal', ACCOUNT, 400, { error: 'invalid_grant' }, /status 400/],
  ['a reply without a token', ACCOUNT, 200, {}, /No token was given/],
  ['a key that is none', '{"client_email":"a"}', 200, TOKEN, /has no private_key/],
])('%s is told', async (_, json, status, body, message) => {
  const access = new GoogleAccess({ type: 'google', file: null, json }, CLOCK, answering(status, body).ask)
  await expect(access.renew()).rejects.toThrow(message)
  expect(access.headers()).toBeNull()
})
