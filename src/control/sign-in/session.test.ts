import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Admin, asText, MASTER, startAdmin } from '../admin.fixture.ts'
import { Browser, memberOf, PASSWORD } from './browser.fixture.ts'

let admin: Admin
beforeAll(async () => {
  admin = await startAdmin()
})
afterAll(() => admin.close())

/** Failures are counted by address, which in these tests is always the same one. */
const LATER_MS = 16 * 60_000

describe('with the master key', () => {
  test('the cookie opens the admin API, and the answer has what the page needs', async () => {
    const browser = new Browser(admin)
    const { status, body } = await browser.signIn({ master_key: MASTER })
    expect(status).toBe(200)
    expect(body).toEqual({
      member: null,
      role: 'owner',
      csrf_token: expect.stringMatching(/^[0-9a-f]{64}$/),
      expires_at: expect.stringMatching(/Z$/),
    })
    expect(browser.setCookie).toMatch(
      /^portolan_session=[\w-]{43}; Path=\/; Max-Age=604800; HttpOnly; SameSite=Strict$/,
    )
    expect((await browser.ask('GET', '/session')).body).toMatchObject({ member: null, role: 'owner' })
    expect((await browser.ask('GET', '/keys')).status).toBe(200)
    expect((await browser.ask('POST', '/keys', { name: 'by a browser' })).status).toBe(201)
  })

  test.each([
    [{ host: 'gateway.example' }, '; Secure'],
    [{ host: '127.0.0.1:4000', 'x-forwarded-proto': 'https' }, '; Secure'],
    [{ host: '[::1]:4000' }, 'HttpOnly; SameSite'],
    [{ 'x-forwarded-prefix': '/portolan' }, '; Path=/portolan/;'],
    [{ 'x-forwarded-prefix': '/a; Domain=evil' }, '; Path=/;'],
  ])('asked with %j its cookie has %j', async (headers, part) => {
    const browser = new Browser(admin)
    const { sessionCookie } = await import('./cookie.ts')
    expect(sessionCookie('secret', 1_000, { host: 'localhost', ...headers })).toContain(part)
    expect(browser.cookie).toBeNull()
  })

  test('a wrong key is a 401, and no cookie', async () => {
    for (const body of [{ master_key: 'wrong' }, { email: 'nobody@example.com', password: PASSWORD }]) {
      const { status, error, headers } = await new Browser(admin).signIn(body)
      expect(status).toBe(401)
      expect(error).toMatchObject({
        code: 'key_invalid',
        message: 'This is not the key, or not the password.',
      })
      expect(headers.get('set-cookie')).toBeNull()
    }
    expect((await new Browser(admin).signIn({ master_key: MASTER, email: 'x' })).status).toBe(400)
  })

  test('a stored hash is no key: neither of the master key nor of a session', async () => {
    const { hashSecret } = await import('../../gateway/key-ring.ts')
    const browser = new Browser(admin)
    expect((await browser.signIn({ master_key: hashSecret(MASTER) })).status).toBe(401)
    await browser.signIn({ master_key: MASTER })
    const secret = asText(browser.cookie).split('=')[1] ?? ''
    browser.cookie = `portolan_session=${hashSecret(secret)}`
    expect((await browser.ask('GET', '/session')).status).toBe(401)
  })

  test('signing out ends the session, for every copy of the cookie', async () => {
    const browser = new Browser(admin)
    await browser.signIn({ master_key: MASTER })
    const { cookie } = browser
    expect((await browser.ask('DELETE', '/session')).body).toEqual({ deleted: true })
    expect(browser.setCookie).toContain('Max-Age=0')
    browser.cookie = cookie
    expect((await browser.ask('GET', '/session')).status).toBe(401)
    expect((await new Browser(admin).ask('GET', '/session')).error).toMatchObject({ code: 'key_missing' })
    expect((await admin.call('GET', '/session')).status).toBe(401)
  })
})

describe('a page that is not ours', () => {
  test.each([
    ['without the token', { 'x-portolan-csrf': '' }, 'x-portolan-csrf'],
    ['with a wrong token', { 'x-portolan-csrf': 'x'.repeat(64) }, 'x-portolan-csrf'],
    ['from another origin', { origin: 'https://evil.example' }, 'origin'],
    ['from nowhere', { origin: 'null' }, 'origin'],
    ['from another site', { 'sec-fetch-site': 'cross-site' }, 'origin'],
    ['from a sibling', { 'sec-fetch-site': 'same-site' }, 'origin'],
  ])('can change nothing %s', async (_, headers, param) => {
    const browser = new Browser(admin)
    await browser.signIn({ master_key: MASTER })
    const { status, error } = await browser.ask('POST', '/keys', { name: 'forged' }, headers)
    expect(status).toBe(403)
    expect(error).toMatchObject({ code: 'permission_denied', param })
    expect(
      (await browser.ask('POST', '/keys', { name: 'true' }, { 'sec-fetch-site': 'same-origin' })).status,
    ).toBe(201)
  })

  test('cannot sign somebody in either', async () => {
    const { status } = await new Browser(admin).signIn(
      { master_key: MASTER },
      { origin: 'https://evil.example' },
    )
    expect(status).toBe(403)
  })
})

describe('members', () => {
  test('an invitation sets a password once, which signs in from then on', async () => {
    const { token, begun, browser } = await memberOf(admin, {
      email: 'Ada@Example.com',
      name: 'Ada',
      role: 'admin',
    })
    const member = { id: expect.any(String), name: 'Ada', email: 'ada@example.com', role: 'admin' }
    expect(begun.body).toMatchObject({ member, role: 'admin' })
    expect((await browser.ask('GET', '/keys')).status).toBe(200)
    const again = { token, password: 'another password entirely' }
    expect((await new Browser(admin).ask('POST', '/session/invitation', again)).status).toBe(401)

    const other = new Browser(admin)
    expect((await other.signIn({ email: 'ADA@example.com', password: PASSWORD })).body).toMatchObject({
      member,
    })
    expect((await other.signIn({ email: 'ada@example.com', password: `${PASSWORD}.` })).status).toBe(401)
  })

  test('an invitation ends after seven days, and a short password is refused', async () => {
    const { body } = await admin.call('POST', '/members', { email: 'late@example.com' })
    const accept = (password: string) =>
      new Browser(admin).ask('POST', '/session/invitation', { token: asText(body.invitation), password })
    expect((await accept('too short')).error).toMatchObject({ param: 'password' })
    admin.wait(7 * 24 * 3_600_000 + 1)
    expect((await accept(PASSWORD)).status).toBe(401)
  })

  test('a new password ends the other sessions, and needs the former one', async () => {
    const { browser } = await memberOf(admin, { email: 'bo@example.com' })
    const other = new Browser(admin)
    await other.signIn({ email: 'bo@example.com', password: PASSWORD })
    const change = (password: string) =>
      browser.ask('POST', '/session/password', { password, new_password: 'quite another password' })
    expect((await change('a wrong password')).error).toMatchObject({ param: 'password' })
    expect((await change(PASSWORD)).status).toBe(200)
    expect((await browser.ask('GET', '/session')).status).toBe(200)
    expect((await other.ask('GET', '/session')).status).toBe(401)
    expect((await other.signIn({ email: 'bo@example.com', password: PASSWORD })).status).toBe(401)
    expect(
      (await admin.call('POST', '/session/password', { password: 'x', new_password: PASSWORD })).status,
    ).toBe(403)
  })

  test('a reset by an admin takes password and sessions, and gives a new token', async () => {
    const { id, browser } = await memberOf(admin, { email: 'cy@example.com' })
    const { body } = await admin.call('POST', `/members/${id}/invitation`)
    expect((await browser.ask('GET', '/session')).status).toBe(401)
    expect((await new Browser(admin).signIn({ email: 'cy@example.com', password: PASSWORD })).status).toBe(
      401,
    )
    const next = { token: asText(body.invitation), password: PASSWORD }
    expect((await new Browser(admin).ask('POST', '/session/invitation', next)).status).toBe(200)
  })

  test('one who is not active, or is deleted, is out, and so are the keys that are his', async () => {
    for (const leave of ['PATCH', 'DELETE'] as const) {
      const { id, browser } = await memberOf(admin, { email: `${leave}@example.com` })
      const made = await browser.ask('POST', '/keys', { name: 'his own' })
      expect(made.body).toMatchObject({ member_id: id })
      const key = asText(made.body.key)
      expect((await admin.chat(key)).status).toBe(200)
      const left = await admin.call(
        leave,
        `/members/${id}`,
        leave === 'PATCH' ? { active: false } : undefined,
      )
      expect(left.status).toBe(200)
      expect((await browser.ask('GET', '/session')).status).toBe(401)
      expect((await admin.chat(key)).status).toBe(401)
      expect((await browser.signIn({ email: `${leave}@example.com`, password: PASSWORD })).status).toBe(401)
    }
    admin.wait(LATER_MS)
  })
})

describe('sessions', () => {
  test('are listed, and end when they are revoked', async () => {
    const { id, browser } = await memberOf(admin, { email: 'dee@example.com' })
    const { data } = await admin.call('GET', `/sign-ins?member_id=${id}`)
    expect(data).toMatchObject([{ member_id: id, address: '127.0.0.1', user_agent: 'node' }])
    expect(JSON.stringify(data)).not.toContain(asText(browser.cookie).split('=')[1])
    expect((await admin.call('DELETE', `/sign-ins/${asText(data[0]?.id)}`)).status).toBe(200)
    expect((await browser.ask('GET', '/session')).status).toBe(401)
    expect((await admin.call('DELETE', `/sign-ins/${asText(data[0]?.id)}`)).status).toBe(404)
  })

  test('end after twelve hours without a request, and after seven days in any case', async () => {
    const [idle, busy] = [new Browser(admin), new Browser(admin)]
    await idle.signIn({ master_key: MASTER })
    await busy.signIn({ master_key: MASTER })
    const hour = 3_600_000
    for (let hours = 0; hours < 7 * 24 - 6; hours += 6) {
      admin.wait(6 * hour)
      expect((await busy.ask('GET', '/session')).status).toBe(200)
    }
    expect((await idle.ask('GET', '/session')).status).toBe(401)
    admin.wait(6 * hour)
    expect((await busy.ask('GET', '/session')).status).toBe(401)
  })
})

describe('guessing', () => {
  test('an account is left alone after ten failures, also at once, and is open again later', async () => {
    await memberOf(admin, { email: 'eve@example.com' })
    const guess = (password: string) => new Browser(admin).signIn({ email: 'eve@example.com', password })
    const guesses = await Promise.all(Array.from({ length: 8 }, (_, n) => guess(`guess number ${n}`)))
    expect(guesses.map(({ status }) => status)).toEqual(Array(8).fill(401))
    expect((await guess('guess number 9')).status).toBe(401)
    expect((await guess('guess number 10')).status).toBe(401)
    const refused = await guess(PASSWORD)
    expect(refused.status).toBe(429)
    expect(refused.error).toMatchObject({ code: 'rate_limited' })
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(800)
    admin.wait(LATER_MS)
    expect((await guess(PASSWORD)).status).toBe(200)
  })

  test('an address is left alone after twenty, whatever it guesses', async () => {
    for (let count = 0; count < 20; count++)
      expect((await new Browser(admin).signIn({ master_key: `guess ${count}` })).status).toBe(401)
    expect((await new Browser(admin).signIn({ master_key: MASTER })).status).toBe(429)
    admin.wait(LATER_MS)
    expect((await new Browser(admin).signIn({ master_key: MASTER })).status).toBe(200)
  })
})
