import { GatewayError } from '../../core/error.ts'

/** Where a pass-through leads. */
export interface PassPath {
  readonly provider: string
  /** Below the provider's base URL, from the leading slash on, as the caller wrote it. */
  readonly path: string
  /** From the question mark on, or nothing. */
  readonly query: string
}

export const PASS_PREFIX = '/proxy/'

/**
 * Reads `/proxy/{provider}/…`. The path must not leave what the operator has configured: whatever some server could
 * take for a step upwards, for another host or for another slash is refused. Throws `invalid_request`.
 */
export function readPassPath(url: string): PassPath {
  const [, provider = '', rest = '', query = ''] = SHAPE.exec(url) ?? []
  if (provider === '') throw refused('the path must be /proxy/{provider}/…')
  if (!VISIBLE.test(rest + query)) throw refused('the path must be encoded, in visible ASCII')
  if (rest.startsWith('//') || rest.includes('\\')) throw refused('the path must not name a host')
  if (steps(rest).some((step) => UPWARDS.test(step)))
    throw refused('the path must not hold . or .. as a step')
  return { provider, path: rest === '' ? '/' : rest, query: withoutKey(query) }
}

/** The steps as the most thorough server could see them: decoded until nothing changes. */
function steps(path: string): string[] {
  let text = path
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const next = decoded(text)
    if (next === text) return text.split(/[/\\]/)
    text = next
  }
  throw refused('the path is encoded too many times over')
}

const ROUNDS_MAX = 4
const SHAPE = /^\/proxy\/([A-Za-z0-9_.-]+)(\/[^?]*)?(\?.*)?$/s
const VISIBLE = /^[\x21-\x7e]*$/
/** With the parameters that some servers take off a step before they look at it; or with a byte that ends a text. */
const UPWARDS = /^\.{1,2}(?:;.*)?$|[\0\r\n]/s

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw refused('the path is not well encoded')
  }
}

/** The key in the query is the caller's own, and was for us. */
function withoutKey(query: string): string {
  const kept = query
    .slice(1)
    .split('&')
    .filter((field) => field !== '' && !/^key(?:=|$)/.test(field))
  return kept.length === 0 ? '' : `?${kept.join('&')}`
}

function refused(reason: string): GatewayError {
  return new GatewayError('invalid_request', `This cannot be passed on: ${reason}.`, { param: 'path' })
}
