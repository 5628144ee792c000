import { readFile } from 'node:fs/promises'
import type { Access, GoogleAccessPlan } from '../core/access.ts'
import { isJsonObject, parseJsonObject } from '../core/json.ts'
import type { Clock } from '../core/ports.ts'
import { Lease, type Leased } from './lease.ts'

/** Sends an access token that is fetched when it is first needed, and again before it expires. */
export class GoogleAccess implements Access {
  readonly #lease: Lease<string>

  constructor(plan: GoogleAccessPlan, clock: Clock, ask: typeof fetch) {
    this.#lease = new Lease(() => tokenFor(plan, clock.now(), ask), clock)
  }

  headers(): Readonly<Record<string, string>> | null {
    const token = this.#lease.current()
    return token === null ? null : { authorization: `Bearer ${token}` }
  }

  renew(): Promise<void> {
    return this.#lease.renew()
  }
}

const SCOPE = 'https://www.googleapis.com/auth/cloud-platform'
const METADATA = 'http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/token'
const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
const TIMEOUT_MS = 8_000
const LIFETIME_S = 3_600
const REPLY_CHARACTERS_MAX = 64 * 1024

async function tokenFor(plan: GoogleAccessPlan, nowMs: number, ask: typeof fetch): Promise<Leased<string>> {
  const text = plan.json ?? (plan.file === null ? null : await readFile(plan.file, 'utf8'))
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  // https://cloud.google.com/compute/docs/access/authenticate-workloads#applications
  if (text === null)
    return readToken(await ask(METADATA, { headers: { 'metadata-flavor': 'Google' }, signal }), nowMs)
  const account = readAccount(text)
  const body = new URLSearchParams({ grant_type: GRANT, assertion: await assertionOf(account, nowMs) })
  return readToken(await ask(account.tokenUri, { method: 'POST', body, signal, redirect: 'error' }), nowMs)
}

interface ServiceAccount {
  readonly email: string
  readonly privateKey: string
  readonly keyId: string
  readonly tokenUri: string
}

function readAccount(text: string): ServiceAccount {
  const account = parseJsonObject(text)
  const field = (name: string) => {
    const value = account?.[name]
    if (typeof value !== 'string') throw new Error(`The key of the service account has no ${name}.`)
    return value
  }
  return {
    email: field('client_email'),
    privateKey: field('private_key'),
    keyId: field('private_key_id'),
    tokenUri: field('token_uri'),
  }
}

/** https://developers.google.com/identity/protocols/oauth2/service-account#httprest */
async function assertionOf(
  { email, privateKey, keyId, tokenUri }: ServiceAccount,
  nowMs: number,
): Promise<string> {
  const { importPKCS8, SignJWT } = await import('jose')
  const now = Math.floor(nowMs / 1_000)
  return new SignJWT({ scope: SCOPE })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: keyId })
    .setIssuer(email)
    .setAudience(tokenUri)
    .setIssuedAt(now)
    .setExpirationTime(now + LIFETIME_S)
    .sign(await importPKCS8(privateKey, 'RS256'))
}

async function readToken(response: Response, nowMs: number): Promise<Leased<string>> {
  const text = await response.text()
  const reply: unknown = text.length > REPLY_CHARACTERS_MAX ? null : parseJsonObject(text)
  const { access_token: token, expires_in: seconds } = isJsonObject(reply) ? reply : {}
  if (!response.ok || typeof token !== 'string' || typeof seconds !== 'number') {
    throw new Error(`No token was given: status ${response.status}.`)
  }
  return { value: token, expiresAtMs: nowMs + seconds * 1_000 }
}
