import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Dialect } from '../core/dialect.ts'
import { GatewayError } from '../core/error.ts'
import type { Upload } from '../core/upstream.ts'
import type { Dialects } from '../dialects/index.ts'
import { clientAddress } from '../gateway/client-address.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { PASS_PREFIX } from '../gateway/pass-through/pass-path.ts'
import type { PassIncoming } from '../gateway/pass-through/pass-request.ts'
import { servePass } from '../gateway/pass-through/serve-pass.ts'
import { refuseUnread } from '../gateway/serve.ts'
import { HEADER_BYTES_MAX, headerBytes, headersTooLarge } from './header-bytes.ts'
import { NodeReply } from './node-reply.ts'
import { readBody } from './read-body.ts'
import { run } from './run.ts'
import { uploadOf } from './upload-of.ts'

/** Handles one request under `/proxy/`, of any method. Never throws. */
export function handlePass(
  request: IncomingMessage,
  response: ServerResponse,
  { gateway, dialects }: { readonly gateway: Gateway; readonly dialects: Dialects },
): void {
  const incoming = incomingFor(request, response, gateway, dialects)
  const error = refusalFor(request)
  if (error === null) return run(servePass(incoming, gateway), incoming, gateway)
  request.resume()
  refuseUnread(incoming, error, gateway)
}

function incomingFor(
  request: IncomingMessage,
  response: ServerResponse,
  gateway: Gateway,
  dialects: Dialects,
): PassIncoming {
  const { url = '/', method = 'GET', headers, socket } = request
  const { providers, config } = gateway.snapshot()
  const provider = providers.get(url.slice(PASS_PREFIX.length).split(/[/?]/, 1)[0] ?? '')
  const dialect = dialectOf(provider?.provider.wire, dialects)
  const forwarded = headers['x-forwarded-for']
  return {
    dialect,
    operation: 'proxy',
    path: PASS_PREFIX,
    headers: dialect === dialects.gemini ? withKeyOf(url, headers) : headers,
    reply: new NodeReply(response),
    readBody: (bytesMax) => readBody(request, bytesMax),
    pass: {
      method,
      url,
      address: clientAddress(socket.remoteAddress, forwarded, config.server.trustedProxies),
      upload: uploadFrom(request),
    },
  }
}

/** Errors are shaped as clients of this provider expect them. */
function dialectOf(wire: string | null | undefined, dialects: Dialects): Dialect {
  return Object.values(dialects).find((dialect) => dialect.wire === wire) ?? dialects.openai
}

/** Gemini's own clients may send the key in the query. */
function withKeyOf(url: string, headers: IncomingMessage['headers']): IncomingMessage['headers'] {
  const query = url.indexOf('?')
  const key = query === -1 ? null : new URLSearchParams(url.slice(query)).get('key')
  return key === null ? headers : { 'x-goog-api-key': key, ...headers }
}

/** RFC 9112, section 6.3: a request without either of the two has no body. */
function uploadFrom(request: IncomingMessage): Upload | null {
  const { 'content-length': length, 'transfer-encoding': coding } = request.headers
  if (coding !== undefined) return uploadOf(request, null)
  return length === undefined || Number(length) === 0 ? null : uploadOf(request, Number(length))
}

function refusalFor({ rawHeaders, headers, method }: IncomingMessage): GatewayError | null {
  if (headerBytes(rawHeaders) > HEADER_BYTES_MAX) return headersTooLarge()
  if (headers.upgrade !== undefined && /\bupgrade\b/i.test(headers.connection ?? ''))
    return new GatewayError(
      'invalid_request',
      'A pass-through does not change the protocol; leave upgrade out.',
    )
  if (method === 'TRACE')
    return new GatewayError('method_not_allowed', 'TRACE would show headers that are not for the caller.')
  return null
}
