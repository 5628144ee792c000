import { isJsonObject, type JsonObject, parseJsonObject } from '../../core/json.ts'
import { type Admin, asText } from '../admin.fixture.ts'

/** A browser as far as signing in goes: it keeps the cookie, and sends what its page knows. */
export class Browser {
  readonly #admin: Admin
  cookie: string | null = null
  csrf: string | null = null
  setCookie: string | null = null

  constructor(admin: Admin) {
    this.#admin = admin
  }

  async ask(method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}) {
    const response = await fetch(`${this.#admin.app.url}/admin/v1${path}`, {
      method,
      redirect: 'manual',
      headers: {
        origin: this.#admin.app.url,
        ...(this.cookie === null ? {} : { cookie: `theme=dark; ${this.cookie}` }),
        ...(this.csrf === null ? {} : { 'x-portolan-csrf': this.csrf }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const set = response.headers.get('set-cookie')
    if (set !== null) {
      this.setCookie = set
      this.cookie = set.split(';', 1)[0] ?? null
    }
    const text = await response.text()
    const answered = parseJsonObject(text) ?? {}
    if (typeof answered.csrf_token === 'string') this.csrf = answered.csrf_token
    const error: JsonObject = isJsonObject(answered.error) ? answered.error : {}
    return { status: response.status, headers: response.headers, text, body: answered, error }
  }

  signIn(body: JsonObject, headers?: Readonly<Record<string, string>>) {
    return this.ask('POST', '/session', body, headers)
  }
}

export const PASSWORD = 'a long and seaworthy password'

/** Makes a member with a password, and a browser where he is signed in. */
export async function memberOf(admin: Admin, fields: JsonObject) {
  const invited = await admin.call('POST', '/members', fields)
  if (invited.status !== 201) throw new Error(invited.text)
  const browser = new Browser(admin)
  const begun = await browser.ask('POST', '/session/invitation', {
    token: asText(invited.body.invitation),
    password: PASSWORD,
  })
  if (begun.status !== 200) throw new Error(begun.text)
  return { id: asText(invited.body.id), token: asText(invited.body.invitation), browser, begun }
}
