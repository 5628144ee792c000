import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Channel } from '../../core/channel.ts'
import type { Dialects } from '../../dialects/index.ts'
import type { Gateway } from '../../gateway/gateway.ts'
import type { RealtimeIncoming } from '../../gateway/realtime/realtime-incoming.ts'
import { serveRealtime } from '../../gateway/realtime/serve-realtime.ts'
import { findEndpoint } from '../endpoints.ts'
import { run } from '../run.ts'
import { dialChannel } from './dial-channel.ts'
import { SocketReply } from './socket-reply.ts'
import { MESSAGE_BYTES_MAX, WsChannel } from './ws-channel.ts'

/** Whether this is a request for a session; all others are answered as if they did not ask to change the protocol. */
export function isRealtime({ url = '/', method = 'GET', headers }: IncomingMessage): boolean {
  if (headers.upgrade?.toLowerCase() !== 'websocket') return false
  return findEndpoint(url.split('?', 1)[0] ?? '', method)?.endpoint.operation === 'realtime'
}

/** Handles one request for a session. Never throws. */
export function handleUpgrade(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  { gateway, dialects }: { readonly gateway: Gateway; readonly dialects: Dialects },
): void {
  const reply = new SocketReply(socket)
  const query = new URLSearchParams((request.url ?? '').split('?')[1] ?? '')
  const incoming: RealtimeIncoming = {
    dialect: dialects.openai,
    operation: 'realtime',
    path: '/v1/realtime',
    headers: withKey(request.headers),
    connection: request.socket,
    reply,
    readBody: async () => Buffer.alloc(0),
    realtime: {
      // Azure calls it by its deployment.
      model: query.get('model') ?? query.get('deployment'),
      accept: (headers) => accept(request, socket, head, reply, headers),
      dial: dialChannel,
    },
  }
  run(serveRealtime(incoming, gateway), incoming, gateway)
}

const KEY_PREFIX = 'openai-insecure-api-key.'

const SERVER = new WebSocketServer({
  noServer: true,
  maxPayload: MESSAGE_BYTES_MAX,
  perMessageDeflate: false,
  clientTracking: false,
  handleProtocols: (offered) => [...offered].find((name) => !name.startsWith(KEY_PREFIX)) ?? false,
})

/** Null where the caller has left, or what he sent is no WebSocket handshake: then he has been told so. */
function accept(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  reply: SocketReply,
  headers: Readonly<Record<string, string | number>>,
): Channel | null {
  if (reply.isGone) return null
  let channel: Channel | null = null
  const addHeaders = (lines: string[]) => {
    for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`)
  }
  SERVER.once('headers', addHeaders)
  // Calls back at once, or never.
  SERVER.handleUpgrade(request, socket, head, (opened: WebSocket) => {
    reply.accepted()
    channel = new WsChannel(opened)
  })
  SERVER.off('headers', addHeaders)
  return channel
}

/** A browser can set no headers here, and sends the key among the protocols it offers. */
function withKey(headers: IncomingMessage['headers']): IncomingMessage['headers'] {
  const offered = headers['sec-websocket-protocol']?.split(',').map((name) => name.trim()) ?? []
  const key = offered.find((name) => name.startsWith(KEY_PREFIX))?.slice(KEY_PREFIX.length)
  return key === undefined ? headers : { 'x-api-key': key, ...headers }
}
