import { GatewayError } from '../core/error.ts'
import type { KeyHolder, KeyRing } from './key-ring.ts'

type Headers = Readonly<Record<string, string | string[] | undefined>>

/** Who calls. Answers at once for a key seen lately; throws or rejects as `KeyRing.find` does, and `key_missing`. */
export function authenticate(headers: Headers, keys: KeyRing): KeyHolder | Promise<KeyHolder> {
  const secret = secretOf(headers)
  if (secret === null) {
    throw new GatewayError(
      'key_missing',
      'No API key was sent. Send one as `Authorization: Bearer …`, `x-api-key`, `api-key` or `x-goog-api-key`.',
    )
  }
  return keys.find(secret)
}

/** Null: the request brings no key. */
export function secretOf(headers: Headers): string | null {
  const { authorization } = headers
  if (typeof authorization === 'string' && authorization.slice(0, 7).toLowerCase() === 'bearer ') {
    const token = authorization.slice(7).trim()
    if (token !== '') return token
  }
  for (const name of ['x-api-key', 'api-key', 'x-goog-api-key'] as const) {
    const value = headers[name]
    if (typeof value === 'string' && value !== '') return value
  }
  return null
}
