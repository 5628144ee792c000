import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { JsonObject } from '../../core/json.ts'
import { type Admin, startAdmin } from '../admin.fixture.ts'

/** A real provider, whose accounts are called as their subjects. */
const accounts = new Map<string, JsonObject>()
const server = createServer((request, response) => void answer(request, response))
let answer: ReturnType<Provider['callback']>
let issuer: string
let admin: Admin

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}` // It listens on a port.
  admin = await startAdmin()
  const path = `${admin.app.url}/admin/v1/session/oidc`
  answer = new Provider(issuer, {
    clients: [
      {
        client_id: 'portolan',
        client_secret: 'a-secret',
        token_endpoint_auth_method: 'client_secret_post',
        redirect_uris: ['sso', 'held'].map((name) => `${path}/${name}/callback`),
      },
    ],
    claims: { openid: ['sub', 'role'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: false,
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub, ...accounts.get(sub) }) }),
  }).callback()
  const sso = { name: 'sso', issuer, client_id: 'portolan', client_secret: 'a-secret' }
  const put = await admin.call('PUT', '/config', {
    ...JSON.parse(admin.document()),
    auth: {
      oidc: [
        { ...sso, role_claim: 'role', allowed_domains: ['Example.com'] },
        { ...sso, name: 'held', organization: 'org_1' },
      ],
    },
  })
  if (put.status !== 200) throw new Error(put.text)
})
afterAll(async () => {
  await admin.close()
  server.close()
})

/** A browser that goes where it is sent, and fills in what the provider asks. */
class Visitor {
  readonly jar = new Map<string, string>()

  async go(url: string, form?: string): Promise<Response> {
    const host = new URL(url).host
    const cookies = [...this.jar].flatMap(([name, value]) => (name.startsWith(host) ? [value] : []))
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: cookies.join('; '), 'content-type': 'application/x-www-form-urlencoded' },
      ...(form === undefined ? {} : { method: 'POST', body: form }),
    })
    for (const set of response.headers.getSetCookie()) {
      const [pair = ''] = set.split(';')
      this.jar.set(`${host} ${pair.split('=', 1)[0]}`, pair)
    }
    return response
  }

  /** Up to where the provider sends the browser back. */
  async signIn(account: string, name = 'sso'): Promise<string> {
    let url = `${admin.app.url}/admin/v1/session/oidc/${name}`
    for (let step = 0; step < 20; step++) {
      if (url.includes('/callback?')) return url
      const isAsked = url.includes('/interaction/')
      const page = await this.go(url)
      if (isAsked) {
        const text = await page.text()
        const prompt = /name="prompt" value="(\w+)"/.exec(text)?.[1] ?? ''
        const answered = await this.go(url, `prompt=${prompt}&login=${account}&password=any`)
        url = new URL(answered.headers.get('location') ?? '', url).href
      } else {
        const next = page.headers.get('location')
        if (next === null) throw new Error(`${page.status}: ${await page.text()}`)
        url = new URL(next, url).href
      }
    }
    throw new Error(`It went nowhere but ${url}.`)
  }

  async session(): Promise<Response> {
    return this.go(`${admin.app.url}/admin/v1/session`)
  }
}

async function comeIn(account: string, name?: string) {
  const visitor = new Visitor()
  const callback = await visitor.go(await visitor.signIn(account, name))
  return { visitor, status: callback.status, text: await callback.text() }
}

describe('a provider that is trusted', () => {
  test('signs in whom it knows, as a member who is made, and found the next time', async () => {
    accounts.set('ada', { email: 'Ada@example.com', email_verified: true, name: 'Ada', role: 'admin' })
    for (let time = 0; time < 2; time++) {
      const { visitor, status, text } = await comeIn('ada')
      expect([status, text]).toEqual([200, expect.stringContaining('url=/')])
      const body = (await (await visitor.session()).json()) as JsonObject // As the route says.
      expect(body).toMatchObject({ member: { email: 'ada@example.com', name: 'Ada' }, role: 'admin' })
    }
    accounts.set('ada', { email: 'ada@example.com', email_verified: true, role: 'viewer' })
    await comeIn('ada')
    const { data } = await admin.call('GET', '/members')
    expect(data).toMatchObject([{ email: 'ada@example.com', role: 'viewer', signs_in_by: ['oidc'] }])
  })

  test.each([
    ['an address that is not verified', { email: 'x@example.com', email_verified: false, role: 'viewer' }],
    ['an address of another domain', { email: 'x@evil.example', email_verified: true, role: 'viewer' }],
    ['no address', { role: 'viewer' }],
    ['a role that is none', { email: 'x@example.com', email_verified: true, role: 'emperor' }],
  ])('does not sign in %s', async (_, claims) => {
    accounts.set('x', claims)
    const { status, visitor } = await comeIn('x')
    expect(status).toBe(403)
    expect((await visitor.session()).status).toBe(401)
  })

  test('does not sign in who is not active any more', async () => {
    accounts.set('cy', { email: 'cy@example.com', email_verified: true, role: 'viewer' })
    expect((await comeIn('cy')).status).toBe(200)
    const { data } = await admin.call('GET', '/members')
    const id = data.find(({ email }) => email === 'cy@example.com')?.id
    await admin.call('PATCH', `/members/${String(id)}`, { active: false })
    expect((await comeIn('cy')).status).toBe(403)
  })

  test('of an organization takes over no member of the gateway, whatever address it says', async () => {
    await admin.call('POST', '/members', { email: 'owner@example.com', role: 'owner' })
    accounts.set('mallory', { email: 'owner@example.com', email_verified: true })
    expect((await comeIn('mallory', 'held')).status).toBe(403)
  })
})

describe('an answer that was not asked for', () => {
  test('in another browser, twice, or with another state signs nobody in', async () => {
    accounts.set('dee', { email: 'dee@example.com', email_verified: true, role: 'viewer' })
    const visitor = new Visitor()
    const callback = await visitor.signIn('dee')
    expect((await new Visitor().go(callback)).status).toBe(401)
    const other = new Visitor()
    await other.go(`${admin.app.url}/admin/v1/session/oidc/sso`)
    expect((await other.go(callback)).status).toBe(401)
    expect((await visitor.go(callback.replace(/state=[^&]+/, 'state=other'))).status).toBe(401)
    expect((await visitor.go(callback)).status).toBe(200)
    expect((await visitor.go(callback)).status).toBe(401)
  })

  test('a provider that nobody configured is a 404', async () => {
    expect((await new Visitor().go(`${admin.app.url}/admin/v1/session/oidc/none`)).status).toBe(404)
  })
})
