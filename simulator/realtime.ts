import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { isJsonObject, type JsonObject, parseJsonObject } from '../src/core/json.ts'

/**
 * A little of OpenAI's realtime API: a session, texts that are said to it, and a response that repeats the last of them
 * and counts words. The model `refused` does not take a session; one whose text is `hang up` is left at once.
 * https://platform.openai.com/docs/guides/realtime-conversations
 */
export function serveRealtime(server: Server): { close(): void } {
  const sockets = new WebSocketServer({ noServer: true })
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const url = new URL(request.url ?? '/', 'http://simulator')
    const model = url.searchParams.get('model') ?? ''
    if (!url.pathname.endsWith('/realtime') || model === 'refused') {
      const body = JSON.stringify({ error: { message: 'Not today.', type: 'server_error', code: null } })
      socket.end(
        `HTTP/1.1 503 x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`,
      )
      return
    }
    sockets.handleUpgrade(request, socket, head, (opened) => converse(opened, model))
  })
  return {
    close() {
      for (const socket of sockets.clients) socket.terminate()
    },
  }
}

function converse(socket: WebSocket, model: string): void {
  const say = (event: JsonObject) => socket.send(JSON.stringify(event))
  let said = ''
  say({ type: 'session.created', session: { id: 'sess_1', model } })
  socket.on('error', () => {})
  socket.on('message', (data) => {
    const event = parseJsonObject(String(data))
    if (event?.type === 'conversation.item.create') said = textOf(event)
    if (said === 'hang up') return socket.terminate()
    if (event?.type !== 'response.create') return
    const tokens = said.split(' ').length
    say({ type: 'response.output_text.delta', delta: said })
    say({
      type: 'response.done',
      response: {
        status: 'completed',
        usage: {
          total_tokens: 2 * tokens,
          input_tokens: tokens,
          output_tokens: tokens,
          input_token_details: { cached_tokens: 0, text_tokens: tokens, audio_tokens: 0 },
          output_token_details: { text_tokens: tokens, audio_tokens: 0 },
        },
      },
    })
  })
}

function textOf({ item }: JsonObject): string {
  const content = isJsonObject(item) && Array.isArray(item.content) ? item.content[0] : null
  return isJsonObject(content) ? String(content.text) : ''
}
