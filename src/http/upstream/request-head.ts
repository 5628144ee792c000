/** A header or path that cannot be sent as it is; the request never leaves. */
export class BadRequest extends Error {
  readonly code = 'REQUEST_INVALID'
}

/** The head of a request, all but what says how long its body is and the empty line. Throws `BadRequest`. */
export function requestHead(
  host: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  method = 'POST',
): string {
  // Behind CONNECT comes no answer that could be read.
  if (method !== 'POST' && (!METHOD.test(method) || method === 'CONNECT'))
    throw new BadRequest('The method cannot be sent.')
  if (!PATH.test(path)) throw new BadRequest('A path holds a character that ends it.')
  let head = `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\n`
  let hasCodings = false
  for (const name in headers) {
    const value = headers[name] as string // It is among its keys.
    if (!NAME.test(name) || !VALUE.test(value)) throw new BadRequest(`The header ${name} cannot be sent.`)
    if (OURS.test(name)) throw new BadRequest(`The header ${name} is not the caller's to set.`)
    if (ACCEPT_ENCODING.test(name)) hasCodings = true
    head += `${name}: ${value}\r\n`
  }
  // Answers of this size cost more to unpack than to receive.
  if (!hasCodings) head += 'accept-encoding: identity\r\n'
  return head
}

const METHOD = /^[A-Z]+$/
const PATH = /^\/[\x21-\x7e]*$/
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
/** Nothing that could end a line, and nothing that one byte cannot hold. */
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/
/** What says where this request ends, and what becomes of its connection. */
const OURS =
  /^(?:host|connection|keep-alive|content-length|transfer-encoding|te|trailer|upgrade|expect|proxy-connection)$/i
const ACCEPT_ENCODING = /^accept-encoding$/i
