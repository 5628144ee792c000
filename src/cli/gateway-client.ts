import type { GatewayAddress } from './gateway-address.ts'

export type Query = Readonly<Record<string, string | undefined>>

/** Asks a running gateway. Every failure is an `Error` whose message says what to do next. */
export class GatewayClient {
  readonly #address: GatewayAddress

  constructor(address: GatewayAddress) {
    this.#address = address
  }

  get<Answer extends object>(path: string, query: Query = {}): Promise<Answer> {
    const entries = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined)
    const search = new URLSearchParams(entries).toString()
    return this.send('GET', search === '' ? path : `${path}?${search}`)
  }

  /** Every item of a paged list, at most `limit` of them. */
  async list<Item>(path: string, limit: number): Promise<Item[]> {
    const items: Item[] = []
    let cursor: string | undefined
    do {
      const wanted = Math.min(PAGE_LIMIT, limit - items.length)
      const page = await this.get<Page<Item>>(path, { limit: String(wanted), cursor })
      if (!Array.isArray(page.data)) throw new Error(notPortolan(this.#address.url))
      items.push(...page.data)
      cursor = page.next_cursor ?? undefined
    } while (cursor !== undefined && items.length < limit)
    return items
  }

  async send<Answer extends object>(
    method: string,
    path: string,
    body?: object,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const { url, key } = this.#address
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { ...headers, authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
      redirect: 'manual', // The key goes where it was sent and nowhere else.
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch((error: unknown) => {
      throw new Error(unreachable(url, error), { cause: error })
    })
    const answer: unknown = await response.json().catch(() => null)
    if (typeof answer !== 'object' || answer === null) throw new Error(notPortolan(url))
    if (!response.ok) throw new Refusal(codeOf(answer), this.#refusal(response.status, answer))
    return answer as Answer // The gateway's own API; a different release differs in fields that it adds.
  }

  #refusal(status: number, answer: object): string {
    const { url, keySource } = this.#address
    const error = 'error' in answer && typeof answer.error === 'object' ? answer.error : null
    const said = error !== null && 'message' in error ? String(error.message) : `HTTP status ${status}`
    if (status === 401) return `${url} does not take the key from ${keySource}. Name another one.`
    if (status === 403) return `${said} The key came from ${keySource}.`
    return said
  }
}

/** What the gateway itself answered with, as distinct from not being reached. */
export class Refusal extends Error {
  /** Of the catalogue of errors; null where the answer names none. */
  readonly code: string | null

  constructor(code: string | null, message: string) {
    super(message)
    this.code = code
  }
}

function codeOf(answer: object): string | null {
  const error = 'error' in answer && typeof answer.error === 'object' ? answer.error : null
  return error !== null && 'code' in error && typeof error.code === 'string' ? error.code : null
}

interface Page<Item> {
  readonly data: readonly Item[]
  readonly next_cursor?: string | null
}

const TIMEOUT_MS = 30_000
const PAGE_LIMIT = 500

function unreachable(url: string, error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError')
    return `The gateway at ${url} did not answer in ${TIMEOUT_MS / 1_000} seconds. Look with: portolan doctor`
  const cause = error instanceof Error ? error.cause : null
  const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : ''
  const advice = 'Start one with: portolan serve, or name another with --url or PORTOLAN_URL.'
  return `No gateway answers at ${url}${code}. ${advice}`
}

function notPortolan(url: string): string {
  return `What answers at ${url} is not a Portolan gateway. Name another address with --url or PORTOLAN_URL.`
}
