import createClient, { type Middleware } from 'openapi-fetch'
import type { components, paths } from './schema.d.ts'

export type Schemas = components['schemas']

/** The client leaves out what is always null. */
export type Exchange = Omit<Schemas['Exchange'], 'cache' | 'project_id'>
export type ExchangeDetail = Omit<Schemas['ExchangeDetail'], 'cache' | 'project_id'>

/** What the gateway answers in the place of an answer. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.name = 'ApiError'
    this.status = status
    this.code = code
  }
}

/** Where the gateway is, whatever the prefix it is reached under: the page's own base. Ends with a slash. */
export const gatewayUrl = document.baseURI

/** Kept in memory alone: it is worth nothing without the cookie, and the page can ask for it again. */
const csrf = { token: '' }

export function rememberCsrf(token: string): void {
  csrf.token = token
}

export function csrfHeaders(): Record<string, string> {
  return csrf.token === '' ? {} : { 'x-portolan-csrf': csrf.token }
}

const withCsrf: Middleware = {
  onRequest({ request }) {
    for (const [name, value] of Object.entries(csrfHeaders())) request.headers.set(name, value)
    return request
  },
}

export const api = createClient<paths>({ baseUrl: gatewayUrl.replace(/\/$/, ''), credentials: 'same-origin' })
api.use(withCsrf)

interface Answer<Data> {
  readonly data?: Data
  readonly error?: unknown
  readonly response: Response
}

/** The answer itself. Throws an `ApiError` for every other. */
export async function answered<Data>(asking: Promise<Answer<Data>>): Promise<NonNullable<Data>> {
  const { data, error, response } = await asking.catch(() => {
    throw new ApiError(0, 'unreachable', 'The gateway cannot be reached.')
  })
  if (response.ok && data !== undefined && data !== null) return data
  throw errorOf(response.status, error)
}

export function errorOf(status: number, body: unknown): ApiError {
  const { error } = (body ?? {}) as { error?: { code?: string; message?: string } } // The API's one shape of errors.
  return new ApiError(status, error?.code ?? 'unknown', error?.message ?? `The gateway answered ${status}.`)
}
